"""Values of parameters: given, defaults, paths and URIs."""

from __future__ import annotations

from pathlib import Path

import pytest

from barograph import MlflowClient, log_text, start_run
from barograph.errors import InvalidValue
from barograph.projects.parameters import Parameters, checked_parameters, chosen_parameters, fetched_parameters
from barograph.projects.spec import EntryPoint, Parameter


def entry(**parameters: Parameter) -> EntryPoint:
    return EntryPoint(name="main", command="x", parameters=parameters)


def test_defaults_and_extras() -> None:
    declared = entry(a=Parameter(default="1"), b=Parameter())
    assert chosen_parameters(declared, {"z": 1.5, "b": True, "y": None}) == Parameters(
        declared={"a": "1", "b": "True"}, extra={"z": "1.5", "y": "None"}
    )
    assert chosen_parameters(None, {"a": ""}) == Parameters(extra={"a": ""})


def test_what_is_missing_is_named() -> None:
    with pytest.raises(InvalidValue, match=r"parameters a, b of entry point 'main'\. Give it as -P a=VALUE"):
        chosen_parameters(entry(a=Parameter(), b=Parameter(), c=Parameter(default="")), {})


@pytest.mark.parametrize("name", ["", "-x", "--", "a;b", "$(x)", "a\nb", "`x`", "../x", "a=b", "x" * 300])
def test_names_that_no_run_can_record(name: str) -> None:
    with pytest.raises(InvalidValue):
        chosen_parameters(None, {name: "1"})


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "x" * 200_000])
def test_values_that_no_program_can_be_given(value: str) -> None:
    with pytest.raises(InvalidValue, match="Parameter 'a'"):
        chosen_parameters(None, {"a": value})
    with pytest.raises(InvalidValue, match="mapping"):
        chosen_parameters(None, "a=b")  # type: ignore[arg-type]  # what a caller may get wrong


def test_paths_are_seen_from_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b.csv").write_text("")
    declared = entry(p=Parameter(type="path"), u=Parameter(type="uri"), s=Parameter())
    chosen = Parameters(declared={"p": "a b.csv", "u": "a b.csv", "s": "a b.csv"})
    checked = checked_parameters(declared, chosen)
    assert checked.declared == {"p": f"{tmp_path}/a b.csv", "u": f"{tmp_path}/a b.csv", "s": "a b.csv"}
    uris = Parameters(declared={"p": f"file://{tmp_path}/a%20b.csv", "u": "s3://x/y", "s": ""})
    assert checked_parameters(declared, uris).declared == {"p": f"{tmp_path}/a b.csv", "u": "s3://x/y", "s": ""}
    for name in ("p", "u"):
        with pytest.raises(InvalidValue, match=f"Parameter '{name}' of type"):
            checked_parameters(declared, Parameters(declared={**chosen.declared, name: "absent"}))


def test_paths_from_elsewhere_are_downloaded(tracking: str, tmp_path: Path) -> None:
    with start_run() as run:
        log_text("1,2", "data/x.csv")
    declared = entry(s=Parameter(), p=Parameter(type="path"), u=Parameter(type="uri"))
    uri = f"runs:/{run.info.run_id}/data/x.csv"
    given = checked_parameters(declared, Parameters(declared={"s": "", "p": uri, "u": uri}))
    assert given.declared["p"] == uri
    fetched = fetched_parameters(declared, given, tmp_path / "new" / "storage")
    path = Path(fetched.declared["p"])
    assert path.read_text() == "1,2"
    assert path.is_relative_to(tmp_path / "new" / "storage")
    assert "param_1" in path.parts
    assert fetched.declared["u"] == uri
    assert MlflowClient().get_run(run.info.run_id).data.params == {}

"""What was recorded is installed again, and its record is the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from barograph.errors import InvalidValue
from barograph.projects.environments.lock import locked_spec
from barograph.projects.environments.uv import UvManager
from barograph.projects.spec import (
    CondaEnvironment,
    EnvironmentSpec,
    LockedEnvironment,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)
from environment_making import files


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "made"))


def quiet(_: str) -> None:
    pass


@pytest.mark.parametrize(
    "spec",
    [
        PythonEnvironment(python=">=3.9", build_dependencies=("wheel",), dependencies=("six<1.17",)),
        RequirementsEnvironment(),
        LockedEnvironment(has_lock=False),
    ],
)
def test_a_lock_gives_the_same_lock_again(tmp_path: Path, spec: EnvironmentSpec) -> None:
    about = '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.9"\ndependencies = ["six<1.17"]\n'
    project = files(tmp_path / "project", pyproject__toml=about, requirements__txt="six<1.17\n")
    first = UvManager().prepare(spec, project, quiet)
    assert first.lock is not None
    copy = files(tmp_path / "copy", pyproject__toml=about)
    again = UvManager().prepare(locked_spec(spec, first.lock, first.lock_name, copy), copy, quiet)
    assert again.paths != first.paths
    assert (again.lock, again.lock_name) == (first.lock, first.lock_name)


def test_locks_that_managers_read_are_written_byte_for_byte(tmp_path: Path) -> None:
    text = "dependencies: []\r\n"
    spec = locked_spec(CondaEnvironment(file="conda.yaml"), text, "conda.yaml", tmp_path)
    assert isinstance(spec, CondaEnvironment)
    assert (tmp_path / spec.file).read_bytes() == text.encode()
    script = ScriptEnvironment(script="code/train.py")
    (tmp_path / "code").mkdir()
    assert locked_spec(script, text, "train.py.lock", tmp_path) == script
    assert (tmp_path / "code" / "train.py.lock").read_bytes() == text.encode()


def test_locks_that_cannot_be_met_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="not on this machine: -e file:///no/where"):
        locked_spec(PythonEnvironment(), "# Python 3.11.7\n-e file:///no/where  # x==1\n", "requirements.txt", tmp_path)
    refused: list[tuple[EnvironmentSpec, str]] = [
        (PythonEnvironment(), "uv.lock"),
        (ScriptEnvironment(script="a.py"), "../b.py.lock"),
        (ScriptEnvironment(script="../a.py"), "a.py.lock"),
    ]
    for spec, name in refused:
        with pytest.raises(InvalidValue, match="does not fit"):
            locked_spec(spec, "", name, tmp_path)

"""The public surface: what is offered, with which arguments, and what importing costs."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import barograph
from barograph.errors import NotOffered, NotSupported
from barograph.not_offered import MISSING

EXPECTED: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "expected_signatures.json").read_text())
HEAVY = (
    "numpy",
    "pandas",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "sklearn",
    "matplotlib",
    "urllib3",
    "obstore",
    "lark",
    "typer",
    "rich",
    "yaml",
)
ADDED = {"compare", "metric_series", "ui"}
"""Names of the top level that MLflow does not have."""


OURS = {
    ("barograph", "log_metric"): ["*", "context=None"],
    ("barograph", "log_metrics"): ["*", "context=None"],
    ("barograph", "start_run"): ["*", "shared=None"],
}
"""Arguments that MLflow's functions do not have, all given by name."""


def owner(name: str) -> Any:
    module, _, member = name.rpartition(".")
    return getattr(importlib.import_module(module), member) if member[:1].isupper() else importlib.import_module(name)


def member_of(place: str, name: str) -> Any:
    found = getattr(owner(place), name, None)
    return found if found is not None else getattr(importlib.import_module("barograph.entities.model_registry"), name)


def written(signature: inspect.Signature) -> str:
    """A signature without types. A default that is made anew for each call stands for None, and None is accepted for it."""
    parts, starred = [], False
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            parts.append("*")
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}".replace("<factory>", "None")
        parts.append({parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "") + parameter.name + default)
    return f"({', '.join(parts)})"


@pytest.mark.parametrize(("place", "name"), [(place, name) for place, names in EXPECTED.items() for name in names])
def test_arguments_are_those_of_mlflow(place: str, name: str) -> None:
    parts = written(inspect.signature(member_of(place, name)))[1:-1].split(", ")
    ours = OURS.get((place, name), [])
    assert parts[len(parts) - len(ours) :] == ours
    assert f"({', '.join(parts[: len(parts) - len(ours)])})" == EXPECTED[place][name]


def test_the_public_list_is_the_namespace() -> None:
    assert barograph.__all__ == sorted(barograph.__all__) == dir(barograph)
    for name in barograph.__all__:
        assert getattr(barograph, name) is not None
    # What is loaded beside the list are parts of the package itself.
    loaded = {name for name in vars(barograph) if not name.startswith("_")} - set(barograph.__all__)
    assert all(f"barograph.{name}" in sys.modules or name == "lazy_names" for name in loaded)


def test_every_name_is_mlflow_s_or_known_as_ours() -> None:
    submodules = {name for name in barograph.__all__ if inspect.ismodule(getattr(barograph, name))}
    classes = {"ActiveModel", "ActiveRun", "Image", "MlflowClient", "MlflowException", "__version__", "flush_artifact_async_logging"}
    assert set(barograph.__all__) - submodules - classes - set(EXPECTED["barograph"]) == ADDED


def test_type_checkers_see_the_same_names() -> None:
    stub = ast.parse(Path(barograph.__file__).with_suffix(".pyi").read_text())
    seen = {alias.asname: node.module for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert sorted(str(name) for name in seen) == barograph.__all__
    for name, module in seen.items():
        if module != "barograph":
            assert getattr(importlib.import_module(str(module)), str(name)) is getattr(barograph, str(name))


@pytest.mark.parametrize("name", sorted(MISSING))
def test_what_is_missing_says_what(name: str) -> None:
    assert name not in barograph.__all__
    assert not hasattr(barograph, name)
    with pytest.raises(NotOffered, match=name) as refused:
        getattr(barograph, name)
    assert isinstance(refused.value, AttributeError | NotSupported)
    assert MISSING[name] in str(refused.value)


def test_other_names_are_plain_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'log_metrc'"):
        barograph.log_metrc  # type: ignore[attr-defined]  # noqa: B018  # reading a misspelt name is what is tested


def test_importing_is_light() -> None:
    program = f"import sys, barograph; print(*(name for name in {HEAVY} if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split() == []


def test_logging_to_a_file_loads_no_pandas(tmp_path: Path) -> None:
    program = (
        f"import sys, barograph; barograph.set_tracking_uri('sqlite:///{tmp_path / 'runs.db'}')\n"
        "with barograph.start_run(): barograph.log_metric('m', 1); barograph.log_text('x', 'x.txt')\n"
        "print(*(name for name in ('numpy', 'pandas', 'starlette', 'uvicorn', 'sklearn', 'matplotlib', 'typer') if name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split() == []

"""The environment files of a model: requirements.txt, constraints.txt, conda.yaml and python_env.yaml."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
import yaml

from barograph.errors import InvalidValue, shown
from barograph.packaging.requirements import given, merged

CONDA, VIRTUALENV, REQUIREMENTS, CONSTRAINTS = "conda.yaml", "python_env.yaml", "requirements.txt", "constraints.txt"
FILES = (REQUIREMENTS, CONSTRAINTS, CONDA, VIRTUALENV)
KEYS = {"conda": CONDA, "virtualenv": VIRTUALENV}
"""The `env` key of the python_function flavour."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller says of the environment; at most one of the three."""

    conda_env: dict[str, Any] | str | Path | None = None
    pip_requirements: str | Sequence[str] | None = None
    extra_pip_requirements: str | Sequence[str] | None = None

    def __post_init__(self) -> None:
        named = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        if len(named) > 1:
            raise ValueError(f"Give only one of {', '.join(self.__struct_fields__)}, not {' and '.join(named)}.")


def write_environment(directory: Path, inferred: list[str], wishes: Wishes) -> None:
    """Write the files. `inferred` are the requirements unless the caller gave others."""
    conda = None if wishes.conda_env is None else _conda(wishes.conda_env)
    constraints: list[str] = []
    if conda is not None:
        wanted, constraints = given(_pip_part(conda), "conda_env")
    elif wishes.pip_requirements is not None:
        wanted, constraints = given(wishes.pip_requirements, "pip_requirements")
    elif wishes.extra_pip_requirements is not None:
        extra, constraints = given(wishes.extra_pip_requirements, "extra_pip_requirements")
        wanted = merged(extra, inferred)
    else:
        wanted = inferred
    lines = [*wanted, f"-c {CONSTRAINTS}"] if constraints else wanted
    if constraints:
        (directory / CONSTRAINTS).write_text("\n".join(constraints), encoding="utf-8")
    (directory / REQUIREMENTS).write_text("\n".join(lines), encoding="utf-8")
    (directory / CONDA).write_text(_yaml(conda_env(lines) if conda is None else _with_pip_part(conda, lines)), encoding="utf-8")
    (directory / VIRTUALENV).write_text(_yaml(_python_env(), sort=False), encoding="utf-8")


def conda_env(requirements: list[str]) -> dict[str, Any]:
    """A conda environment of this Python and these pip requirements."""
    dependencies: list[Any] = [f"python={platform.python_version()}"]
    pip = _version("pip")
    dependencies.append(f"pip<={pip}" if pip else "pip")
    return {"channels": ["conda-forge"], "dependencies": [*dependencies, {"pip": requirements}], "name": "mlflow-env"}


def _python_env() -> dict[str, Any]:
    tools = [f"{tool}=={version}" if (version := _version(tool)) else tool for tool in ("pip", "setuptools")]
    return {"python": platform.python_version(), "build_dependencies": [*tools, "wheel"], "dependencies": [f"-r {REQUIREMENTS}"]}


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _conda(env: dict[str, Any] | str | Path) -> dict[str, Any]:
    if isinstance(env, dict):
        return dict(env)
    try:
        read = yaml.safe_load(Path(env).read_text(encoding="utf-8"))
    except (OSError, TypeError, yaml.YAMLError) as problem:
        raise InvalidValue(f"conda_env names {shown(str(env))}, which is no readable YAML file ({problem}).") from problem
    if not isinstance(read, dict):
        raise InvalidValue(f"conda_env names {shown(str(env))}, which is not a mapping.")
    return read


def _pip_part(conda: dict[str, Any]) -> list[str]:
    for part in conda.get("dependencies") or ():
        if isinstance(part, dict) and isinstance(part.get("pip"), list):
            return list(part["pip"])
    return []


def _with_pip_part(conda: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    others = [part for part in conda.get("dependencies") or () if not (isinstance(part, dict) and "pip" in part)]
    return conda | {"dependencies": [*others, {"pip": lines}]}


def _yaml(value: dict[str, Any], *, sort: bool = True) -> str:
    return str(yaml.safe_dump(value, default_flow_style=False, sort_keys=sort))

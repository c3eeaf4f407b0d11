"""Environments of Python packages as MLflow's files say them: python_env.yaml and conda.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from barograph.errors import InvalidValue, shown
from barograph.projects.spec import CondaEnvironment, PythonEnvironment
from barograph.projects.yaml_file import read_mapping, text, texts

_KEYS = ("python", "build_dependencies", "dependencies")
_TOOLS = frozenset({"pip", "setuptools", "wheel"})
_VERSION = re.compile(r"(?P<operator>[<>]=|==?)?\s*(?P<version>\d+(\.\d+)*)")
_PACKAGE = re.compile(r"(?P<name>[A-Za-z0-9_.\-]+)\s*(?P<version>.*)")
_PLAIN_CONDA_KEYS = frozenset({"name", "channels", "dependencies"})


def read_python_env(project: Path, file: str) -> PythonEnvironment:
    """The environment in a python_env.yaml, whose path is relative to the project."""
    found = read_mapping(project / file, file)
    unknown = sorted(found.keys() - set(_KEYS))
    if unknown:
        raise InvalidValue(f"{file} has the key {shown(unknown[0])}, which is not known. It may have {', '.join(_KEYS)}.")
    return PythonEnvironment(
        python=_python(found.get("python"), file),
        build_dependencies=texts(found.get("build_dependencies"), f"build_dependencies in {file}"),
        dependencies=texts(found.get("dependencies"), f"dependencies in {file}"),
        directory=_directory(file),
    )


def _python(value: object, file: str) -> str | None:
    if value is None:
        return None
    written = text(value, f"python in {file}").strip()
    if not (found := _VERSION.fullmatch(written)):
        raise InvalidValue(f"python in {file} is {shown(value)}. Give a version such as '3.11', or '>=3.11'.")
    return _with_operator(found)


def read_conda_env(project: Path, file: str) -> PythonEnvironment | CondaEnvironment:
    """The environment in a conda.yaml, whose path is relative to the project.

    One that asks for Python, its tools and packages of pip alone is a `PythonEnvironment`.
    """
    found = read_mapping(project / file, file)
    dependencies = found.get("dependencies") or []
    if not isinstance(dependencies, list):
        raise InvalidValue(f"dependencies in {file} is {shown(dependencies)}. Give a list.")
    plain = _plain_environment(dependencies, file)
    if plain is None or found.keys() - _PLAIN_CONDA_KEYS:
        return CondaEnvironment(file=file)
    return plain


def _plain_environment(dependencies: list[Any], file: str) -> PythonEnvironment | None:
    python: str | None = None
    tools: list[str] = []
    packages: tuple[str, ...] = ()
    for i, item in enumerate(dependencies):
        if isinstance(item, dict) and list(item) == ["pip"]:
            packages += texts(item["pip"], f"pip in {file}")
            continue
        found = _PACKAGE.fullmatch(text(item, f"dependencies[{i}] in {file}").strip())
        pin = _VERSION.fullmatch(found["version"].strip()) if found else None
        if found is None or (pin is None and found["version"]):
            return None
        if found["name"] == "python":
            python = _with_operator(pin) if pin else None
        elif found["name"] in _TOOLS:
            tools.append(found["name"] + _pinned(pin))
        else:
            return None
    return PythonEnvironment(
        python=python, build_dependencies=tuple(tools), dependencies=packages, directory=_directory(file), conda_file=file
    )


def _with_operator(found: re.Match[str]) -> str:
    """`3.11` or `>=3.11`; one equals sign, or two, say no more than none."""
    operator = found["operator"] or ""
    return f"{'' if set(operator) == {'='} else operator}{found['version']}"


def _pinned(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return f"{'==' if found['operator'] in (None, '=') else found['operator']}{found['version']}"


def _directory(file: str) -> str:
    parent = Path(file).parent.as_posix()
    return "" if parent == "." else parent

"""A conda.yaml, as far as others than conda can act on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from barograph.errors import InvalidValue, shown

_BUILD = ("pip", "setuptools", "wheel")
_SPEC = re.compile(r"(?:[\w.-]+::)?(?P<name>[A-Za-z0-9][\w.-]*)\s*(?P<rest>.*)")
_PYTHON = re.compile(r"(?:[\w.-]+::)?python\s*(?P<operator>==?|<=|>=)?\s*(?P<version>[0-9][0-9.]*)(?:\.\*|=.*)?")


class CondaFile(msgspec.Struct, frozen=True, kw_only=True):
    """`build_dependencies` are pip, setuptools and wheel in pip's syntax, `pip` is the list for pip.

    `python_entry` is how Python stands in it, and `others` are for conda alone.
    """

    python_entry: str | None
    build_dependencies: tuple[str, ...]
    pip: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def python(self) -> str | None:
        """The version that it pins, as `3.11`, `>=3.9` or `<=3.12`. Raises `InvalidValue` for one that only conda understands."""
        if self.python_entry is None:
            return None
        found = _PYTHON.fullmatch(self.python_entry)
        if not found:
            raise InvalidValue(f"A conda.yaml asks for {shown(self.python_entry)}. Pin Python with =, ==, <= or >=, as in python=3.11.")
        operator = "" if found["operator"] in (None, "=", "==") else found["operator"]
        return operator + found["version"].rstrip(".")


def read_conda_file(file: Path) -> CondaFile:
    """Read a conda.yaml. Raises `InvalidValue` for one that is missing or has another form."""
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise InvalidValue(f"{shown(str(file))} is no readable YAML file ({problem}).") from problem
    listed = read.get("dependencies") or [] if isinstance(read, dict) else None
    if not isinstance(listed, list):
        raise InvalidValue(f"{shown(str(file))} must be a mapping whose `dependencies` are a list.")
    python: str | None = None
    build: list[str] = []
    pip: list[str] = []
    others: list[str] = []
    for entry in listed:
        if isinstance(entry, dict):
            pip += _pip_list(entry, file)
            continue
        found = _SPEC.fullmatch(str(entry).strip())
        name, rest = (found["name"].lower(), found["rest"].strip()) if found else ("", "")
        if name == "python":
            python = python or str(entry).strip()
        elif name in _BUILD:
            build.append(name + _for_pip(rest))
        else:
            others.append(str(entry))
    return CondaFile(python_entry=python, build_dependencies=tuple(build), pip=tuple(pip), others=tuple(others))


def _pip_list(entry: dict[Any, Any], file: Path) -> list[str]:
    lines = entry.get("pip")
    if set(entry) != {"pip"} or not isinstance(lines, list):
        raise InvalidValue(
            f"{shown(str(file))} has the dependency {shown(entry)}; a dependency is a text, or a mapping of `pip` to a list."
        )
    return [str(line) for line in lines]


def _for_pip(rest: str) -> str:
    """`=1.2` and `=1.2=build` are conda's ways to say `==1.2`."""
    if not rest or rest == "*":
        return ""
    if rest.startswith("=") and not rest.startswith("=="):
        return f"=={rest[1:].partition('=')[0]}"
    return rest

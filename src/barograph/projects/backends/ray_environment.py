"""What a project asks for, in the words of Ray's runtime environments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from barograph.errors import InvalidValue, shown
from barograph.projects.spec import (
    CondaEnvironment,
    DockerEnvironment,
    EnvironmentSpec,
    LockedEnvironment,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)


def runtime_environment(spec: EnvironmentSpec, project: Path) -> dict[str, Any]:
    """The keys `pip` or `conda` for what a project asks for; none for one that asks for nothing.

    The cluster's Python is used, whatever version a project names: Ray cannot change it but through conda.
    """
    match spec:
        case PythonEnvironment():
            lines = _expanded([*spec.build_dependencies, *spec.dependencies], project / spec.directory, project)
        case RequirementsEnvironment():
            lines = _expanded([f"-r {spec.file}"], project, project)
        case ScriptEnvironment():
            lines = list(spec.dependencies)
        case CondaEnvironment():
            return {"conda": yaml.safe_load(_text(project / spec.file, project))}
        case DockerEnvironment():
            return {"image_uri": spec.image}
        case LockedEnvironment():
            raise InvalidValue(
                "A Ray cluster cannot install from a pyproject.toml of a project. Say in the configuration key runtime_env what it should"
                ' install, for instance {"pip": [...]}, or {} if it has everything.'
            )
    return {"pip": lines} if lines else {}


def _expanded(lines: list[str], folder: Path, project: Path, depth: int = 0) -> list[str]:
    """Lines of pip's, with the files that they name (`-r`) read: the cluster does not have them when it installs."""
    found = []
    for line in lines:
        bare = line.split(" #")[0].strip()
        for option in ("-r ", "--requirement ", "-r", "--requirement="):
            if bare.startswith(option):
                file = folder / bare.removeprefix(option).strip()
                if depth > 10:
                    raise InvalidValue(f"Requirements files include each other more than ten deep, at {shown(str(file))}.")
                found += _expanded(_text(file, project).splitlines(), file.parent, project, depth + 1)
                break
        else:
            if bare and not bare.startswith("#"):
                found.append(bare)
    return found


def _text(file: Path, project: Path) -> str:
    if not file.resolve().is_relative_to(project.resolve()):
        raise InvalidValue(f"{shown(str(file))} lies outside of the project. Put it inside.")
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidValue(f"{shown(str(file))}, which the project's environment names, cannot be read: {error.strerror}.") from None

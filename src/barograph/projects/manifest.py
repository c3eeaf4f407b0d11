"""Reading a project: its MLproject file, and the files that say which environment it runs in.

What MLflow reads means the same here. Beyond it, a script's own header, a pyproject.toml with its uv.lock, and a requirements.txt are
environments, too, if none of MLflow's files says another.
"""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

from barograph.errors import InvalidValue, shown
from barograph.projects.python_env import read_conda_env, read_python_env
from barograph.projects.script_header import read_script_header
from barograph.projects.spec import (
    DockerEnvironment,
    EntryPoint,
    EnvironmentSpec,
    LockedEnvironment,
    Parameter,
    Project,
    PythonEnvironment,
    RequirementsEnvironment,
)
from barograph.projects.yaml_file import mapping, read_mapping, text, texts

MANIFEST = "MLproject"
_ENVIRONMENTS = ("python_env", "conda_env", "docker_env")


def read_project(directory: Path, entry_point: str = "main") -> Project:
    """The project in a directory. Unknown keys are passed over, and so is a file that is not there.

    `entry_point` is what is to be run: a script that is no declared entry point may say itself what it needs. Raises `InvalidValue` naming
    file, key and value.
    """
    file = manifest_file(directory)
    found = read_mapping(directory / file, file) if file else {}
    label = file or MANIFEST
    name = found.get("name")
    entry_points = {
        key: _entry_point(key, value, label) for key, value in mapping(found.get("entry_points"), f"entry_points in {label}").items()
    }
    script = entry_point if entry_point not in entry_points else None
    return Project(
        name=None if name is None else text(name if isinstance(name, str) else str(name), f"name in {label}"),
        entry_points=entry_points,
        environment=_environment(directory, found, label, script),
    )


def manifest_file(directory: Path) -> str | None:
    """The name of the MLproject file in a directory, in whatever case it is written."""
    names = sorted(path.name for path in directory.iterdir() if path.name.lower() == MANIFEST.lower() and path.is_file())
    return MANIFEST if MANIFEST in names else next(iter(names), None)


def _entry_point(name: str, value: object, label: str) -> EntryPoint:
    where = f"entry_points.{name}"
    found = mapping(value, f"{where} in {label}")
    parameters = mapping(found.get("parameters"), f"{where}.parameters in {label}")
    return EntryPoint(
        name=name,
        command=text(found.get("command"), f"{where}.command in {label}"),
        parameters={key: _parameter(spec, f"{where}.parameters.{key} in {label}") for key, spec in parameters.items()},
    )


def _parameter(spec: object, where: str) -> Parameter:
    if spec is None or isinstance(spec, str):
        return Parameter(type=spec or "string")
    found = mapping(spec, where)
    default = found.get("default")
    return Parameter(type=str(found.get("type") or "string"), default=None if default is None else _default(default, where))


def _default(value: object, where: str) -> str:
    items = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    if any(isinstance(item, dict | list) for item in items):
        raise InvalidValue(f"The default of {where} is a structure of several levels. Give a text, or a flat list.")
    return str(value)


def _environment(directory: Path, found: dict[str, Any], label: str, script: str | None) -> EnvironmentSpec:
    named = [key for key in _ENVIRONMENTS if found.get(key)]
    if len(named) > 1:
        raise InvalidValue(f"{label} has both {named[0]} and {named[1]}. Keep one of them.")
    if found.get("docker_env"):
        return _docker(found, label)
    if named:
        file = _file_inside(directory, found[named[0]], f"{named[0]} in {label}")
        return read_python_env(directory, file) if named[0] == "python_env" else read_conda_env(directory, file)
    return _environment_of_files(directory, script)


def _environment_of_files(directory: Path, script: str | None) -> EnvironmentSpec:
    if (directory / "python_env.yaml").is_file():
        return read_python_env(directory, "python_env.yaml")
    if (directory / "conda.yaml").is_file():
        return read_conda_env(directory, "conda.yaml")
    if script and script.endswith(".py") and (header := read_script_header(directory, script)):
        return header
    if _is_package(directory):
        return LockedEnvironment(has_lock=(directory / "uv.lock").is_file())
    if (directory / "requirements.txt").is_file():
        return RequirementsEnvironment()
    return PythonEnvironment()


def _is_package(directory: Path) -> bool:
    """Whether there is a pyproject.toml that says what to install; many hold nothing but settings of tools."""
    file = directory / "pyproject.toml"
    if not file.is_file():
        return False
    try:
        return "project" in tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidValue(f"pyproject.toml is not TOML: {error}.") from None


def _file_inside(directory: Path, value: object, where: str) -> str:
    """A path relative to the project, which must be there and not lead out of it."""
    given = text(value, where)
    path = PurePosixPath(given)
    if path.is_absolute() or ".." in path.parts or not (directory / path).resolve().is_relative_to(directory.resolve()):
        raise InvalidValue(f"{where} is {shown(given)}. Give the path of a file in the project, relative to its root.")
    if not (directory / path).is_file():
        raise InvalidValue(f"{where} is {shown(given)}, but the project has no such file.")
    return path.as_posix()


def _docker(found: dict[str, Any], label: str) -> DockerEnvironment:
    if not found.get("name"):
        raise InvalidValue(f"{label} has a docker_env but no name. Give the project a name; images of it are called so.")
    docker = mapping(found["docker_env"], f"docker_env in {label}")
    where = f"docker_env.environment in {label}"
    variables = docker.get("environment")
    if not isinstance(variables, list | None):
        raise InvalidValue(f"{where} is {shown(variables)}. Give a list of names and of [name, value].")
    return DockerEnvironment(
        image=text(docker.get("image"), f"docker_env.image in {label}"),
        volumes=texts(docker.get("volumes"), f"docker_env.volumes in {label}"),
        environment=tuple(_variable(item, where) for item in variables or ()),
    )


def _variable(item: object, where: str) -> tuple[str, str | None]:
    if isinstance(item, str) and item:
        return item, None
    if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and item[0] and not isinstance(item[1], dict | list | None):
        return item[0], str(item[1])
    raise InvalidValue(f"{where} holds {shown(item)}. Give a name, or [name, value].")

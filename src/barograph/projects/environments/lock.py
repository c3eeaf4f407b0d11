"""From the lock that was recorded back to what a project asks for, so that the same is installed again."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.requirement_lines import logical_lines
from barograph.projects.spec import CondaEnvironment, EnvironmentSpec, LockedEnvironment, PythonEnvironment, ScriptEnvironment

_PYTHON = "# Python "
_CONDA = "barograph-conda-lock.yaml"


def locked_spec(spec: EnvironmentSpec, lock: str, lock_name: str, project: Path) -> EnvironmentSpec:
    """What asks for exactly what a lock says, where `spec` was what the project asked for.

    A lock that a manager reads as a file is written into `project`, which must be a copy that may be written to. Raises `InvalidValue` for
    a lock that only its own machine can meet, and for one that is of another kind than the project.
    """
    if lock_name == "requirements.txt":
        return _packages(lock)
    if lock_name == "conda.yaml":
        _write(project / _CONDA, lock)
        return CondaEnvironment(file=_CONDA)
    if lock_name == "uv.lock" and isinstance(spec, LockedEnvironment):
        _write(project / lock_name, lock)
        return LockedEnvironment(has_lock=True)
    if isinstance(spec, ScriptEnvironment) and lock_name == f"{PurePosixPath(spec.script).name}.lock":
        file = (project / spec.script).with_name(lock_name).resolve()
        if file.is_relative_to(project.resolve()):
            _write(file, lock)
            return spec
    raise InvalidValue(
        f"The lock {shown(lock_name)} does not fit a project that asks for a {type(spec).__name__}. Is it another version of it?"
    )


def _packages(lock: str) -> PythonEnvironment:
    lines = lock.splitlines()
    python = lines[0].removeprefix(_PYTHON).strip() if lines and lines[0].startswith(_PYTHON) else None
    packages = tuple(logical_lines(lines))
    here_alone = [line for line in packages if line.startswith("-e ") or " @ file:" in line]
    missing = [line for line in here_alone if not Path(line.partition("file://")[2].partition("#")[0]).exists()]
    if missing:
        raise InvalidValue(f"The lock has packages from folders that are not on this machine: {', '.join(missing)}. Put them there.")
    return PythonEnvironment(python=python, dependencies=packages)


def _write(file: Path, lock: str) -> None:
    file.write_bytes(lock.encode())  # byte for byte, also where a text file would have other ends of lines

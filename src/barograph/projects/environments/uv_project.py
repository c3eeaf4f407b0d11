"""A project with a pyproject.toml, whose uv.lock is kept to byte for byte."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.interpreter import find_interpreter, running
from barograph.projects.environments.key import key_of
from barograph.projects.environments.pip_settings import for_uv
from barograph.projects.environments.python_version import read_request
from barograph.projects.environments.tool import run_tool
from barograph.projects.spec import LockedEnvironment

_DESCRIPTION, _LOCK = "pyproject.toml", "uv.lock"
_PYTHON = ".python-version"
_READ_TOO = (_PYTHON, "uv.toml")
_NOT_LINKED = frozenset({_DESCRIPTION, _LOCK, ".venv"})


class ProjectFiles(msgspec.Struct, frozen=True, kw_only=True):
    """`is_installed` if the project is a package itself; `lock` is the text of its lock file; `python` says which versions it accepts."""

    folder: Path
    lock: str | None
    python: str
    is_installed: bool
    has_neighbours: bool


def prepare(spec: LockedEnvironment, project: Path, find_uv: Callable[[], str], say: Say) -> Activation:
    """Make or find the environment of a project.

    A project that is a package is installed as editable, so its environment is for this folder alone. Without a lock file the versions are
    chosen once, for this content of the pyproject.toml; the project's folder is not written to.
    """
    files = read_files(project)
    if spec.has_lock and files.lock is None:
        raise InvalidValue(f"There is no {_LOCK} in {shown(str(project))}. Run `uv lock` there.")
    if files.lock is None and files.has_neighbours:
        raise InvalidValue(f"{_DESCRIPTION} in {shown(str(project))} names folders as packages and has no {_LOCK}. Run `uv lock` there.")
    place = project.resolve() if files.is_installed or files.has_neighbours else None
    texts = [_text(project / name) for name in (_DESCRIPTION, *_READ_TOO)]
    key = key_of("uv", spec, [*texts, files.lock, repr(running()), None if place is None else str(place)])
    return found_or_made(key, lambda directory: _make(directory, files, find_uv(), say), say, project=place)


def read_files(project: Path) -> ProjectFiles:
    """Read the pyproject.toml and the lock, which may be that of a workspace around it. Raises `InvalidValue` for one without a project."""
    text = _text(project / _DESCRIPTION)
    try:
        description = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as problem:
        raise InvalidValue(f"{_DESCRIPTION} in {shown(str(project))} is no TOML: {problem}.") from problem
    about = _table(description.get("project"))
    if not about:
        raise InvalidValue(f"{_DESCRIPTION} in {shown(str(project))} has no [project] table, so it describes no environment. Add one.")
    uv = _table(_table(description.get("tool")).get("uv"))
    sources = [one for entry in _table(uv.get("sources")).values() for one in (entry if isinstance(entry, list) else [entry])]
    neighbours = "workspace" in uv or any({"path", "workspace"} & _table(one).keys() for one in sources)
    workspace = _workspace(project)
    return ProjectFiles(
        folder=project,
        lock=_text((workspace or project) / _LOCK),
        python=(_text(project / _PYTHON) or "").strip() or str(about.get("requires-python") or ""),
        is_installed=bool(uv.get("package", "build-system" in description)),
        has_neighbours=neighbours or workspace is not None,
    )


def _workspace(project: Path) -> Path | None:
    """The folder above that has a lock and says it is a workspace, if the project has no lock of its own."""
    if (project / _LOCK).exists():
        return None
    for folder in project.resolve().parents:
        text = _text(folder / _DESCRIPTION)
        if text is not None and (folder / _LOCK).exists():
            return folder if "[tool.uv.workspace]" in text else None
    return None


def _make(directory: Path, files: ProjectFiles, uv: str, say: Say) -> Activation:
    variables = {**for_uv(), "UV_PROJECT_ENVIRONMENT": str(directory)}
    python = _python(files.python)
    sync = [uv, "sync", "--frozen", *python]
    if files.lock is not None:
        say("Making the environment of uv.lock.")
        run_tool([*sync, f"--project={files.folder}"], directory=files.folder, say=say, variables=variables)
        return activated(directory, lock=files.lock, lock_name=_LOCK)
    say("There is no uv.lock, so versions are chosen now and recorded.")
    with tempfile.TemporaryDirectory() as folder:
        copy = _linked_copy(files.folder, Path(folder) / files.folder.name)
        run_tool([uv, "lock", *python, f"--project={copy}"], directory=copy, say=say, variables=variables)
        run_tool([*sync, "--no-install-project", f"--project={copy}"], directory=copy, say=say, variables=variables)
        lock = _text(copy / _LOCK)
    if files.is_installed:
        command = [uv, "pip", "install", f"--python={python_of(directory)}", "--no-deps", f"--editable={files.folder}"]
        run_tool(command, directory=files.folder, say=say, variables=variables)
    return activated(directory, lock=lock, lock_name=_LOCK)


def _python(asked: str) -> list[str]:
    """A Python that is here, for uv does not see that of every process; none if uv is to find one."""
    try:
        found = find_interpreter(read_request(asked))
    except InvalidValue:
        return []  # uv knows more ways to name a Python
    return [f"--python={found}"] if found else []


def _linked_copy(project: Path, copy: Path) -> Path:
    """The project as links, with a pyproject.toml of its own, beside which a lock file may be written."""
    copy.mkdir()
    for entry in project.resolve().iterdir():
        if entry.name not in _NOT_LINKED:
            (copy / entry.name).symlink_to(entry)
    shutil.copyfile(project / _DESCRIPTION, copy / _DESCRIPTION)
    return copy


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidValue(f"{shown(str(file))} cannot be read: {problem}.") from problem

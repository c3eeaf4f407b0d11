"""The environment of a run, from its lock."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from barograph.errors import BarographError
from barograph.projects.environments.table import LOCAL, manager, manager_names
from barograph.projects.record.recorded import Environment
from barograph.projects.reproduction.plan import Notes
from barograph.projects.sources.checkout import Checkout
from barograph.projects.spec import CondaEnvironment, EnvironmentSpec, LockedEnvironment, PythonEnvironment
from barograph.settings import ENV_PATH

_PINNED = re.compile(r"(?P<name>[A-Za-z0-9][\w.\-]*)==(?P<version>\S+)")
_AS_IT_IS = (LOCAL, "existing")
_NAMED = 12


class Chosen(msgspec.Struct, frozen=True):
    """The manager that makes the environment, what it makes instead of what the project asks for, and words for people."""

    manager: str | None
    spec: EnvironmentSpec | None
    words: str


def environment_for(
    asked: str | None, recorded: Environment | None, lock: Path | None, checkout: Checkout, notes: Notes, *, activates: bool
) -> Chosen:
    """Choose how the environment is made: by the manager asked for, else the one that made the original's.

    Backends that do not activate an environment of this machine make theirs where the command runs.
    """
    if not activates and (recorded is None or recorded.kind != "DockerEnvironment"):
        notes.differences.append("packages: the backend chooses them from the project's files. Versions may differ.")
        return Chosen(asked, None, "as the project's files say, made by the backend")
    if recorded is None:
        notes.differences.append("packages: none were recorded. Versions may differ.")
        return Chosen(asked, None, "as the project's files say")
    if recorded.kind == "DockerEnvironment":
        notes.differences.append("packages: they are those of the image, which may have been built anew.")
        return Chosen(asked, None, f"image {recorded.asked.get('image', '')}")
    name = asked or recorded.manager
    if name is None:
        notes.differences.append("packages: none were recorded by the backend that ran it. Versions may differ.")
        return Chosen(None, None, "as the project's files say")
    if name not in manager_names():
        notes.needed.append(
            f"the environment manager {name}, which this Barograph does not have. Choose one of {', '.join(manager_names())}."
        )
        return Chosen(None, None, name)
    if recorded.lock is not None and lock is None:
        notes.missing.append(f"the lock: {recorded.lock.name} is not among the run's files, or not as it was recorded.")
    if name in _AS_IT_IS:
        return _as_it_is(name, recorded, lock, checkout, notes)
    if lock is None:
        if recorded.lock is None:
            notes.differences.append("packages: no lock was recorded. Versions are chosen anew from the project's files, and may differ.")
        return Chosen(name, None, f"as the project's files say, by {name}")
    spec = _of_lock(lock, recorded, checkout, notes)
    if not manager(name).supports(spec):
        notes.needed.append(f"an environment manager that can make an environment from {lock.name}: {name} cannot. Give another.")
    return Chosen(name, spec, f"from the recorded {lock.name}, by {name}")


def _as_it_is(name: str, recorded: Environment, lock: Path | None, checkout: Checkout, notes: Notes) -> Chosen:
    if name != LOCAL and not ENV_PATH.get():
        notes.needed.append(f"the environment that was used as it was: name one in {ENV_PATH.name}, or give --env-manager uv to make it.")
        return Chosen(name, None, name)
    try:
        here = manager(name).prepare(PythonEnvironment(), checkout.directory, _nobody).lock
    except BarographError as error:
        notes.needed.append(f"the environment: {error.message}")
        here = None
    if lock is None and recorded.lock is None:
        notes.differences.append("packages: none were recorded of the environment that the run used. Versions may differ.")
    elif lock is not None and here is not None:
        notes.differences += _lock_differences(lock.read_text(encoding="utf-8"), here)
    return Chosen(name, None, "the one that is here, as it is" if name == LOCAL else f"the one in {ENV_PATH.get()}, as it is")


def _of_lock(lock: Path, recorded: Environment, checkout: Checkout, notes: Notes) -> EnvironmentSpec:
    text = lock.read_text(encoding="utf-8")
    if lock.name == "uv.lock":
        _put_lock(text, checkout)
        return LockedEnvironment(has_lock=True)
    if lock.name == "conda.yaml":
        file = _hidden(checkout) / "barograph-conda.yaml"
        file.write_text(text, encoding="utf-8")
        return CondaEnvironment(file=str(file))
    return PythonEnvironment(python=recorded.python, dependencies=tuple(_lines(text, notes)))


def _put_lock(text: str, checkout: Checkout) -> None:
    """Put the lock where uv looks for it. If it is no part of the code, git is told to pass over it."""
    file = checkout.directory / "uv.lock"
    root = checkout.temporary or checkout.directory
    above = [folder / "uv.lock" for folder in (checkout.directory, *checkout.directory.parents) if folder.is_relative_to(root)]
    held = next((one for one in above if one.is_file()), None)
    if held is not None and held.read_text(encoding="utf-8") == text:
        return
    exclude = root / ".git" / "info" / "exclude"
    if not file.exists() and exclude.parent.is_dir():
        with exclude.open("a", encoding="utf-8") as written:
            written.write(f"/{file.relative_to(root).as_posix()}\n")
    file.write_text(text, encoding="utf-8")


def _hidden(checkout: Checkout) -> Path:
    root = checkout.temporary or checkout.directory
    return root / ".git" if (root / ".git").is_dir() else root


def _lines(text: str, notes: Notes) -> list[str]:
    """The requirements of a lock, without packages from folders that are not here."""
    found = []
    for line in (line.partition(" #")[0].strip() for line in text.splitlines() if not line.startswith("#")):
        folder = _folder(line)
        if folder is not None and not folder.exists():
            notes.missing.append(f"a package that was installed from the folder {folder}, which is not here.")
        elif line:
            found.append(line)
    return found


def _folder(line: str) -> Path | None:
    _, found, url = line.partition("file://")
    return Path(unquote(urlsplit("file://" + url).path)) if found else None


def _lock_differences(recorded: str, here: str) -> list[str]:
    then, now = _pins(recorded), _pins(here)
    changed = [
        f"{name} {then.get(name, 'not installed')} → {now.get(name, 'not installed')}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]
    told = [f"Python: {_python(recorded)} → {_python(here)}."] if _python(recorded) != _python(here) else []
    if changed:
        more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
        told.append(
            f"packages: {', '.join(changed[:_NAMED])}{more}. The run used what was there; give --env-manager uv to install what it had."
        )
    return told


def _pins(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        pinned = _PINNED.search(line) if line.startswith("-e ") else _PINNED.match(line)
        if pinned:
            found[pinned["name"]] = pinned["version"]
        elif line and not line.startswith("#"):
            found[line.partition(" ")[0]] = line.partition(" @ ")[2] or line
    return found


def _python(text: str) -> str:
    first = text.partition("\n")[0]
    return first.removeprefix("# Python ").strip() if first.startswith("# Python ") else "unknown"


def _nobody(_line: str) -> None:
    """Nobody waits."""

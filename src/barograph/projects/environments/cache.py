"""Environments that were made before, found by a digest of all that they are made of.

    <environments directory>/<key>/lock            held while one is made
                                  /current         name of the whole one, replaced in one step
                                  /<name>/         an environment; it is whole if it has its record

An environment is made where it stays, since its scripts name their own place, in a folder of its own, so that no other process and nothing
that was interrupted can be in it. It is found once its record is written and `current` names it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec

from barograph.errors import Unavailable
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.file_lock import locked
from barograph.projects.environments.freeze import conda_packages, frozen
from barograph.settings import ENV_ROOT, environments_directory

RECORD = "barograph-environment.json"
"""Is in every whole environment; its time of change is when somebody used it last."""
_KEPT_S = 7 * 86_400
"""How long an environment stays that was replaced by another: a run may still use it."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a whole environment. `packages` is what was installed then; `project` is the only folder that it is for."""

    activation: Activation
    packages: str
    project: str | None = None


def found_or_made(key: str, make: Callable[[Path], Activation], say: Say, *, project: Path | None = None) -> Activation:
    """The environment of this key; `make` makes it in the folder that it is given, which is not there yet.

    Of two callers at once one makes it, and the other waits. `project` is the only folder that it is for, if there is one: once that is
    gone the environment is taken away.
    """
    home = environments_directory() / key
    known = _current(home, say)
    if known is None:
        _make_folder(home)
        with locked(home / "lock", lambda: say(f"Waiting for another process that makes the environment {home}.")):
            known = _current(home, lambda _: None) or _make(home, make, say, project)
    else:
        _note_use(known)
        say(f"Using the environment {known.activation.paths[0].parent}, which was made before.")
    return known.activation


def _note_use(made: Made) -> None:
    with suppress(OSError):  # somebody else's environment can be used, but not marked
        os.utime(made.activation.paths[0].parent / RECORD)


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Unavailable(
            f"Environments cannot be kept in {home.parent} ({problem.strerror}). Name another folder in {ENV_ROOT.name}."
        ) from problem


def _make(home: Path, make: Callable[[Path], Activation], say: Say, project: Path | None) -> Made:
    _forget_what_is_over(home)
    directory = home / token_hex(4)
    started = time.monotonic()
    try:
        activation = make(directory)
        made = Made(activation=activation, packages=_packages(directory), project=str(project) if project else None)
        _write(directory / RECORD, msgspec.json.encode(made, enc_hook=str))
        _write(home / "current", directory.name.encode())
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    say(f"The environment is ready after {time.monotonic() - started:.1f} s: {directory}")
    return made


def _current(home: Path, say: Say) -> Made | None:
    """The whole environment, unless it was taken away in part or changed since."""
    try:
        directory = home / (home / "current").read_text(encoding="utf-8")
        made = msgspec.json.decode((directory / RECORD).read_bytes(), type=Made, dec_hook=_decoded)
    except (OSError, ValueError):
        return None
    if not all(path.is_dir() for path in made.activation.paths) or not _has_python(directory):
        return None
    if _packages(directory) != made.packages:
        say(f"The environment {directory} was changed after it was made, so it is made anew.")
        return None
    return made


def _has_python(directory: Path) -> bool:
    """False once the Python is gone that a virtual environment leads to."""
    return any((directory / name).exists() for name in ("bin/python", "Scripts/python.exe", "python.exe"))


def _packages(directory: Path) -> str:
    return "\n".join([*conda_packages(directory), frozen(directory)])


def _forget_what_is_over(home: Path) -> None:
    """Remove what was interrupted or replaced long ago, and environments of folders that are gone. The lock of `home` is held."""
    current = _text(home / "current")
    for directory in home.iterdir():
        if directory.is_dir() and directory.name != current and not _is_recent(directory / RECORD):
            shutil.rmtree(directory, ignore_errors=True)
    for record in home.parent.glob(f"*/*/{RECORD}"):
        try:
            made = msgspec.json.decode(record.read_bytes(), type=Made, dec_hook=_decoded)
        except (OSError, ValueError):
            continue
        if made.project and not Path(made.project).exists():
            shutil.rmtree(record.parent, ignore_errors=True)


def _is_recent(record: Path) -> bool:
    try:
        return time.time() - record.stat().st_mtime < _KEPT_S
    except OSError:
        return False


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _write(file: Path, content: bytes) -> None:
    """All of it or nothing, also for those who read meanwhile."""
    new = file.with_name(f".{file.name}.{token_hex(4)}")
    new.write_bytes(content)
    new.replace(file)


def _decoded(kind: type, value: Any) -> Any:
    return kind(value) if issubclass(kind, Path) else value

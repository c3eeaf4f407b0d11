"""Which environments are kept, since when nobody used them, and taking them away."""

from __future__ import annotations

import math
import os
import shutil
import time
from pathlib import Path

import msgspec

from barograph.errors import BarographError
from barograph.projects.environments.cache import RECORD
from barograph.projects.environments.file_lock import locked
from barograph.settings import environments_directory

_RECENT_S = 3_600.0
"""A folder without a record is being made, or was left by what was interrupted; after this long it is the latter unless it changes."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One environment: its folder, when it was used last, and the bytes that it takes, files with several names counted once.

    An interrupted one is not whole: nobody can use it.
    """

    directory: Path
    used_ms: int
    size_bytes: int
    is_whole: bool


def kept_environments(before_ms: float = math.inf) -> list[Kept]:
    """The environments of this machine's user that were used last at or before a time, the longest unused first."""
    root = environments_directory()
    found = [_kept(directory, before_ms) for home in _folders(root) for directory in _folders(home)]
    return sorted((one for one in found if one is not None), key=lambda one: one.used_ms)


def prune_environments(older_than_ms: int, *, dry_run: bool = False) -> list[Kept]:
    """Take away the environments that nobody used for so long, and return them; with `dry_run` only return them.

    One that is being made stays; a run that uses one for longer than that loses it. Raises `BarographError` for a folder that cannot be
    removed.
    """
    until = time.time() * 1000 - older_than_ms
    gone = [one for one in kept_environments(until) if one.is_whole or _is_left(one)]
    if not dry_run:
        for one in gone:
            _remove(one.directory)
    return gone


def _remove(directory: Path) -> None:
    home = directory.parent
    with locked(home / "lock", lambda: None):
        (directory / RECORD).unlink(missing_ok=True)  # from now on nobody takes it
        try:
            shutil.rmtree(directory)
        except FileNotFoundError:
            pass
        except OSError as problem:
            raise BarographError(f"The environment {directory} cannot be removed: {problem.strerror}.") from problem


def _is_left(one: Kept) -> bool:
    return time.time() - one.used_ms / 1000 > _RECENT_S


def _kept(directory: Path, before_ms: float) -> Kept | None:
    record = directory / RECORD
    is_whole = record.exists()
    try:
        used_ms = round((record if is_whole else directory).stat().st_mtime * 1000)
    except OSError:
        return None  # somebody else removed it just now
    if used_ms > before_ms:  # before its files are counted, which takes a while
        return None
    return Kept(directory=directory, used_ms=used_ms, size_bytes=_size(directory), is_whole=is_whole)


def _size(directory: Path) -> int:
    """As `du` counts: what would be free without it, unless the package manager's cache has its files under a second name."""
    seen, size = set(), 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                stat = Path(folder, name).lstat()
            except OSError:
                continue
            if (stat.st_dev, stat.st_ino) not in seen:
                seen.add((stat.st_dev, stat.st_ino))
                size += stat.st_size
    return size


def _folders(directory: Path) -> list[Path]:
    try:
        return [entry for entry in directory.iterdir() if entry.is_dir()]
    except OSError:
        return []

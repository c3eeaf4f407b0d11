"""Which SQLite is used: the newer one of Python's own and of pysqlite3, which brings one along.

Before 3.51.3 a commit could be lost when several connections wrote and checkpointed at once (sqlite.org/wal.html#walresetbug), and what
Python's own is depends on the system.
"""

import contextlib
import importlib
import sqlite3
from types import ModuleType
from typing import Any

_SAFE_SERIES = {(3, 44): 6, (3, 50): 7}  # older series that were mended too, and from which release on
_SAFE = (3, 51, 3)


def _newest() -> Any:
    found: list[ModuleType] = [sqlite3]
    with contextlib.suppress(ImportError):  # it has no binary for this platform
        found.append(importlib.import_module("pysqlite3.dbapi2"))
    return max(found, key=lambda module: module.sqlite_version_info)


driver = _newest()
"""A module like `sqlite3`, with error classes of its own. Whatever opens a store's file uses it: two copies of SQLite in one process undo
each other's locks (sqlite.org/howtocorrupt.html)."""


def loses_commits(version: tuple[int, int, int]) -> bool:
    """Whether a release of SQLite may lose commits of connections that write and checkpoint at once."""
    major, minor, patch = version
    mended_from = _SAFE_SERIES.get((major, minor))
    return version < _SAFE and (mended_from is None or patch < mended_from)

"""Engines: how connections to each kind of database are set up."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from barograph.errors import InvalidValue, NotSupported, Unavailable, shown

WRITES = {"barograph_writes": True}
"""Execution options of connections whose transactions write."""

_BUSY_MS = 60_000
_SETUP = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA synchronous = FULL",  # a commit that was answered survives loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA case_sensitive_like = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",
    "PRAGMA secure_delete = FAST",
    "PRAGMA journal_size_limit = 67108864",
)


def open_engine(url: str) -> Engine:
    """An engine for a database URL. SQLite files and their folders are created; the database in memory is refused."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as problem:
        raise InvalidValue(f"Invalid database URL {shown(url)}: {problem}. Use a URL such as sqlite:///barograph.db.") from None
    if backend != "sqlite":
        raise NotSupported(f"Databases of kind {backend!r} are not supported yet. Use sqlite:///FILE.")
    try:
        return _open_sqlite(parsed)
    except NoSuchModuleError as problem:
        raise InvalidValue(f"Invalid database URL {shown(url)}: {problem}. Use a URL such as sqlite:///barograph.db.") from None


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:" or "mode=memory" in str(url):
        raise InvalidValue("A SQLite database in memory cannot be shared by threads. Name a file: sqlite:///barograph.db.")
    path = Path(url.database).expanduser().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InvalidValue(f"Cannot make the folder of database {shown(str(path))}: {problem.strerror}. Name another file.") from None
    engine = create_engine(url.set(database=str(path)), pool_size=8, max_overflow=56, pool_timeout=60)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    _use_wal(engine, path)
    return engine


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    for pragma in _SETUP:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("barograph_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_wal(engine: Engine, path: Path) -> None:
    """Switch the file to write-ahead logging, once in its life. SQLite does not wait for other processes here, so we do."""
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        connection: Any = None
        try:
            connection = engine.raw_connection()
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
            raise InvalidValue(f"SQLite cannot keep a write-ahead log beside {shown(str(path))}. Put the file on a local disk.")
        except (sqlite3.Error, OperationalError) as problem:
            if "locked" in str(problem) and time.monotonic() < deadline:
                time.sleep(0.01)
                continue
            raise Unavailable(
                f"Cannot open database {shown(str(path))}: {problem}. Check that it is a SQLite file you may write."
            ) from None
        finally:
            if connection is not None:
                connection.close()

"""Engines: how connections to each kind of database are set up."""

import random
import re
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from barograph.errors import InvalidValue, NotSupported, Unavailable, shown
from barograph.store.query.pattern import found
from barograph.store.sql.postgresql import DIALECT, DRIVERS, lock_runs, lock_store, open_postgresql
from barograph.store.sql.sqlite_driver import driver as sqlite

WRITES = {"barograph_writes": True}
"""Execution options of connections whose transactions write."""

_USABLE = "Use a URL such as sqlite:///barograph.db or postgresql://USER@HOST/DATABASE."
_BUSY_MS = 60_000
_BUSY_TIMEOUT = f"PRAGMA busy_timeout = {_BUSY_MS}"
_SHORTEST_WAIT_S = 0.000_5
_LONGEST_WAIT_S = 0.008
_SETUP = (
    _BUSY_TIMEOUT,
    "PRAGMA synchronous = FULL",  # a commit that was answered survives loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA case_sensitive_like = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8192",
    "PRAGMA secure_delete = FAST",
    "PRAGMA journal_size_limit = 67108864",
    # A log that soon begins anew is written over, which syncs faster than growing; one that begins anew too soon copies pages to the file
    # that change again. With half of it a metric is logged in 0.95 times the time and a run in 1.08 times; twice of it helps neither.
    "PRAGMA wal_autocheckpoint = 1000",
)


def open_engine(url: str) -> Engine:
    """An engine for a database URL. SQLite files and their folders are created; the database in memory is refused."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise InvalidValue(f"Invalid database URL {shown(redacted(url))}. {_USABLE}") from None
    if parsed.drivername in DRIVERS:
        return open_postgresql(parsed)
    if backend != "sqlite":
        raise NotSupported(f"Databases of kind {parsed.drivername!r} are not supported. {_USABLE}")
    try:
        return _open_sqlite(parsed)
    except NoSuchModuleError as problem:
        raise InvalidValue(f"Invalid database URL {shown(redacted(url))}: {problem}. {_USABLE}") from None


def redacted(url: str) -> str:
    """A database URL without its password."""
    hidden = re.sub(r"(://[^:/?#]*):.*@", r"\1:***@", url)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", hidden)


def for_writing(engine: Engine) -> Engine:
    """The engine for transactions that write; it shares the connections."""
    if engine.dialect.name == DIALECT:
        return engine.execution_options(isolation_level="READ COMMITTED", **WRITES)
    return engine.execution_options(**WRITES)


def is_file(engine: Engine) -> bool:
    """Whether the database is a file that this process itself reads and writes."""
    return engine.dialect.name != DIALECT


def connect_at_once(engine: Engine) -> Connection:
    """A connection to a file whose transactions write at once or raise `Taken`. It is to be invalidated when it is done with."""
    connection = engine.connect().execution_options(**WRITES, barograph_waits=False)
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA busy_timeout = 0")
    return connection


class Taken(Exception):
    """Another connection is writing, and this one does not wait."""


def begun(engine: Engine, run_ids: Collection[str] | None = None) -> tuple[Connection, str | None]:
    """A connection of an engine for writing whose transaction has begun, and its id where the database gives one.

    `run_ids` promises that nothing else than these runs is changed; None promises nothing.
    """
    connection = engine.connect()
    try:
        connection.begin()
        if engine.dialect.name == DIALECT:
            return connection, lock_store(connection) if run_ids is None else lock_runs(connection, run_ids)
    except BaseException:
        connection.close()
        raise
    return connection, None


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:" or "mode=memory" in str(url):
        raise InvalidValue("A SQLite database in memory cannot be shared by threads. Name a file: sqlite:///barograph.db.")
    path = Path(url.database).expanduser().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InvalidValue(f"Cannot make the folder of database {shown(str(path))}: {problem.strerror}. Name another file.") from None
    engine = create_engine(url.set(database=str(path)), module=sqlite, pool_size=8, max_overflow=56, pool_timeout=60)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    _use_wal(engine, path)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    for pragma in _SETUP:
        connection.execute(pragma)
    connection.create_function("regexp", 2, found, deterministic=True)  # what REGEXP calls


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("barograph_writes", False):
        if connection.get_execution_options().get("barograph_waits", True):
            _begin_write(connection)
        elif not _took_lock(connection.connection.dbapi_connection):
            raise Taken
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_write(connection: Connection) -> None:
    """Take the write lock.

    SQLite itself would wait in sleeps of up to 0.1 s, in which processes that write at once spend most of their time.
    """
    driver: Any = connection.connection.dbapi_connection
    deadline = time.monotonic() + _BUSY_MS / 1000
    wait = _SHORTEST_WAIT_S
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _took_lock(driver):
            if time.monotonic() > deadline:
                raise Unavailable("Other processes kept the database locked for a minute. Try again, or write from fewer processes.")
            time.sleep(wait * (0.5 + random.random()))  # noqa: S311  # spreads processes out; no secret
            wait = min(wait * 1.5, _LONGEST_WAIT_S)
    finally:
        driver.execute(_BUSY_TIMEOUT)


def _took_lock(driver: Any) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError as problem:
        if "locked" in str(problem):
            return False
        raise Unavailable(f"The database cannot be written: {problem}.") from None
    return True


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
        except (sqlite.Error, OperationalError) as problem:
            if "locked" in str(problem) and time.monotonic() < deadline:
                time.sleep(0.01)
                continue
            raise Unavailable(
                f"Cannot open database {shown(str(path))}: {problem}. Check that it is a SQLite file you may write."
            ) from None
        finally:
            if connection is not None:
                connection.close()

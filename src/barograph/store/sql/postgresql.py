"""PostgreSQL: its connections, and the locks by which processes that write to one database take turns.

Every transaction that writes begins with one lock on the whole store: shared, if its jobs change nothing but runs that they name;
exclusive otherwise. Under the shared one it then locks the rows of those runs, in the order of their ids. Series, chunks, params and tags
of a run are written, and chunks merged, by whoever holds the run's row. So no two transactions wait for each other in a circle, whatever
their jobs do.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, select, text
from sqlalchemy.engine import URL

from barograph.errors import NotSupported
from barograph.store.sql import schema

DIALECT = "postgresql"
DRIVERS = ("postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2")
"""What URLs may begin with; all mean psycopg 3."""

_STORE_KEY = 0x6261_726F_6772_6170  # any number that other software in the same database is unlikely to lock
_CONNECT_TIMEOUT_S = 10
_SETUP = ("SET lock_timeout = '60s'", "SET jit = off", "SET client_min_messages = warning")
_PAYLOAD = "chunk.payload"  # as SQLAlchemy writes the column in a SELECT
_EXCLUSIVELY = text("SELECT pg_current_xact_id()::text, pg_advisory_xact_lock(:key)::text")
_SHARED = text("SELECT pg_current_xact_id()::text, pg_advisory_xact_lock_shared(:key)::text")
_run = schema.run.c
_RUNS = (
    select(_run.id)
    .where(_run.uuid.in_(bindparam("uuids", expanding=True)))
    .order_by(_run.id)
    .with_for_update(key_share=True)  # excludes other writers of the run, not rows that refer to it
)
_OUTCOME = text("SELECT pg_xact_status(CAST(:transaction AS xid8))")


def open_postgresql(url: URL) -> Engine:
    """An engine whose reads see one state from first to last. Connections that were lost are replaced."""
    try:
        import psycopg  # noqa: F401  # only to tell that it is there
    except ModuleNotFoundError:
        raise NotSupported("PostgreSQL needs psycopg. Install it with: pip install 'barograph[postgres]'") from None
    arguments: dict[str, Any] = {"client_encoding": "utf8", "application_name": "barograph"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = _CONNECT_TIMEOUT_S
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=8,
        max_overflow=24,
        pool_timeout=60,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
        connect_args=arguments,
    )
    event.listen(engine, "connect", _set_up)
    return engine


def lock_store(connection: Connection) -> str:
    """Wait until no other transaction writes, and keep others from it until this one ends. Returns the transaction's id."""
    return str(connection.execute(_EXCLUSIVELY, {"key": _STORE_KEY}).scalar_one())


def lock_runs(connection: Connection, run_ids: Collection[str]) -> str:
    """Wait until no other transaction writes to these runs, and keep others from it until this one ends. Returns the transaction's id."""
    transaction = str(connection.execute(_SHARED, {"key": _STORE_KEY}).scalar_one())
    if run_ids:
        connection.execute(_RUNS, {"uuids": list(run_ids)}).all()
    return transaction


def was_committed(connection: Connection, transaction: str) -> bool | None:
    """Whether a transaction that this connection knows the id of was committed; None if it still runs."""
    state = connection.execute(_OUTCOME, {"transaction": transaction}).scalar()
    return None if state == "in progress" else state == "committed"


def _set_up(connection: Any, _record: Any) -> None:
    connection.cursor_factory, connection.server_cursor_factory = _cursors()
    before = connection.autocommit
    connection.autocommit = True
    for setting in _SETUP:
        connection.execute(setting)
    connection.autocommit = before


@cache
def _cursors() -> tuple[type, type]:
    """Cursors that fetch the payloads of chunks as they are; as hexadecimal text, they take three times as long."""
    from psycopg import Cursor, ServerCursor

    class PayloadCursor(Cursor[Any]):
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
            return super().execute(query, *arguments, **{"binary": (isinstance(query, str) and _PAYLOAD in query) or None, **options})

    class PayloadServerCursor(ServerCursor[Any]):
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
            return super().execute(query, *arguments, **{"binary": (isinstance(query, str) and _PAYLOAD in query) or None, **options})

    return PayloadCursor, PayloadServerCursor

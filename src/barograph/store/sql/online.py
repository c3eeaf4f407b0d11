"""Changes to a database beside running writers: statements that must stand alone, indexes, rewrites in batches."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Index
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex

from barograph.store.sql.driver_errors import translated
from barograph.store.sql.engine import begun, for_writing
from barograph.store.sql.migrate import Report
from barograph.store.sql.postgresql import DIALECT


@contextmanager
def driver_errors(engine: Engine) -> Iterator[None]:
    """Turn what the bare driver raises into domain errors, as far as they mean one."""
    try:
        yield
    except Exception as error:
        dbapi: Any = engine.dialect.dbapi
        known = DBAPIError.instance(None, None, error, dbapi.Error) if isinstance(error, dbapi.Error) else error
        raise translated(known) or error from error


@contextmanager
def outside_transactions(engine: Engine) -> Iterator[Callable[[str], Sequence[tuple[Any, ...]]]]:
    """A function that runs a statement by itself, which VACUUM and its like need, and returns its rows."""
    with driver_errors(engine):
        connection = engine.raw_connection()
        driver: Any = connection.dbapi_connection
        try:
            if engine.dialect.name == DIALECT:
                driver.rollback()
                driver.autocommit = True

            def run(statement: str) -> Sequence[tuple[Any, ...]]:
                cursor = driver.execute(statement)
                rows: Sequence[tuple[Any, ...]] = cursor.fetchall() if cursor.description else ()
                cursor.close()
                return rows

            yield run
        finally:
            connection.invalidate()  # its settings are its own


def make_index(engine: Engine, index: Index) -> None:
    """Make an index unless it is there. PostgreSQL builds it beside running writes, and a build that broke off is begun again."""
    statement = str(CreateIndex(index).compile(dialect=engine.dialect))
    if engine.dialect.name != DIALECT:
        with begun(for_writing(engine))[0] as connection:
            connection.exec_driver_sql(statement.replace("INDEX", "INDEX IF NOT EXISTS", 1))
            connection.commit()
        return
    with outside_transactions(engine) as run:
        there = f"SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('{index.name}') AND indisvalid"  # noqa: S608  # a name of ours
        if run(there):
            return
        run("SET lock_timeout = 0")  # it waits for transactions that began before, however long they take
        run(f'DROP INDEX CONCURRENTLY IF EXISTS "{index.name}"')
        run(statement.replace("INDEX", "INDEX CONCURRENTLY", 1))


def in_batches(engine: Engine, last: int, rewrite: Callable[[Connection, int, int], None], report: Report, *, size: int = 10_000) -> None:
    """Rewrite rows 0 to `last` by id, in transactions of their own: `rewrite` gets a connection and a range, its end excluded.

    If it breaks off, the next call begins at the first row again: `rewrite` must pass over what is done.
    """
    for first in range(0, last + 1, size):
        with begun(for_writing(engine))[0] as connection:
            rewrite(connection, first, first + size)
            connection.commit()
        report(min(first + size, last + 1), last + 1)

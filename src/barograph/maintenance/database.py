"""Opening a database that is there, as it is: nothing is made and nothing upgraded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from barograph.errors import InvalidValue, NotSupported, shown
from barograph.store.opening import is_server, sqlite_file
from barograph.store.sql.database import Database
from barograph.store.sql.engine import redacted
from barograph.store.sql.migrate import CURRENT_VERSION, version_of

POSTGRESQL = "postgresql"


@contextmanager
def existing(uri: str, *, any_version: bool = False) -> Iterator[Database]:
    """The database of a store, closed when the block ends.

    A server's address, a file that is not there and a database without Barograph's tables raise `InvalidValue`. So does a schema other
    than this release's, unless `any_version`.
    """
    check_is_database(uri)
    database = Database(uri)
    try:
        found = version_of(database.engine)
        if found is None:
            raise InvalidValue(f"The database {shown(redacted(uri))} holds no store. Check --store.")
        if found != CURRENT_VERSION and not any_version:
            raise InvalidValue(
                f"The database has schema version {found}, this release works on {CURRENT_VERSION}. Run `barograph db upgrade` first."
            )
        yield database
    finally:
        database.close()


def check_is_database(uri: str, *, missing: bool = False) -> None:
    """Raise unless the URI names a database that a command can open; with `missing` a SQLite file need not be there."""
    if is_server(uri):
        raise NotSupported(
            f"{shown(redacted(uri))} is a server, and this command works on the database behind it. Run it where the database can be"
            " reached, and name that with --store."
        )
    file = file_of(uri)
    if file is not None and not missing and not file.is_file():
        raise InvalidValue(f"There is no database file {shown(str(file))}. Check --store.")


def file_of(uri: str) -> Path | None:
    """The file of a SQLite store, None for other databases."""
    return sqlite_file(uri) if uri.lower().startswith("sqlite") else None


def is_postgresql(engine: Engine) -> bool:
    """Whether an engine speaks to PostgreSQL rather than to SQLite."""
    return engine.dialect.name == POSTGRESQL

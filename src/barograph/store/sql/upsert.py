"""INSERT ... ON CONFLICT, which SQLAlchemy spells per database."""

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_or_ignore(connection: Connection, table: Table, *key: str) -> Insert:
    """An insert that leaves a row of the same key as it is."""
    return _ignoring(connection.dialect.name, table, key)


def insert_or_replace(connection: Connection, table: Table, key: tuple[str, ...], replaced: tuple[str, ...]) -> Insert:
    """An insert that gives a row of the same key new values in the columns `replaced`."""
    return _replacing(connection.dialect.name, table, key, replaced)


@cache
def _ignoring(dialect: str, table: Table, key: tuple[str, ...]) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=list(key))


@cache
def _replacing(dialect: str, table: Table, key: tuple[str, ...], replaced: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table)
    return insert.on_conflict_do_update(index_elements=list(key), set_={column: insert.excluded[column] for column in replaced})


def _insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # half a tenth of a second that SQLite users need not wait

    return postgresql.insert(table)

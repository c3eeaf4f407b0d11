"""Many rows into a database at once, by the fastest way that each kind of database has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, text

from barograph.store.sql import schema

NUMBERED = ("run", "series")


def check_columns(columns: Mapping[str, Sequence[str]]) -> None:
    """End the program unless these are all the columns that the schema gives the tables: rows made without one would be wrong."""
    for table, names in columns.items():
        known = schema.metadata.tables[table].columns.keys()
        if set(known) != set(names):
            raise SystemExit(f"Table {table} has columns {sorted(known)}, rows are made for {sorted(names)}. Change benchmarks/made_up.py.")


def last_ids(connection: Connection) -> list[int]:
    """The highest row ids of the tables `NUMBERED`, 0 for an empty one."""
    tables = [schema.metadata.tables[name] for name in NUMBERED]
    return [connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() for table in tables]


def insert(connection: Connection, columns: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
    """Insert rows of tables in the order of `columns`."""
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.execute("PRAGMA cache_size = -1000000")
        for table, names in columns.items():
            cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows[table])
        return
    cursor.execute("SELECT set_config('session_replication_role', 'replica', true) WHERE current_setting('is_superuser') = 'on'")
    for table, names in columns.items():
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows[table]:
                copy.write_row(row)
    for table in NUMBERED:  # whose next ids the database gives
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def settle(connection: Connection) -> None:
    """Do at once what the database would do by itself in its first idle minutes. Needs a connection outside a transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        connection.execute(text("VACUUM (ANALYZE)"))

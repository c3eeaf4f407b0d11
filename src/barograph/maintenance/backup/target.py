"""Databases that a backup is read into, each kind with its own way to be all or nothing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, select, table, text
from sqlalchemy.schema import DropTable

from barograph.errors import InvalidValue, Unavailable, shown
from barograph.maintenance.layout import columns_of_tables
from barograph.store.sql import schema
from barograph.store.sql.engine import begun, for_writing, open_engine
from barograph.store.sql.sqlite_driver import driver as sqlite

_HELD = ("run", "logged_model", "registered_model", "dataset")
_OPEN = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'barograph' AND pid <> pg_backend_pid()"
)
_SEQUENCE = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last, :used)")
_SERIAL = text("SELECT pg_get_serial_sequence(:name, 'id')")
_LAST_ID = text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name").bindparams(bindparam("last"), bindparam("name"))


def refuse_unless_free(connection: Connection, *, force: bool) -> list[str]:
    """Our tables that are there. Tables of other software, and without `force` a store that holds something, raise `InvalidValue`."""
    there = columns_of_tables(connection)
    ours = [item.name for item in schema.metadata.sorted_tables if item.name in there]
    if ours and schema.schema_version.name not in there:
        raise InvalidValue(f"The database has tables of other software, named {sorted(ours)}. Restore into a database of Barograph's own.")
    if ours and not force:
        counts = {name: connection.execute(select(func.count()).select_from(table(name))).scalar() or 0 for name in _HELD if name in there}
        counts["experiment"] = (connection.execute(select(func.count()).select_from(table("experiment"))).scalar() or 0) - 1
        held = {name: count for name, count in counts.items() if count > 0}
        if held:
            listed = ", ".join(f"{count} in {name}" for name, count in held.items())
            raise InvalidValue(f"The store is not empty ({listed}). Restore into another one, or lose what is in it with --force.")
    return ours


class SqliteTarget:
    """A SQLite file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._making = file.with_name(f"{file.name}.restoring")

    @contextmanager
    def replacing(self, *, force: bool) -> Iterator[tuple[Engine, Connection]]:
        """A new, empty file and a transaction on it. If the block ends well, the file takes the place of the old one."""
        if self._file.exists():
            with self.opened() as engine, engine.connect() as connection:
                refuse_unless_free(connection, force=force)
            _fold_log(self._file)
        self._remove_unfinished()
        engine = open_engine(_url(self._making))
        try:
            with begun(for_writing(engine))[0] as connection:
                yield engine, connection
                connection.commit()
            engine.dispose()
            _fold_log(self._making)
            if self._file.exists():
                _fold_log(self._file)
            self._making.replace(self._file)
        finally:
            engine.dispose()
            self._remove_unfinished()

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        """An engine on the file."""
        engine = open_engine(_url(self._file))
        try:
            yield engine
        finally:
            engine.dispose()

    def insert(self, connection: Connection, name: str, columns: list[str], rows: list[list[Any]]) -> None:
        """Add rows to a table."""
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {_quoted(name)} ({_listed(columns)}) VALUES ({marks})", [tuple(row) for row in rows])  # noqa: S608  # names of columns, quoted

    def set_last_ids(self, connection: Connection, last_ids: dict[str, int]) -> None:
        """See that no id is given that was given before."""
        for name, last in last_ids.items():
            connection.execute(_LAST_ID, {"name": name, "last": last})

    def _remove_unfinished(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._making.with_name(self._making.name + suffix).unlink(missing_ok=True)


class PostgresqlTarget:
    """A PostgreSQL database."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    @contextmanager
    def replacing(self, *, force: bool) -> Iterator[tuple[Engine, Connection]]:
        """A transaction in which none of our tables are there; committed if the block ends well."""
        with self.opened() as engine, begun(for_writing(engine))[0] as connection:
            others = connection.execute(_OPEN).scalar_one()
            if others:
                raise Unavailable(f"{others} connections of Barograph to the database are open. Stop servers and other processes first.")
            for name in refuse_unless_free(connection, force=force)[::-1]:
                connection.execute(DropTable(schema.metadata.tables[name]))
            yield engine, connection
            connection.commit()

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        """An engine on the database."""
        engine = open_engine(self._uri)
        try:
            yield engine
        finally:
            engine.dispose()

    def insert(self, connection: Connection, name: str, columns: list[str], rows: list[list[Any]]) -> None:
        """Add rows to a table."""
        driver: Any = connection.connection.dbapi_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {_quoted(name)} ({_listed(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def set_last_ids(self, connection: Connection, last_ids: dict[str, int]) -> None:
        """See that no id is given that was given before: rows came with theirs."""
        there = columns_of_tables(connection)  # a backup of an older version is read into the tables of that version
        for item in schema.metadata.sorted_tables:
            if item.name in there and "id" in item.c and connection.execute(_SERIAL, {"name": item.name}).scalar():
                last = max(connection.execute(select(func.max(item.c.id))).scalar() or 0, last_ids.get(item.name, 0))
                connection.execute(_SEQUENCE, {"name": item.name, "last": max(last, 1), "used": last > 0})


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


def _fold_log(file: Path) -> None:
    """Write everything into the file itself; it stays in write-ahead mode only until here. Fails if another process has it open."""
    with closing(sqlite.connect(file, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite.OperationalError:
            mode = "wal"
    if mode != "delete":
        raise Unavailable(f"Another process has {shown(str(file))} open. Stop servers and other processes first.")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))

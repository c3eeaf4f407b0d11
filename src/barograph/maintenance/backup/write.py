"""Writing a backup while the store is in use."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select, table, text
from sqlalchemy import column as sql_column

from barograph.maintenance.backup.blocks import FORMAT, BackupWriter, Header, Rows, Summary
from barograph.maintenance.backup.places import Places
from barograph.maintenance.database import is_postgresql
from barograph.maintenance.layout import columns_of_tables
from barograph.maintenance.progress import Progress
from barograph.store.sql import schema
from barograph.store.sql.database import Database
from barograph.version import __version__

_ROWS_AT_ONCE = 2_000
_BYTES_AT_ONCE = 4 << 20
_LAST_ID = {
    "sqlite": text("SELECT seq FROM sqlite_sequence WHERE name = 'experiment'"),
    "postgresql": text("SELECT last_value FROM pg_sequences WHERE schemaname = current_schema() AND sequencename = 'experiment_id_seq'"),
}


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was written."""

    file: str
    bytes: int
    sha256: str
    schema_version: str
    rows: dict[str, int]
    files: int
    file_bytes: int


def back_up(database: Database, target: Path, places: Places | None = None) -> BackedUp:
    """Write a store, as it is at one moment, to a file, or to a new file in a folder. Nobody is kept waiting.

    With `places`, the artifacts of runs and logged models follow; those written meanwhile may be among them.
    """
    created_ms = time.time_ns() // 1_000_000
    file = target / f"barograph-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(created_ms / 1000))}.backup" if target.is_dir() else target
    rows: Counter[str] = Counter()
    files = file_bytes = 0
    with BackupWriter(file) as writer:
        with database.read() as connection:
            header = _header(connection, created_ms)
            writer.write(header)
            with Progress("Copying rows", header.total_rows) as progress:
                for name, columns in header.tables.items():
                    for part in _parts(connection, name, columns):
                        writer.write(Rows(table=name, rows=part))
                        rows[name] += len(part)
                        progress.advance(len(part))
            owners = _owners(connection) if places is not None else []
        if places is not None:
            with Progress("Copying artifacts", len(owners)) as progress:
                for owner, uri in owners:
                    for piece in places.pieces(owner, uri):
                        writer.write(piece)
                        files, file_bytes = files + piece.is_last, file_bytes + len(piece.data)
                    progress.advance()
        writer.write(Summary(rows={name: rows[name] for name in header.tables}, files=files, file_bytes=file_bytes))
    return BackedUp(
        file=str(file),
        bytes=file.stat().st_size,
        sha256=writer.sha256,
        schema_version=header.schema_version,
        rows=dict(rows),
        files=files,
        file_bytes=file_bytes,
    )


def _header(connection: Connection, created_ms: int) -> Header:
    there = columns_of_tables(connection)
    version = schema.schema_version
    tables = {str(item.name): there[item.name] for item in schema.metadata.sorted_tables if item is not version and item.name in there}
    last = connection.execute(_LAST_ID[connection.dialect.name]).scalar()
    return Header(
        format=FORMAT,
        release=__version__,
        schema_version=connection.execute(select(version.c.version_num)).scalar_one(),
        database="postgresql" if is_postgresql(connection.engine) else "sqlite",
        created_ms=created_ms,
        tables=tables,
        last_ids={"experiment": int(last)} if last else {},
        total_rows=sum(_count(connection, name) for name in tables),
    )


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(select(func.count()).select_from(table(name))).scalar_one())


def _parts(connection: Connection, name: str, columns: list[str]) -> Iterator[list[list[Any]]]:
    """Rows of a table by some thousands, or fewer that are large."""
    statement: Select[*tuple[Any, ...]] = select(*(sql_column(column) for column in columns)).select_from(table(name))
    part: list[list[Any]] = []
    size = 0
    for row in connection.execution_options(yield_per=_ROWS_AT_ONCE if name != schema.chunk.name else 50).execute(statement):
        part.append(list(row))
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(part) == _ROWS_AT_ONCE or size > _BYTES_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _owners(connection: Connection) -> list[tuple[str, str]]:
    runs = connection.execute(select(schema.run.c.uuid, schema.run.c.artifact_uri))
    models = connection.execute(select(schema.logged_model.c.model_id, schema.logged_model.c.artifact_location))
    return [tuple(row) for row in (*runs, *models)]

"""Reading a backup into a database: all of it or nothing.

A SQLite file is made beside its place and put there once it is whole. In PostgreSQL everything happens in one transaction. So a restore
that is ended, by whatever, leaves what was there before.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from barograph.errors import InvalidValue, shown
from barograph.maintenance.backup.blocks import Block, Header, Piece, Rows, Summary, blocks, verify
from barograph.maintenance.backup.places import Places
from barograph.maintenance.backup.target import PostgresqlTarget, SqliteTarget
from barograph.maintenance.database import check_is_database, file_of
from barograph.maintenance.progress import Progress
from barograph.maintenance.vacuum import analyze
from barograph.store.sql import schema
from barograph.store.sql.migrate import CURRENT_VERSION, known_versions, make_indexes, make_tables, upgrade, upgrade_store
from barograph.store.sql.online import driver_errors

_NAMES = frozenset(schema.metadata.tables)


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was read into a store. `schema_version` is that of the store afterwards."""

    file: str
    schema_version: str
    rows: dict[str, int]
    files: int


def restore(uri: str, file: Path, places: Places | None, *, force: bool = False) -> Restored:
    """Read a backup into the store at `uri`, which must be empty unless `force`; then everything in it is lost.

    The file is checked to its last byte before anything is written. Its artifacts go where they were; without `places` they are left out.
    A backup of an older release is upgraded. No other process may have the store open.
    """
    check_is_database(uri, missing=True)
    header = verify(file)
    if header.schema_version not in known_versions():
        raise InvalidValue(
            f"The backup {shown(str(file))} is of schema version {header.schema_version!r}, which this release does not know. Use release"
            f" {header.release} or a newer one."
        )
    unknown = header.tables.keys() - _NAMES
    if unknown:
        raise InvalidValue(f"The backup {shown(str(file))} holds tables that this release does not know: {sorted(unknown)}.")
    sqlite = file_of(uri)
    target = PostgresqlTarget(uri) if sqlite is None else SqliteTarget(sqlite)
    with target.replacing(force=force) as (engine, connection), driver_errors(engine):
        dbapi: Any = engine.dialect.dbapi
        try:
            rows, files = _load(connection, header, file, places, target.insert)
        except (IntegrityError, dbapi.IntegrityError) as problem:
            told = str(getattr(problem, "orig", problem)).partition("\n")[0]
            raise InvalidValue(
                f"The backup {shown(str(file))} contradicts itself: {told}. Run `barograph db check` on the store that it is of."
            ) from None
        target.set_last_ids(connection, header.last_ids)
    with target.opened() as engine:
        upgrade_store(engine)
        analyze(engine)
    return Restored(file=str(file), schema_version=CURRENT_VERSION, rows=rows, files=files)


def _load(
    connection: Connection, header: Header, file: Path, places: Places | None, insert: Callable[[Connection, str, list[str], Any], None]
) -> tuple[dict[str, int], int]:
    is_current = header.schema_version == CURRENT_VERSION
    if is_current:
        make_tables(connection, indexes=False)
    else:
        upgrade(connection, None, header.schema_version)
    rows: Counter[str] = Counter()
    files = 0
    found = blocks(file)
    with ExitStack() as stack:
        progress = stack.enter_context(Progress("Restoring rows", header.total_rows))
        for block in found:
            if isinstance(block, Rows):
                insert(connection, block.table, header.tables[block.table], block.rows)
                rows[block.table] += len(block.rows)
                progress.advance(len(block.rows))
            elif isinstance(block, Piece):
                files += 1
                _put_file(block, found, places)
            elif isinstance(block, Summary):
                _compare(rows, block)
    if is_current:
        make_indexes(connection)
    return dict(rows), files if places is not None else 0


def _put_file(first: Piece, found: Iterator[Block], places: Places | None) -> None:
    def pieces() -> Iterator[Piece]:
        piece = first
        yield piece
        while not piece.is_last:
            piece = _piece(next(found))
            yield piece

    if places is not None:
        places.put(pieces())
    else:
        for _ in pieces():
            pass


def _piece(block: Block) -> Piece:
    if not isinstance(block, Piece):
        raise InvalidValue("The backup holds a file without its end. Use another one.")
    return block


def _compare(rows: Counter[str], summary: Summary) -> None:
    for name, count in summary.rows.items():
        if rows[name] != count:
            raise InvalidValue(f"The backup says that table {name} has {count} rows, and holds {rows[name]}. Use another one.")

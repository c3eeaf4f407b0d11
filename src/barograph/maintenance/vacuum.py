"""Gives space that is not used back to the disk, and lets the database take stock of what it holds."""

import msgspec
from sqlalchemy import Engine

from barograph.maintenance.database import is_postgresql
from barograph.maintenance.sizes import size_of
from barograph.store.sql import schema
from barograph.store.sql.online import outside_transactions


class Vacuumed(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes on disk before and after."""

    bytes_before: int
    bytes_after: int


def vacuum(engine: Engine) -> Vacuumed:
    """SQLite: write the file anew, which keeps writers waiting, and empty the write-ahead log. PostgreSQL: VACUUM, beside writers.

    Both then gather statistics for planning.
    """
    before = size_of(engine)
    with outside_transactions(engine) as run:
        if is_postgresql(engine):
            for table in schema.metadata.sorted_tables:
                run(f"VACUUM (ANALYZE) {table.name}")
        else:
            for statement in ("VACUUM", "ANALYZE", "PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
                run(statement)
    return Vacuumed(bytes_before=before, bytes_after=size_of(engine))


def analyze(engine: Engine) -> None:
    """Gather statistics for planning, beside writers."""
    with outside_transactions(engine) as run:
        if is_postgresql(engine):
            for table in schema.metadata.sorted_tables:
                run(f"ANALYZE {table.name}")
        else:
            run("ANALYZE")

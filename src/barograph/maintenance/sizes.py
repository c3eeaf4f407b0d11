"""How much disk a store's database takes."""

from pathlib import Path

from sqlalchemy import Engine, bindparam, text

from barograph.maintenance.database import is_postgresql
from barograph.store.sql import schema

_OF_TABLES = text(
    "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname IN :names"
).bindparams(bindparam("names", expanding=True))


def size_of(engine: Engine) -> int:
    """Bytes of the file and its logs, or of our tables with their indexes."""
    if is_postgresql(engine):
        with engine.connect() as connection:
            return int(connection.execute(_OF_TABLES, {"names": list(schema.metadata.tables)}).scalar_one())
    return sum(file.stat().st_size for file in files_of(engine) if file.exists())


def files_of(engine: Engine) -> tuple[Path, Path, Path]:
    """Database, write-ahead log and shared index of a SQLite store."""
    file = Path(engine.url.database or "")
    return file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def shown_bytes(count: int) -> str:
    """A number of bytes for people, as `1.5 MiB`."""
    size, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"

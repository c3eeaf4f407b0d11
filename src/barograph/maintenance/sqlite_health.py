"""What a SQLite file says of its state."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from barograph.maintenance.finding import Finding, Level
from barograph.maintenance.sizes import files_of, shown_bytes
from barograph.store.sql import schema
from barograph.store.sql.sqlite_driver import driver, loses_commits

_LARGE_LOG = 256 << 20
_MUCH_FREE = 64 << 20
_WORTH_STATISTICS = 1_000
_STATISTICS = text("SELECT tbl, max(CAST(stat AS INTEGER)) AS rows FROM sqlite_stat1 GROUP BY tbl")
_HAS_STATISTICS = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
STALE = "stale-statistics"


def sqlite_findings(connection: Connection) -> Iterator[Finding]:
    """The release of SQLite, statistics, log and free pages."""
    if loses_commits(driver.sqlite_version_info):
        yield Finding(
            level=Level.WARNING,
            code="old-sqlite",
            subject="database",
            message=f"SQLite {driver.sqlite_version} may, rarely, lose what was written when several processes write at once.",
            fix="Install pysqlite3, which brings a newer SQLite, or use a Python whose SQLite is 3.51.3 or newer.",
        )
    yield from _statistics(connection)
    _, log, _ = files_of(connection.engine)
    size = log.stat().st_size if log.exists() else 0
    if size > _LARGE_LOG:
        yield Finding(
            level=Level.WARNING,
            code="large-log",
            subject=str(log),
            message=f"The write-ahead log has grown to {shown_bytes(size)}: some process has kept a read open for long.",
            fix="End that process, then run `barograph db vacuum`.",
        )
    page, pages, free = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0 for name in ("page_size", "page_count", "freelist_count")
    )
    if free * page > _MUCH_FREE and free > pages // 4:
        yield Finding(
            level=Level.HINT,
            code="unused-space",
            subject="database",
            message=f"{shown_bytes(free * page)} of the file are unused. What is written next will use them.",
            fix="To give them back to the disk now, run `barograph db vacuum` while nobody writes.",
        )


def _statistics(connection: Connection) -> Iterator[Finding]:
    known: dict[str, int] = {}
    if connection.execute(_HAS_STATISTICS).scalar():
        known = {row.tbl: row.rows for row in connection.execute(_STATISTICS)}
    for table in (schema.run, schema.series):
        rows = connection.execute(select(func.max(table.c.id))).scalar() or 0
        if rows >= _WORTH_STATISTICS and rows > 10 * known.get(table.name, 0):
            state = "were taken when it was far smaller" if table.name in known else "were never taken"
            yield Finding(
                level=Level.WARNING,
                code=STALE,
                subject=table.name,
                message=f"Statistics of table {table.name} {state}: searches may take bad plans.",
                fix="Run `barograph doctor --fix`.",
            )

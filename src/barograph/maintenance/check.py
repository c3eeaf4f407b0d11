"""The whole check of a store."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from barograph.errors import BarographError
from barograph.maintenance.finding import Finding, Level
from barograph.maintenance.integrity import integrity_findings
from barograph.maintenance.layout import layout_findings, mend_layout
from barograph.maintenance.summaries import summary_findings
from barograph.store.sql import schema
from barograph.store.sql.database import Database


def check_store(database: Database, *, repair: bool = False) -> Iterator[Finding]:
    """Everything that is wrong with a store, as it is found. `repair` makes missing indexes and writes wrong summaries anew.

    It reads every chunk. A table or column that is missing ends the check, for nothing behind it can be read.
    """
    with database.read() as connection:
        layout = layout_findings(connection)
    if repair:
        layout = mend_layout(database, layout)
    yield from layout
    if any(finding.code in ("missing-table", "missing-column") for finding in layout):
        return
    try:
        with database.read() as connection:
            yield from integrity_findings(connection)
            if connection.execute(select(schema.series_attributes.c.id).where(schema.series_attributes.c.id == 0)).first() is None:
                yield _lost("series_attributes", "The row of plain series is gone: no metric can be logged.")
            if connection.execute(select(schema.experiment.c.id).where(schema.experiment.c.id == 0)).first() is None:
                yield _lost("experiment", "The experiment Default (0) is gone: runs that name no experiment cannot start.")
        yield from summary_findings(database, repair=repair)
    except (BarographError, SQLAlchemyError) as problem:  # a damaged file ends reads anywhere
        yield _lost("database", f"The database cannot be read further: {str(problem).partition(chr(10))[0]}")


def _lost(subject: str, message: str) -> Finding:
    return Finding(level=Level.ERROR, code="unreadable", subject=subject, message=message, fix="Restore a backup.")

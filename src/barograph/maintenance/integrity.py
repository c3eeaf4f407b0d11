"""What the database itself can say of its health, and rows whose owners are gone."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, and_, func, or_, select, text

from barograph.maintenance.finding import Finding, Level
from barograph.store.sql import schema

_MAX_TOLD = 100
_OF_SQLITE = text(f"PRAGMA integrity_check({_MAX_TOLD})")
_RESTORE = "Restore a backup, or copy what can be read into a new store."


def integrity_findings(connection: Connection) -> Iterator[Finding]:
    """Damage that SQLite finds in its file, and orphaned rows in both kinds of database.

    PostgreSQL guards its pages by checksums of its own and offers no such check over a connection.
    """
    if connection.dialect.name == "sqlite":
        for problem in connection.execute(_OF_SQLITE).scalars():
            if problem != "ok":
                yield Finding(level=Level.ERROR, code="damaged-file", subject="database", message=f"SQLite says: {problem}.", fix=_RESTORE)
    for table in schema.metadata.sorted_tables:
        yield from _orphans(connection, table)


def _orphans(connection: Connection, table: Table) -> Iterator[Finding]:
    for constraint in table.foreign_key_constraints:
        parent = constraint.referred_table.alias("parent")
        pairs = [(element.parent, parent.c[element.column.name]) for element in constraint.elements]
        joined = table.outerjoin(parent, and_(*(child == key for child, key in pairs)))
        alone = and_(*(child.is_not(None) for child, _ in pairs), or_(*(key.is_(None) for _, key in pairs)))
        count = connection.execute(select(func.count()).select_from(joined).where(alone)).scalar_one()
        if count:
            columns = ", ".join(child.name for child, _ in pairs)
            yield Finding(
                level=Level.ERROR,
                code="orphaned-rows",
                subject=table.name,
                message=f"{count} rows of table {table.name} refer by {columns} to rows of {constraint.referred_table.name} that are gone.",
                fix="Restore a backup, or delete these rows.",
            )

"""The tables, columns, constraints and indexes that a database has, against those that this release expects.

Names are compared, by the databases' own catalogues: what bears the right name was made by a migration.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Constraint, ForeignKeyConstraint, PrimaryKeyConstraint, Table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import AddConstraint

from barograph.maintenance.finding import Finding, Level, mended
from barograph.store.sql import schema
from barograph.store.sql.database import Database
from barograph.store.sql.online import make_index

MISSING_INDEX = "missing-index"
MISSING_CONSTRAINT = "missing-constraint"

_COLUMNS = {
    "sqlite": text("SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"),
    "postgresql": text(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY ordinal_position"
    ),
}
# Of each index: table, name, whether it can be used. Those that constraints make by themselves are left out.
_INDEXES = {
    "sqlite": text("SELECT tbl_name, name, 1 FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"),
    "postgresql": text(
        "SELECT t.relname, i.relname, x.indisvalid FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
        " WHERE n.nspname = current_schema()"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))"
    ),
}
_CONSTRAINTS = text(
    "SELECT t.relname, c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
    " JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema()"
)
_REPAIR = "Run `barograph db check --repair` or `barograph doctor --fix`."
_RESTORE = "Restore a backup, or copy what can be read into a new store."


def layout_findings(connection: Connection) -> list[Finding]:
    """What is missing, or cannot be used, and which indexes on our tables nobody here made."""
    there = columns_of_tables(connection)
    findings = []
    for table in schema.metadata.sorted_tables:
        if table.name not in there:
            findings.append(_missing("table", table.name, f"Table {table.name} is missing."))
            continue
        lacking = [column.name for column in table.columns if column.name not in there[table.name]]
        findings += [_missing("column", f"{table.name}.{name}", f"Column {name} of table {table.name} is missing.") for name in lacking]
    present = [table for table in schema.metadata.sorted_tables if table.name in there]
    findings += _index_findings(connection, present)
    if connection.dialect.name == "postgresql":
        findings += _constraint_findings(connection, present)
    return findings


def columns_of_tables(connection: Connection) -> dict[str, list[str]]:
    """The columns of every table that is there, ours or not."""
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(_COLUMNS[connection.dialect.name]):
        found.setdefault(table, []).append(column)
    return found


def mend_layout(database: Database, findings: Collection[Finding]) -> list[Finding]:
    """The findings, with missing indexes and constraints made. On PostgreSQL indexes are made without keeping writers waiting."""
    indexes = {str(index.name): index for table in schema.metadata.sorted_tables for index in table.indexes}
    constraints = {(table.name, item.name): item for table in schema.metadata.sorted_tables for item in table.constraints}
    outcome = []
    for finding in findings:
        if finding.code == MISSING_INDEX and finding.subject in indexes:
            make_index(database.engine, indexes[finding.subject])
            outcome.append(mended(finding))
        elif finding.code == MISSING_CONSTRAINT:
            table, _, name = finding.subject.partition(".")
            outcome.append(_mend_constraint(database, finding, constraints[table, name]))
        else:
            outcome.append(finding)
    return outcome


def _mend_constraint(database: Database, finding: Finding, constraint: Constraint) -> Finding:
    try:
        database.write(lambda connection: connection.execute(AddConstraint(constraint, isolate_from_table=False)))
    except SQLAlchemyError:  # rows that break the rule came in while it was missing
        return finding
    return mended(finding)


def _index_findings(connection: Connection, tables: Iterable[Table]) -> list[Finding]:
    found: dict[str, dict[str, bool]] = {}
    for table_name, name, usable in connection.execute(_INDEXES[connection.dialect.name]):
        found.setdefault(table_name, {})[name] = bool(usable)
    findings = []
    for table in tables:
        there = found.get(table.name, {})
        expected = {str(index.name) for index in table.indexes}
        for name in sorted(expected):
            if not there.get(name):
                state = "is missing" if name not in there else "was never finished and is not used"
                findings.append(
                    Finding(
                        level=Level.ERROR,
                        code=MISSING_INDEX,
                        subject=name,
                        message=f"Index {name} of table {table.name} {state}: searches read whole tables.",
                        fix=_REPAIR,
                    )
                )
        findings += [_extra(table.name, name) for name in sorted(there.keys() - expected)]
    return findings


def _constraint_findings(connection: Connection, tables: Iterable[Table]) -> list[Finding]:
    there = {(table, name) for table, name in connection.execute(_CONSTRAINTS)}
    return [
        Finding(
            level=Level.ERROR,
            code=MISSING_CONSTRAINT,
            subject=f"{table.name}.{constraint.name}",
            message=f"Constraint {constraint.name} of table {table.name} is missing.",
            fix=_REPAIR,
        )
        for table in tables
        for constraint in sorted(table.constraints, key=_rank)
        if constraint.name is not None and (table.name, constraint.name) not in there
    ]


def _extra(table: str, name: str) -> Finding:
    return Finding(
        level=Level.HINT,
        code="extra-index",
        subject=name,
        message=f"Index {name} of table {table} is none of ours: every write pays for it.",
        fix=f'If nothing of yours needs it: DROP INDEX "{name}".',
    )


def _rank(constraint: Constraint) -> tuple[int, str]:
    """Keys before what refers to them."""
    return (0 if isinstance(constraint, PrimaryKeyConstraint) else 2 if isinstance(constraint, ForeignKeyConstraint) else 1), str(
        constraint.name
    )


def _missing(what: str, subject: str, message: str) -> Finding:
    return Finding(level=Level.ERROR, code=f"missing-{what}", subject=subject, message=message, fix=_RESTORE)

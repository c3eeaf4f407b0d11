"""Everything that may trouble a store, with what to do about it."""

import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from barograph.artifacts.resolve import parse_location
from barograph.errors import InvalidValue
from barograph.maintenance.compact import in_pieces
from barograph.maintenance.database import file_of, is_postgresql
from barograph.maintenance.finding import Finding, Level, mended
from barograph.maintenance.layout import layout_findings, mend_layout
from barograph.maintenance.machine_health import file_findings, journal_findings, space_findings
from barograph.maintenance.postgresql_health import postgresql_findings
from barograph.maintenance.sqlite_health import STALE, sqlite_findings
from barograph.maintenance.vacuum import analyze
from barograph.store.sql import schema
from barograph.store.sql.database import Database
from barograph.store.sql.migrate import CURRENT_VERSION, known_versions, version_of

_CLOCK_S = 60
_NOW = text("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
_SAMPLE = 1_000
_MANY_CHUNKS = 500
_MANY_IN_ONE = 8
_LATEST = (schema.experiment.c.updated_ms, schema.run_heartbeat.c.last_ms)


def diagnosis(database: Database, uri: str, *, artifacts_destination: str, fix: bool = False) -> Iterator[Finding]:
    """What is wrong with a store, its database and this machine. `fix` makes missing indexes and gathers statistics.

    Series are sampled and no metric is read: `check_store` does that.
    """
    file = file_of(uri)
    if file is not None:
        yield from file_findings(file)
        yield from space_findings(file)
    yield from _artifact_space(artifacts_destination)
    yield from journal_findings()
    version = version_of(database.engine)
    if version != CURRENT_VERSION:
        yield _version_finding(version or "none")
        return
    with database.read() as connection:
        layout = layout_findings(connection)
        healthy = postgresql_findings if is_postgresql(database.engine) else sqlite_findings
        lacking = any(finding.code in ("missing-table", "missing-column") for finding in layout)
        state = [] if lacking else [*healthy(connection), *_clock(connection)]
    if fix:
        layout = mend_layout(database, layout)
        if any(finding.code == STALE for finding in state):
            analyze(database.engine)
            state = [mended(finding) if finding.code == STALE else finding for finding in state]
    yield from layout
    yield from state
    if not lacking:
        yield from _small_chunks(database)


def _version_finding(version: str) -> Finding:
    newer = version not in known_versions()
    return Finding(
        level=Level.ERROR if newer else Level.WARNING,
        code="schema-version",
        subject=version,
        message=f"The database has schema version {version}; this release works on {CURRENT_VERSION}. More can be told once they agree.",
        fix="Use the release that upgraded it, or a newer one." if newer else "Back up, then run `barograph db upgrade`.",
    )


def _artifact_space(destination: str) -> Iterator[Finding]:
    try:
        location = parse_location(destination)
    except InvalidValue as problem:
        yield Finding(level=Level.ERROR, code="artifacts", subject="artifacts", message=problem.message, fix="Name another place.")
        return
    if location.scheme == "file":
        yield from space_findings(Path(location.path))


def _clock(connection: Connection) -> Iterator[Finding]:
    now = time.time()
    latest = max(connection.execute(select(func.max(column))).scalar() or 0 for column in _LATEST) / 1000
    if latest > now + _CLOCK_S:
        yield _clock_finding(f"The store was written {latest - now:.0f} s in the future, by this machine's clock.")
    if is_postgresql(connection.engine):
        there = float(connection.execute(_NOW).scalar_one())
        if abs(there - now) > _CLOCK_S:
            yield _clock_finding(f"The clocks of this machine and of the database are {abs(there - now):.0f} s apart.")


def _clock_finding(message: str) -> Finding:
    fix = "Set the clocks by NTP: times of runs, lost contact and --older-than depend on them."
    return Finding(level=Level.WARNING, code="clock", subject="clock", message=message, fix=fix)


def _small_chunks(database: Database) -> Iterator[Finding]:
    """Looks at the oldest series: what is new may still grow."""
    pieces = in_pieces(database, 0, _SAMPLE)
    chunks = sum(pieces.values())
    if chunks > max(_MANY_CHUNKS, _MANY_IN_ONE * len(pieces)):
        yield Finding(
            level=Level.HINT,
            code="small-chunks",
            subject="chunk",
            message=f"Metrics lie in small pieces: {chunks / len(pieces):.0f} that fit one, in the oldest series.",
            fix="Run `barograph db compact`; servers may go on meanwhile.",
        )

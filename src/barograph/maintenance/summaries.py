"""Checks every series against its chunks, and writes summaries anew."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, func, select, update

from barograph.maintenance.finding import Finding, Level, mended
from barograph.maintenance.progress import Progress
from barograph.maintenance.series_state import SeriesState, columns_of, differences, state_of
from barograph.store.sql import schema
from barograph.store.sql.database import Database
from barograph.store.sql.rows import AnyRow

_AT_ONCE = 1_000
_series, _chunk, _run, _name = schema.series, schema.chunk, schema.run, schema.name
_COLUMNS = (_chunk.c.sequence, _chunk.c.point_count, _chunk.c.min_step, _chunk.c.max_step, _chunk.c.codec, _chunk.c.payload)
_PAGE = select(_series).where(_series.c.id > bindparam("after")).order_by(_series.c.id).limit(_AT_ONCE)
_CHUNKS = (
    select(_chunk.c.series_id, *_COLUMNS)
    .where(_chunk.c.series_id >= bindparam("first"), _chunk.c.series_id <= bindparam("last"))
    .order_by(_chunk.c.series_id, _chunk.c.sequence)
)
_ONE = select(_series).where(_series.c.id == bindparam("number"))
_ITS_CHUNKS = select(*_COLUMNS).where(_chunk.c.series_id == bindparam("number")).order_by(_chunk.c.sequence)
_OWNER = select(_run.c.uuid, _name.c.text).join(_series, _series.c.run_id == _run.c.id).join(_name, _name.c.id == _series.c.key_id)
_OF_SERIES = _OWNER.where(_series.c.id == bindparam("number"))


def summary_findings(database: Database, *, repair: bool = False) -> Iterator[Finding]:
    """What is wrong with series, a page of them at a time, each page in one state of the database. Writers are not kept waiting."""
    with database.read() as connection:
        total = connection.execute(select(func.count()).select_from(_series)).scalar_one()
    after = -(2**63)
    with Progress("Checking series", total) as progress:
        while True:
            with database.read() as connection:
                rows = connection.execute(_PAGE, {"after": after}).all()
                states = _states(connection, rows)
                found = [(row, states[row.id]) for row in rows if differences(row, states[row.id]) or _is_odd(states[row.id])]
                owners = {row.id: _owner(connection, row.id) for row, _ in found}
            for row, state in found:
                yield from _told(database, row, state, owners[row.id], repair=repair)
            if not rows:
                return
            after = rows[-1].id
            progress.advance(len(rows))


def _states(connection: Connection, rows: Sequence[AnyRow]) -> dict[int, SeriesState]:
    states = {row.id: SeriesState(summary=None, next_sequence=0) for row in rows}
    if rows:
        place = {"first": rows[0].id, "last": rows[-1].id}
        chunks = connection.execution_options(yield_per=64).execute(_CHUNKS, place)
        for number, parts in groupby(chunks, itemgetter(0)):
            if number in states:
                states[number] = state_of(tuple(part)[1:] for part in parts)
    return states


def _is_odd(state: SeriesState) -> bool:
    return bool(state.summary is None or state.unreadable or state.mislabelled)


def _owner(connection: Connection, number: int) -> tuple[str, str]:
    row = connection.execute(_OF_SERIES, {"number": number}).first()
    return (row[0], row[1]) if row else ("?", "?")


def _told(database: Database, row: AnyRow, state: SeriesState, owner: tuple[str, str], *, repair: bool) -> Iterator[Finding]:
    run_id, key = owner
    what = f"metric {key!r} of run {run_id}"
    subject = f"series {row.id}"
    restore = "Restore a backup; what else the series holds can be read."
    for sequence, problem in state.unreadable:
        message = f"Chunk {sequence} of {what} cannot be read: {problem}"
        yield Finding(level=Level.ERROR, code="unreadable-chunk", subject=subject, message=message, fix=restore)
    if state.summary is None and not state.unreadable:
        message = f"The points of {what} are gone; its summary is still there."
        yield Finding(level=Level.ERROR, code="lost-points", subject=subject, message=message, fix=restore)
    wrong = [] if state.unreadable else differences(row, state)
    if wrong or state.mislabelled:
        parts = [*wrong, *([f"steps of chunks {sorted(state.mislabelled)}"] if state.mislabelled else [])]
        finding = Finding(
            level=Level.ERROR,
            code="wrong-summary",
            subject=subject,
            message=f"The summary of {what} differs from its points: {', '.join(parts)}.",
            fix="Run `barograph db check --repair`.",
        )
        yield mended(finding) if repair and _rewritten(database, row.id, run_id) else finding


def _rewritten(database: Database, number: int, run_id: str) -> bool:
    """Make the summary of a series anew from its chunks, as they are by then."""

    def job(connection: Connection) -> bool:
        row = connection.execute(_ONE, {"number": number}).first()
        state = state_of(connection.execute(_ITS_CHUNKS, {"number": number}).all())
        if row is None or state.summary is None or state.unreadable:
            return row is None
        for sequence, (least, greatest) in state.mislabelled.items():
            place = (_chunk.c.series_id == number, _chunk.c.sequence == sequence)
            connection.execute(update(_chunk).where(*place).values(min_step=least, max_step=greatest))
        columns = columns_of(state.summary, max(row.next_sequence, state.next_sequence))
        connection.execute(update(_series).where(_series.c.id == number).values(**columns))
        connection.execute(update(_run).where(_run.c.id == row.run_id).values(revision=_run.c.revision + 1))
        return True

    return database.write(job, run_ids=(run_id,))

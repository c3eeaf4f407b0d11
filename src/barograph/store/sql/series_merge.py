"""Merges the chunks of series that are due: reads and packs outside of any write, then exchanges rows in a short one.

A series stands in the table `series_due` until its chunks are as they should be, so a process that dies leaves nothing half done and the
work to the next one. The rows are exchanged only if they are still those that were read; who was overtaken by another process leaves it
at that.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, Integer, bindparam, delete, insert, select, update

from barograph.model import RunStatus
from barograph.store.series.merge import Chunk, Held, as_one, to_merge
from barograph.store.sql import schema
from barograph.store.sql.database import Database

_SERIES_PER_WRITE = 25
_BYTES_PER_WRITE = 600_000

_series, _chunk, _due, _run = schema.series.c, schema.chunk.c, schema.series_due.c, schema.run.c
_HEADS = select(_chunk.sequence, _chunk.codec, _chunk.point_count).order_by(_chunk.sequence)
_OF_SERIES = _HEADS.where(_chunk.series_id == bindparam("series"))
_RANGE = (_chunk.series_id == bindparam("series"), _chunk.sequence >= bindparam("lowest"), _chunk.sequence <= bindparam("highest"))
_HEADS_OF_RANGE = _HEADS.where(*_RANGE)
_PARTS_OF_RANGE = select(_chunk.codec, _chunk.point_count, _chunk.payload).where(*_RANGE).order_by(_chunk.sequence)
_DELETE_RANGE = delete(schema.chunk).where(*_RANGE)
_INSERT = insert(schema.chunk)
_FORGET_REPEATS = update(schema.series).where(_series.id == bindparam("row")).values(point_count=_series.point_count - bindparam("repeats"))
_DONE = delete(schema.series_due).where(_due.series_id == bindparam("series"))
_OWNER = select(_run.uuid, _run.status).join(schema.series, _series.run_id == _run.id).where(_series.id == bindparam("series"))
# Made once: a statement with values of its own is held by cycles, which the server collects seldom.
_DUE_OF_RUNS = (
    select(_due.series_id)
    .join(schema.series, _series.id == _due.series_id)
    .join(schema.run, _run.id == _series.run_id)
    .where(_run.uuid.in_(bindparam("uuids", expanding=True)))
)
_DUE_SINCE = (
    select(_due.series_id)
    .where(_due.since_ms < bindparam("moment_ms"))
    .order_by(_due.since_ms, _due.series_id)
    .limit(bindparam("most", type_=Integer))
)


class _Merge(NamedTuple):
    """Chunks of a series that were read, the one that is to stand for them, if any, and whether the series is then done."""

    series_id: int
    run_id: str
    read: Sequence[Held]
    one: Chunk | None
    done: bool


def merge_series(
    database: Database, series_ids: Sequence[int], is_stopped: Callable[[], bool] = lambda: False, *, fully: bool = False
) -> None:
    """Merge what is due of these series, a few at a time; stops between two writes if asked to.

    `fully` merges as far as it goes, also of runs that go on.
    """
    waiting = list(series_ids)
    while waiting and not is_stopped():
        merges: list[_Merge] = []
        size = 0
        while waiting and len(merges) < _SERIES_PER_WRITE and size < _BYTES_PER_WRITE:
            merge = _prepared(database, waiting.pop(), fully=fully)
            if merge is not None:
                merges.append(merge)
                size += len(merge.one.payload) if merge.one else 0
        if merges:
            exchanged = database.write(partial(_exchange, merges), run_ids={merge.run_id for merge in merges})
            waiting += [merge.series_id for merge in exchanged if not merge.done]


def _prepared(database: Database, series_id: int, *, fully: bool = False) -> _Merge | None:
    place = {"series": series_id}
    with database.read() as connection:
        owner = connection.execute(_OWNER, place).first()
        if owner is None:
            return None
        ended = fully or RunStatus(owner.status).is_terminated
        chunks = [Held(*row) for row in connection.execute(_OF_SERIES, place)]
        chosen = to_merge(chunks, ended=ended, fully=fully)
        if chosen is None:
            return _Merge(series_id, owner.uuid, (), None, True)
        read = chunks[chosen]
        parts = [(row.codec, row.point_count, row.payload) for row in connection.execute(_PARTS_OF_RANGE, _bounds(series_id, read))]
    one = as_one(parts, ended=ended)
    left = [*chunks[: chosen.start], Held(read[0].sequence, one.codec, one.point_count), *chunks[chosen.stop :]]
    return _Merge(series_id, owner.uuid, read, one, to_merge(left, ended=ended, fully=fully) is None)


def _exchange(merges: Sequence[_Merge], connection: Connection) -> list[_Merge]:
    """Exchange rows where they are as they were read; returns the merges that took place."""
    return [merge for merge in merges if _exchanged(connection, merge)]


def _exchanged(connection: Connection, merge: _Merge) -> bool:
    if merge.one is not None:
        bounds = _bounds(merge.series_id, merge.read)
        if [Held(*row) for row in connection.execute(_HEADS_OF_RANGE, bounds)] != list(merge.read):
            return False
        connection.execute(_DELETE_RANGE, bounds)
        connection.execute(_INSERT, {"series_id": merge.series_id, "sequence": merge.read[0].sequence, **merge.one._asdict()})
        repeats = sum(held.point_count for held in merge.read) - merge.one.point_count
        if repeats:
            connection.execute(_FORGET_REPEATS, {"row": merge.series_id, "repeats": repeats})
    if merge.done:
        connection.execute(_DONE, {"series": merge.series_id})
    return True


def _bounds(series_id: int, read: Sequence[Held]) -> dict[str, int]:
    return {"series": series_id, "lowest": read[0].sequence, "highest": read[-1].sequence}


def due_of_runs(connection: Connection, run_ids: Sequence[str]) -> list[int]:
    """Series of these runs that are due."""
    return list(connection.execute(_DUE_OF_RUNS, {"uuids": run_ids}).scalars())


def due_since(connection: Connection, moment_ms: int, limit: int) -> list[int]:
    """At most `limit` series that became due before a moment, those that wait longest first."""
    return list(connection.execute(_DUE_SINCE, {"moment_ms": moment_ms, "most": limit}).scalars())

"""Merges the small chunks of every series into full ones, while servers write.

Chunks are read and packed outside of transactions. A merge is then written only if the chunks it was made of still stand there; if a writer
merged them meanwhile, the series is left to the next time. Whatever is committed is whole, so a compaction that was ended, by whatever, is
gone on with by calling it again.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from barograph.maintenance.progress import Progress
from barograph.store.series.codec import RAW, pack, unpack
from barograph.store.series.merge import MAX_CHUNK_POINTS, merged
from barograph.store.sql import schema
from barograph.store.sql.database import Database

_SERIES_AT_ONCE = 1_000
_MERGES_PER_COMMIT = 64
_WORTH_PACKING = 64
_series, _chunk, _run = schema.series, schema.chunk, schema.run
_LAST = select(func.max(_series.c.id))
_PLACES = (
    select(_chunk.c.series_id, _chunk.c.sequence, _chunk.c.point_count, _chunk.c.codec, func.length(_chunk.c.payload))
    .where(_chunk.c.series_id >= bindparam("first"), _chunk.c.series_id < bindparam("end"))
    .order_by(_chunk.c.series_id, _chunk.c.sequence)
)
_WITHIN = (_chunk.c.series_id == bindparam("series"), _chunk.c.sequence >= bindparam("low"), _chunk.c.sequence <= bindparam("high"))
_PAYLOADS = select(_chunk.c.codec, _chunk.c.point_count, _chunk.c.payload).where(*_WITHIN).order_by(_chunk.c.sequence)
_STANDING = select(_chunk.c.sequence, _chunk.c.point_count).where(*_WITHIN).order_by(_chunk.c.sequence)
_DELETE = delete(_chunk).where(*_WITHIN)
_RUNS = (
    select(_series.c.id, _run.c.uuid)
    .join(_run, _run.c.id == _series.c.run_id)
    .where(_series.c.id.in_(bindparam("numbers", expanding=True)))
)


class Compaction(msgspec.Struct, frozen=True, kw_only=True):
    """What a compaction did. Bytes are those of chunk payloads before and after, of the merged chunks only."""

    merges: int = 0
    chunks_before: int = 0
    chunks_after: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


class _Place(msgspec.Struct, frozen=True):
    """Neighbouring chunks of a series that fit one: their (sequence, point_count) and bytes."""

    series_id: int
    chunks: list[tuple[int, int]]
    size_bytes: int

    def within(self) -> dict[str, int]:
        return {"series": self.series_id, "low": self.chunks[0][0], "high": self.chunks[-1][0]}


class _Merge(msgspec.Struct, frozen=True):
    """A place and the row that takes its place."""

    place: _Place
    row: dict[str, Any]
    repeats: int


def compact(database: Database) -> Compaction:
    """Merge what can be merged, in transactions of some milliseconds each."""
    done = Compaction()
    with database.read() as connection:
        last = connection.execute(_LAST).scalar() or 0
    with Progress("Compacting", last) as progress:
        for first in range(0, last + 1, _SERIES_AT_ONCE):
            places = due(database, first, first + _SERIES_AT_ONCE)
            for start in range(0, len(places), _MERGES_PER_COMMIT):
                done = _added(done, _replaced(database, places[start : start + _MERGES_PER_COMMIT]))
            progress.reach(min(first + _SERIES_AT_ONCE, last))
    return done


def due(database: Database, first: int, end: int) -> list[_Place]:
    """The places of series `first` to `end`, excluded, where chunks can be merged or packed better."""
    found: list[_Place] = []
    with database.read() as connection:
        rows = connection.execute(_PLACES, {"first": first, "end": end}).all()
    for series_id, chunks in groupby(rows, itemgetter(0)):
        for group in _groups([tuple(chunk[1:]) for chunk in chunks]):
            (_, points, codec, _) = group[0]
            if len(group) > 1 or (codec == RAW and points >= _WORTH_PACKING):
                found.append(_Place(series_id, [(chunk[0], chunk[1]) for chunk in group], sum(chunk[3] for chunk in group)))
    return found


def _groups(chunks: Sequence[tuple[int, int, int, int]]) -> Iterator[list[tuple[int, int, int, int]]]:
    """Neighbours whose points together fit one chunk."""
    group: list[tuple[int, int, int, int]] = []
    points = 0
    for chunk in chunks:
        if group and points + chunk[1] > MAX_CHUNK_POINTS:
            yield group
            group, points = [], 0
        group.append(chunk)
        points += chunk[1]
    if group:
        yield group


def _replaced(database: Database, places: Sequence[_Place]) -> Compaction:
    with database.read() as connection:
        merges = [merge for place in places if (merge := _merge(connection, place)) is not None]
        numbers = list({merge.place.series_id for merge in merges})
        runs = {uuid for _, uuid in connection.execute(_RUNS, {"numbers": numbers})} if merges else set()
    if not merges:
        return Compaction()
    written: list[_Merge] = database.write(lambda connection: [merge for merge in merges if _write(connection, merge)], run_ids=runs)
    return Compaction(
        merges=len(written),
        chunks_before=sum(len(merge.place.chunks) for merge in written),
        chunks_after=len(written),
        bytes_before=sum(merge.place.size_bytes for merge in written),
        bytes_after=sum(len(merge.row["payload"]) for merge in written),
    )


def _merge(connection: Connection, place: _Place) -> _Merge | None:
    """The merge of a place; None if it gains nothing, or the chunks cannot be read, which is for the check to tell."""
    rows = connection.execute(_PAYLOADS, place.within()).all()
    if [row[1] for row in rows] != [count for _, count in place.chunks]:
        return None
    try:
        points = merged(unpack(*row) for row in rows)
    except ValueError:
        return None
    codec, payload = pack(points)
    if len(rows) == 1 and len(payload) >= place.size_bytes:
        return None
    count = len(points.steps)
    row = {
        "series_id": place.series_id,
        "sequence": place.chunks[0][0],
        "point_count": count,
        "min_step": int(points.steps[0]),
        "max_step": int(points.steps[-1]),
        "codec": codec,
        "payload": payload,
    }
    return _Merge(place, row, sum(count for _, count in place.chunks) - count)


def _write(connection: Connection, merge: _Merge) -> bool:
    standing = [tuple(row) for row in connection.execute(_STANDING, merge.place.within())]
    if standing != merge.place.chunks:
        return False
    connection.execute(_DELETE, merge.place.within())
    connection.execute(insert(_chunk), [merge.row])
    if merge.repeats:
        series = _series.c.id == merge.place.series_id
        connection.execute(update(_series).where(series).values(point_count=_series.c.point_count - merge.repeats))
    return True


def _added(one: Compaction, other: Compaction) -> Compaction:
    return Compaction(**{field: getattr(one, field) + getattr(other, field) for field in Compaction.__struct_fields__})

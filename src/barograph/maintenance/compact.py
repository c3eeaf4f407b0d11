"""Merges the small chunks of every series into full ones, while servers write.

It does what servers do by themselves in the background, but for all series, and as far as it goes. Whatever is committed is whole, so a
compaction that was ended, by whatever, is gone on with by calling it again.
"""

from itertools import groupby
from operator import itemgetter

import msgspec
from sqlalchemy import bindparam, func, select

from barograph.maintenance.progress import Progress
from barograph.store.series.merge import Held, to_merge
from barograph.store.sql import schema
from barograph.store.sql.database import Database
from barograph.store.sql.series_merge import merge_series

_SERIES_AT_ONCE = 1_000
_chunk = schema.chunk
_LAST = select(func.max(schema.series.c.id))
_BETWEEN = (_chunk.c.series_id >= bindparam("first"), _chunk.c.series_id < bindparam("end"))
_HEADS = (
    select(_chunk.c.series_id, _chunk.c.sequence, _chunk.c.codec, _chunk.c.point_count)
    .where(*_BETWEEN)
    .order_by(_chunk.c.series_id, _chunk.c.sequence)
)
_SIZE = select(func.count(), func.coalesce(func.sum(func.length(_chunk.c.payload)), 0)).where(
    _chunk.c.series_id.in_(bindparam("numbers", expanding=True))
)


class Compaction(msgspec.Struct, frozen=True, kw_only=True):
    """What a compaction did to the series that were in pieces: their number, their chunks, and the bytes of these."""

    series: int = 0
    chunks_before: int = 0
    chunks_after: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


def compact(database: Database) -> Compaction:
    """Merge what can be merged, in transactions of some milliseconds each."""
    parts = [Compaction()]
    with database.read() as connection:
        last = connection.execute(_LAST).scalar() or 0
    with Progress("Compacting", last) as progress:
        for first in range(0, last + 1, _SERIES_AT_ONCE):
            pieces = in_pieces(database, first, first + _SERIES_AT_ONCE)
            if pieces:
                chunks_before, bytes_before = _size(database, list(pieces))
                merge_series(database, list(pieces), fully=True)
                chunks, size = _size(database, list(pieces))
                parts.append(
                    Compaction(
                        series=len(pieces), chunks_before=chunks_before, chunks_after=chunks, bytes_before=bytes_before, bytes_after=size
                    )
                )
            progress.reach(min(first + _SERIES_AT_ONCE, last))
    return Compaction(**{field: sum(getattr(part, field) for part in parts) for field in Compaction.__struct_fields__})


def in_pieces(database: Database, first: int, end: int) -> dict[int, int]:
    """The series from number `first` to `end`, excluded, whose chunks can be merged or packed better, and how many each has."""
    with database.read() as connection:
        rows = connection.execute(_HEADS, {"first": first, "end": end}).all()
    found: dict[int, int] = {}
    for series_id, heads in groupby(rows, itemgetter(0)):
        chunks = [Held(*head[1:]) for head in heads]
        if to_merge(chunks, ended=True, fully=True) is not None:
            found[series_id] = len(chunks)
    return found


def _size(database: Database, series_ids: list[int]) -> tuple[int, int]:
    with database.read() as connection:
        chunks, size = connection.execute(_SIZE, {"numbers": series_ids}).one()
    return int(chunks), int(size)

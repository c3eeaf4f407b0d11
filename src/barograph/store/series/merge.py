"""Which chunks become one, and how.

Chunks of a series are numbered in order of arrival. Neighbours become one when that is at least four times as large as the largest of them,
or at least twice, if it fills half of what a chunk may hold. So a point is rewritten at most nine times, and a series of any length has few
chunks but full ones. Chunks of a run that has ended become as few as can be, but for little ones beside one 64 times as large: who goes on
to log to such a run would have that one rewritten again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from barograph.store.series.codec import COLUMNS, RAW, pack_columns, pack_raw, unpack, unpack_raw
from barograph.store.series.points import Points, by_step, joined

MAX_CHUNK_POINTS = 65_536
CHUNKS_UNTIL_DUE = 16
POINTS_UNTIL_DUE = 4_096
_GROWTH = 4
_SMALLEST_ALONE = 1_024
WORTH_MERGING = 64
"""Points of a series of a run that has ended from which on they are packed."""
_LEAST_OF_ENDED = 64
_PLAIN = 256


class Held(NamedTuple):
    """A chunk by its number, without its points."""

    sequence: int
    codec: int
    point_count: int


class Chunk(NamedTuple):
    """Points as a row of the chunk table keeps them."""

    point_count: int
    min_step: int
    max_step: int
    codec: int
    payload: bytes


def is_due(count: int, added: int, chunks: int, added_chunks: int) -> bool:
    """Whether a series should be looked at that now has so many points and has had so many chunks."""
    many_points = count // POINTS_UNTIL_DUE > (count - added) // POINTS_UNTIL_DUE
    return many_points or chunks // CHUNKS_UNTIL_DUE > (chunks - added_chunks) // CHUNKS_UNTIL_DUE


def to_merge(chunks: Sequence[Held], *, ended: bool, fully: bool = False) -> slice | None:
    """Which of a series' chunks, in their order, are to become one; None if they are well as they are.

    `fully` merges whatever fits one chunk, also the few points of short series.
    """
    for start in range(len(chunks)):
        end = _worthwhile_end(chunks, start, ended=ended, fully=fully)
        if end is not None:
            return slice(start, end)
    smallest = WORTH_MERGING if ended else _SMALLEST_ALONE
    loose = (place for place, chunk in enumerate(chunks) if chunk.codec == RAW and smallest <= chunk.point_count <= MAX_CHUNK_POINTS)
    place = next(loose, None)
    return None if place is None else slice(place, place + 1)


def _worthwhile_end(chunks: Sequence[Held], start: int, *, ended: bool, fully: bool) -> int | None:
    """Where the longest row of chunks from `start` ends that is worth merging, None if none is."""
    best: int | None = None
    total = largest = 0
    for place in range(start, len(chunks)):
        count = chunks[place].point_count
        total += count
        largest = max(largest, count)
        if total > MAX_CHUNK_POINTS:
            break
        worth = total >= _GROWTH * largest or (2 * total > MAX_CHUNK_POINTS and total >= 2 * largest)
        worth = worth or fully or (ended and total >= WORTH_MERGING and total - largest >= largest // _LEAST_OF_ENDED)
        if place > start and worth:
            best = place + 1
    return best


def as_one(parts: Sequence[tuple[int, int, bytes]], *, ended: bool) -> Chunk:
    """One chunk of the distinct points of chunks, given as codec, number of points and payload."""
    plain = WORTH_MERGING if ended else _PLAIN
    if all(codec == RAW for codec, _, _ in parts) and sum(count for _, count, _ in parts) < plain:
        return _as_one_raw(parts)
    points = merged(unpack(*part) for part in parts)
    return Chunk(len(points.steps), int(points.steps[0]), int(points.steps[-1]), COLUMNS, pack_columns(points))


def merged(parts: Iterable[Points]) -> Points:
    """Distinct points of the parts, by (step, timestamp, value)."""
    return by_step(joined(parts))


def _as_one_raw(parts: Sequence[tuple[int, int, bytes]]) -> Chunk:
    """What `as_one` does, for few points and without numpy, which takes longer to load than such points to merge."""
    rows = dict.fromkeys(row for _, count, payload in parts for row in zip(*unpack_raw(count, payload), strict=True))
    steps, timestamps_ms, bits = (list(column) for column in zip(*rows, strict=True))
    return Chunk(len(steps), min(steps), max(steps), RAW, pack_raw(steps, timestamps_ms, bits, kind="q"))

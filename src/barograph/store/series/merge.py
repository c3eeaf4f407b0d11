"""Which chunks become one, and when.

Chunks of a series are numbered in order of arrival. The numbers work like an odometer in base 16: after chunk number s, with s + 1 a
multiple of 16**k, everything numbered (s + 1 - 16**k) to s becomes one chunk that keeps the lowest number. A point is so rewritten once per
power of 16, and a series of any length has at most 15 chunks of each size, plus full ones.
"""

from collections.abc import Iterable, Sequence

from barograph.store.series.points import Points, by_step, joined

FAN_IN = 16
MAX_CHUNK_POINTS = 65_536


def ranges_due(sequence: int) -> list[int]:
    """Lowest chunk numbers of the ranges that end at `sequence` and are due to be merged, the widest range first."""
    ranges = []
    width = FAN_IN
    while (sequence + 1) % width == 0:
        ranges.append(sequence + 1 - width)
        width *= FAN_IN
    return ranges[::-1]


def range_to_merge(sequence: int, counts: Sequence[tuple[int, int]]) -> int | None:
    """Lowest chunk number of the widest due range whose points fit one chunk, None if none does.

    `counts` are (number, points) of the chunks of the widest range due.
    """
    for lowest in ranges_due(sequence):
        inside = [count for number, count in counts if number >= lowest]
        if len(inside) > 1 and sum(inside) <= MAX_CHUNK_POINTS:
            return lowest
    return None


def merged(parts: Iterable[Points]) -> Points:
    """Distinct points of the parts, by (step, timestamp, value)."""
    return by_step(joined(parts))

"""What is known of a series without reading its points."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec


class Point(NamedTuple):
    """One point of a series; the time in milliseconds UTC."""

    step: int
    timestamp_ms: int
    value: float


class Summary(msgspec.Struct, frozen=True):
    """Count and outstanding points of a series.

    `last` is the greatest by (step, timestamp, value), `first` the smallest, NaN ranking as 0 and the point that came earlier winning a
    tie. `least` and `greatest` are by value, NaN left out; None when every value is NaN. `count` includes exact duplicates not yet dropped.
    """

    count: int
    nan_count: int
    first: Point
    last: Point
    least: Point | None
    greatest: Point | None


def _rank(point: Point) -> tuple[int, int, float]:
    step, timestamp_ms, value = point
    return (step, timestamp_ms, value if value == value else 0.0)  # noqa: PLR0124  # only NaN differs from itself; faster than isnan


def _by_value(point: Point) -> float:
    return point.value


def summarize(steps: Sequence[int], timestamps_ms: Sequence[int], values: Sequence[float]) -> Summary:
    """Summary of at least one point, in order of arrival."""
    if len(steps) == 1:
        point = Point(steps[0], timestamps_ms[0], values[0])
        is_nan = point.value != point.value  # as above
        return Summary(1, int(is_nan), point, point, None if is_nan else point, None if is_nan else point)

    def at(index: int) -> Point:
        return Point(steps[index], timestamps_ms[index], values[index])

    numbers = [value for value in values if value == value]  # noqa: PLR0124  # as above
    nan_count = len(values) - len(numbers)
    ranks = values if nan_count == 0 else [value if value == value else 0.0 for value in values]  # noqa: PLR0124  # as above
    keys = list(zip(steps, timestamps_ms, ranks, strict=True))
    return Summary(
        count=len(keys),
        nan_count=nan_count,
        first=at(keys.index(min(keys))),
        last=at(keys.index(max(keys))),
        least=at(values.index(min(numbers))) if numbers else None,
        greatest=at(values.index(max(numbers))) if numbers else None,
    )


def combined(old: Summary, new: Summary) -> Summary:
    """Summary of the points of `old`, which came earlier, and `new`."""
    return Summary(
        count=old.count + new.count,
        nan_count=old.nan_count + new.nan_count,
        first=min(old.first, new.first, key=_rank),
        last=max(old.last, new.last, key=_rank),
        least=min((p for p in (old.least, new.least) if p is not None), key=_by_value, default=None),
        greatest=max((p for p in (old.greatest, new.greatest) if p is not None), key=_by_value, default=None),
    )

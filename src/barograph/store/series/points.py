"""Points of one series as three columns of equal length: steps, timestamps in milliseconds, values.

numpy is imported where it is used: a server or a script that only logs starts without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Doubles = NDArray[np.float64]


class Points(NamedTuple):
    """Columns of shape `(n,)`. Values keep their exact bits; NaN ranks as 0 wherever points are ordered by value."""

    steps: Integers
    timestamps_ms: Integers
    values: Doubles

    def take(self, index: slice | NDArray[np.intp] | NDArray[np.bool_]) -> Points:
        """The points at these positions."""
        return Points(self.steps[index], self.timestamps_ms[index], self.values[index])


def as_points(steps: Sequence[int], timestamps_ms: Sequence[int], values: Sequence[float]) -> Points:
    """Columns of plain numbers as `Points`."""
    import numpy as np

    return Points(np.array(steps, np.int64), np.array(timestamps_ms, np.int64), np.array(values, np.float64))


def joined(parts: Iterable[Points]) -> Points:
    """One after the other, in the order given."""
    import numpy as np

    columns = list(zip(*parts, strict=True))
    return Points(*(np.concatenate(column) for column in columns)) if columns else as_points((), (), ())


def by_step(points: Points) -> Points:
    """Distinct points in order of (step, timestamp, value)."""
    return _ordered(points, points.steps, points.timestamps_ms)


def by_time(points: Points) -> Points:
    """Distinct points in order of (timestamp, step, value)."""
    return _ordered(points, points.timestamps_ms, points.steps)


def _ordered(points: Points, major: Integers, minor: Integers) -> Points:
    if _strictly_rising(major, minor):
        return points
    import numpy as np

    order = np.argsort(major, kind="stable")  # most series have one point a step, and one order is found sooner than four
    points, major, minor = points.take(order), major[order], minor[order]
    if _strictly_rising(major, minor):
        return points
    bits = points.values.view(np.uint64)
    rank = np.where(np.isnan(points.values), 0.0, points.values)
    order = np.lexsort((bits, rank, minor, major))
    sorted_points = points.take(order)
    bits = bits[order]
    repeats = (
        (sorted_points.steps[1:] == sorted_points.steps[:-1])
        & (sorted_points.timestamps_ms[1:] == sorted_points.timestamps_ms[:-1])
        & (bits[1:] == bits[:-1])
    )
    return sorted_points.take(np.flatnonzero(np.concatenate(([True], ~repeats)))) if repeats.any() else sorted_points


def _strictly_rising(major: Integers, minor: Integers) -> bool:
    """Whether (major, minor) grows from each point to the next, so that there is nothing to sort or drop."""
    if len(major) < 2:
        return True
    grows = major[1:] > major[:-1]
    return bool(grows.all()) or bool((grows | ((major[1:] == major[:-1]) & (minor[1:] > minor[:-1]))).all())

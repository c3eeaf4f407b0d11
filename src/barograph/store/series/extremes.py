"""Which points of each bucket of a series must be kept so that nothing that stands out is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from barograph.store.series.points import Doubles, Integers

    Positions = NDArray[np.intp]


def outstanding(places: Integers, values: Doubles, shift: int) -> Positions:
    """Positions, rising, of what stands out in each bucket of points whose `places >> shift` are equal; places must not fall.

    Of the finite values these are the first, the last, the earliest of the least and the earliest of the greatest; of NaN, infinity and
    minus infinity the first. Each of them is a choice among what the parts of a bucket would choose, so what stands out in a bucket is what
    stands out among that: points may be thinned in parts and in steps, and the result is the same.
    """
    import numpy as np

    finite = np.isfinite(values)
    if finite.all():
        return _finite(places >> shift, values)
    positions = np.flatnonzero(finite)
    kept = positions[_finite(places[positions] >> shift, values[positions])]
    return np.sort(np.concatenate((kept, marks(places, values, shift))))


def marks(places: Integers, values: Doubles, shift: int) -> Positions:
    """Positions, rising, of the first NaN, infinity and minus infinity of each bucket."""
    import numpy as np

    found = []
    for mark in (np.isnan(values), values == np.inf, values == -np.inf):
        positions = np.flatnonzero(mark)
        found.append(positions[_starts(places[positions] >> shift)])
    return np.sort(np.concatenate(found))


def extremes(places: Integers, values: Doubles, shift: int) -> Positions:
    """Positions, rising, of the earliest of the least and of the greatest finite values of each bucket."""
    import numpy as np

    positions = np.flatnonzero(np.isfinite(values))
    least, greatest = _extremes(values[positions], _starts(places[positions] >> shift))
    return positions[_distinct(np.concatenate((least, greatest)))]


def _finite(buckets: Integers, values: Doubles) -> Positions:
    import numpy as np

    # Of one point or two, all stand out.
    if not (buckets[2:] == buckets[:-2]).any():
        return np.arange(len(values))
    starts = _starts(buckets)
    ends = np.append(starts[1:], len(values)) - 1
    return _distinct(np.concatenate((starts, ends, *_extremes(values, starts))))


def _extremes(values: Doubles, starts: Positions) -> tuple[Positions, Positions]:
    import numpy as np

    if not len(starts):
        return starts, starts
    sizes = np.diff(starts, append=len(values))
    least, greatest = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return _first_equal(values, least, starts, sizes), _first_equal(values, greatest, starts, sizes)


def _starts(buckets: Integers) -> Positions:
    """Where each bucket begins."""
    import numpy as np

    if not len(buckets):
        return np.zeros(0, np.intp)
    return np.concatenate((np.zeros(1, np.intp), np.flatnonzero(buckets[1:] != buckets[:-1]) + 1))


def _first_equal(values: Doubles, wanted: Doubles, starts: Positions, sizes: NDArray[np.intp]) -> Positions:
    """The first position in each bucket whose value is the one wanted of it."""
    import numpy as np

    hits = np.flatnonzero(values == np.repeat(wanted, sizes))
    firsts: Positions = hits[np.searchsorted(hits, starts)]
    return firsts


def _distinct(positions: Positions) -> Positions:
    import numpy as np

    positions = np.sort(positions)
    if not len(positions):
        return positions
    kept: Positions = positions[np.concatenate((np.ones(1, np.bool_), positions[1:] != positions[:-1]))]
    return kept

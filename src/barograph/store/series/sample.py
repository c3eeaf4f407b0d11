"""Long series in few points, such that a chart loses no spike and what it shows stays where it is while the series grows.

This is MinMaxLTTB (https://arxiv.org/abs/2305.00332) in tiles. The axis, steps or times, is cut into tiles of 2**level units that begin at
multiples of their width. The level is the least at which the points lie in at most `limit // 16` tiles (in 2 tiles, below a limit of 32),
and every tile gives at most its equal share of the limit:

- its first NaN, infinity and minus infinity;
- the earliest of the least and of the greatest finite values of each of its quarters (of the whole tile, below a limit of 32);
- in the places left, what LTTB chooses among what stands out in each 32nd of the tile, its first and last finite points included.

What a tile gives depends on the points in it and on nothing else. Hence, while a series grows and the level stays, tiles that get no new
points give what they gave. When the level rises, two tiles become one: what it must give was shown before, and LTTB chooses the rest anew.
A series of no more points than the limit is shown whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from barograph.model import Axis
from barograph.store.series.extremes import extremes, marks, outstanding
from barograph.store.series.points import Points, by_step, by_time, joined
from barograph.store.series.triangles import Triangles

if TYPE_CHECKING:
    from barograph.store.series.points import Integers

TILE_POINTS: Final = 16
_PARTS_OF_TILE: Final = 5  # this and the next as powers of two
_QUARTERS: Final = 2
_HELD = 262_144


class Sampler:
    """Takes the points of a series in parts of any order and size, and gives at most `limit` of them.

    Between calls it holds at most 262,144 points, or twice the limit.
    """

    def __init__(self, limit: int, axis: Axis) -> None:
        self._limit = limit
        self._axis = axis
        self._tiles = max(limit // TILE_POINTS, 2)
        self._parts: list[Points] = []
        self._held = 0
        self._low = self._high = 0
        self._thinned = False

    def add(self, points: Points) -> None:
        """Points in any order, maybe with exact duplicates."""
        if not len(points.steps):
            return
        points = self._ordered(points)
        places = self._places(points)
        low, high = int(places[0]), int(places[-1])
        self._low = min(low, self._low) if self._parts else low
        self._high = max(high, self._high) if self._parts else high
        if self._thinned:
            points = self._thin(points)
        self._parts.append(points)
        self._held += len(points.steps)
        if self._held > max(_HELD, 2 * self._limit):
            whole = self._thin(self._ordered(joined(self._parts if self._thinned else map(self._thin, self._parts))))
            self._thinned = True
            self._parts = [whole]
            self._held = len(whole.steps)

    def points(self) -> Points:
        """The sample so far, in order of the axis."""
        found = self._ordered(joined(self._parts))
        if len(found.steps) <= self._limit and not self._thinned:
            return found
        return self._chosen(self._thin(found))

    def _ordered(self, points: Points) -> Points:
        return by_step(points) if self._axis is Axis.STEP else by_time(points)

    def _places(self, points: Points) -> Integers:
        return points.steps if self._axis is Axis.STEP else points.timestamps_ms

    def _level(self) -> int:
        level = 0
        while (self._high >> level) - (self._low >> level) >= self._tiles:
            level += 1
        return level

    def _thin(self, points: Points) -> Points:
        """What stands out of ordered points at the present level."""
        return points.take(outstanding(self._places(points), points.values, max(self._level() - _PARTS_OF_TILE, 0)))

    def _chosen(self, points: Points) -> Points:
        import numpy as np

        share, level = self._limit // self._tiles, self._level()
        places = self._places(points)
        if not len(places):
            return points
        tiles = places >> level
        ends = np.append(np.flatnonzero(tiles[1:] != tiles[:-1]) + 1, len(tiles))
        quarter = max(level - _QUARTERS, 0) if share >= TILE_POINTS else level
        chosen = np.zeros(len(tiles), bool)
        chosen[marks(places, points.values, level)] = True
        chosen[extremes(places, points.values, quarter)] = True
        forced = np.add.reduceat(chosen, np.append(0, ends[:-1]), dtype=np.intp)
        finite = np.flatnonzero(np.isfinite(points.values))
        triangles = Triangles(places[finite], points.values[finite])
        bounds = np.searchsorted(finite, ends)
        start = low = 0
        for end, high, taken in zip(ends.tolist(), bounds.tolist(), forced.tolist(), strict=True):
            left = share - taken
            if end - start <= share:
                chosen[start:end] = True
            elif high - low <= left:
                chosen[finite[low:high]] = True
            elif left >= 3:
                chosen[finite[low:high][triangles.largest(low, high, left)]] = True
            elif left == 2:
                chosen[finite[[low, high - 1]]] = True
            start, low = end, high
        return points.take(np.flatnonzero(chosen))

"""Which points of a line keep its shape, by the areas of the triangles that they span."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from barograph.store.series.points import Doubles, Integers

_HUGE = 1e100  # areas of triangles of greater values would overflow


class Triangles:
    """Chooses among parts of a line of finite values (n,) at ascending places (n,) with LTTB (https://skemman.is/handle/1946/15343)."""

    def __init__(self, places: Integers, values: Doubles) -> None:
        import numpy as np
        from tsdownsample import LTTBDownsampler

        # The checks of `downsample` in Python cost twenty times what a part of some dozens of points does.
        self._choose = LTTBDownsampler().mod_single_core.downsample_f64_f64  # type: ignore[no-untyped-call]  # its library has no types
        self._places = np.ascontiguousarray(places)
        self._values = np.ascontiguousarray(values)
        self._is_huge = bool(len(values)) and float(np.abs(values).max()) > _HUGE

    def largest(self, start: int, end: int, count: int) -> NDArray[np.uint64]:
        """Positions, 0 at `start`, of `count` >= 3 of the more points from `start` to before `end`; first and last are among them."""
        import numpy as np

        heights = self._values[start:end]
        if self._is_huge and (top := float(np.abs(heights).max())) > _HUGE:
            heights = heights / top
        places = self._places[start:end]
        found: NDArray[np.uint64] = self._choose(places.astype(np.float64) - float(places[0]), heights, n_out=count)
        return found

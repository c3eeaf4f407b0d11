"""Fewer points of a long series, evenly chosen."""

from __future__ import annotations

from barograph.store.series.points import Points


def thinned(points: Points, limit: int) -> Points:
    """At most `limit` >= 1 points, evenly spaced by position, first and last kept; of `limit` 1, the last."""
    import numpy as np

    count = len(points.steps)
    if count <= limit:
        return points
    if limit == 1:
        return points.take(slice(count - 1, count))
    return points.take((np.arange(limit) * (count - 1) // (limit - 1)).astype(np.intp))

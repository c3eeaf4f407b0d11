"""A line as a small drawing."""

import math
from collections.abc import Sequence

WIDTH, HEIGHT = 80, 18
_MARGIN = 2


def sparkline(values: Sequence[float]) -> str:
    """A line through the values as inline SVG, left to right; empty when fewer than two of them are finite numbers."""
    points = [(index, value) for index, value in enumerate(values) if math.isfinite(value)]
    if len(points) < 2:
        return ""
    low, high = min(value for _, value in points), max(value for _, value in points)
    across = (WIDTH - 2 * _MARGIN) / (len(values) - 1)
    down = HEIGHT - 2 * _MARGIN

    def place(index: int, value: float) -> str:
        # Each term is divided first: the difference of two large doubles may overflow.
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.5
        return f"{_MARGIN + index * across:.1f},{_MARGIN + (1 - share) * down:.1f}"

    line = " ".join(place(index, value) for index, value in points)
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="trend">'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.2" opacity=".75"/></svg>'
    )

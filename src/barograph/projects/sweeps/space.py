"""The points of a grid, by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, prod

from barograph.projects.sweeps.spec import Dimension, Scalar

_SLACK = 1e-9
"""Parts of a step by which rounding may miss the end of a range."""


def is_finite(dimension: Dimension) -> bool:
    """Whether all its values can be tried."""
    return dimension.values is not None or dimension.step is not None or (dimension.type == "int" and not dimension.log)


def _count(dimension: Dimension) -> int:
    if dimension.values is not None:
        return len(dimension.values)
    return floor(((dimension.max or 0) - (dimension.min or 0)) / (dimension.step or 1) + _SLACK) + 1


def _value(dimension: Dimension, place: int) -> Scalar:
    if dimension.values is not None:
        return dimension.values[place]
    value = (dimension.min or 0) + place * (dimension.step or 1)
    return value if isinstance(value, int) else float(f"{value:.12g}")  # 0.1 * 3 is 0.3


def grid_size(parameters: Mapping[str, Dimension]) -> int:
    """How many points the grid of finite dimensions has."""
    return prod(map(_count, parameters.values()))


def grid_point(parameters: Mapping[str, Dimension], number: int) -> dict[str, Scalar]:
    """The point with a number from 0 on: the last parameter changes first, as in nested loops."""
    found: dict[str, Scalar] = {}
    names: Sequence[str] = list(parameters)
    for name in reversed(names):
        number, place = divmod(number, _count(parameters[name]))
        found[name] = _value(parameters[name], place)
    return {name: found[name] for name in names}


def first_values(parameters: Mapping[str, Dimension]) -> dict[str, Scalar]:
    """A value of each dimension, to see whether it can be used."""
    return {name: _value(dimension, 0) for name, dimension in parameters.items()}

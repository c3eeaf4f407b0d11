"""Scalars whose JSON form differs from Python's."""

from math import inf, isfinite, isnan
from typing import Annotated

from msgspec import Meta

from barograph.errors import InvalidValue, shown

Required = Annotated[str, Meta(min_length=1)]
"""Text that must be given; null and empty count as absent."""

Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A signed 64-bit integer, as a JSON number."""

Timestamp = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""Integer milliseconds since 1970 UTC."""

Double = float | str
"""A double: a JSON number, or one of the texts "NaN", "Infinity" and "-Infinity", which JSON has no numbers for."""

_NAMED = {"NaN": float("nan"), "Infinity": inf, "-Infinity": -inf}


def to_wire(value: float) -> Double:
    """`value` as it stands in JSON."""
    if isfinite(value):
        return value
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def from_wire(value: Double, field: str = "value") -> float:
    """The double that a JSON value means: a number, a name of a special value, or decimal text."""
    if not isinstance(value, str):
        return float(value)
    if value in _NAMED:
        return _NAMED[value]
    try:
        number = float(value)
    except ValueError:
        number = inf
    if not isfinite(number) or "_" in value or value != value.strip():
        raise InvalidValue(f"Invalid {field} {shown(value)}. Give a number, or 'NaN', 'Infinity' or '-Infinity'.")
    return number

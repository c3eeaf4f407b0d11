"""How a reproduction compares to its original."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from barograph.model import Run

_OF_THE_MACHINE = "system/"


class ComparedMetric(msgspec.Struct, frozen=True, kw_only=True):
    """The last values of a metric; None where it was not logged. `difference` is the new one less the original."""

    key: str
    original: float | None
    reproduced: float | None
    difference: float | None
    is_equal: bool


class ComparedParam(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter whose values are not the same; None where it was not logged."""

    key: str
    original: str | None
    reproduced: str | None


def compared_metrics(
    original: Run, reproduced: Run, *, tolerance: float = 0.0, only: Sequence[str] | None = None
) -> tuple[ComparedMetric, ...]:
    """Every metric by name but those of the machine; with `only`, those named.

    Values are equal if they are the same, also if both are NaN, or differ by at most `tolerance` times the larger of their sizes.
    """
    before, after = ({metric.key: metric.value for metric in run.metrics} for run in (original, reproduced))
    keys = only or [key for key in sorted(before.keys() | after.keys()) if not key.startswith(_OF_THE_MACHINE)]
    return tuple(_compared(key, before.get(key), after.get(key), tolerance) for key in keys)


def compared_params(original: Run, reproduced: Run) -> tuple[ComparedParam, ...]:
    """The parameters that differ, by name."""
    return tuple(
        ComparedParam(key=key, original=original.params.get(key), reproduced=reproduced.params.get(key))
        for key in sorted(original.params.keys() | reproduced.params.keys())
        if original.params.get(key) != reproduced.params.get(key)
    )


def _compared(key: str, before: float | None, after: float | None, tolerance: float) -> ComparedMetric:
    if before is None or after is None:
        return ComparedMetric(key=key, original=before, reproduced=after, difference=None, is_equal=False)
    is_equal = before == after or (math.isnan(before) and math.isnan(after))
    if not is_equal and tolerance and math.isfinite(before) and math.isfinite(after):
        is_equal = abs(after - before) <= tolerance * max(abs(before), abs(after))
    difference = 0.0 if before == after or (math.isnan(before) and math.isnan(after)) else after - before
    return ComparedMetric(key=key, original=before, reproduced=after, difference=difference, is_equal=is_equal)

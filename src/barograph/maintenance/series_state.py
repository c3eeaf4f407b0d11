"""What the chunks of a series say, against what its summary row and the chunk rows claim."""

import math
from collections.abc import Iterable
from typing import Any

import msgspec

from barograph.store.series.codec import unpack
from barograph.store.series.points import Points
from barograph.store.series.summary import Point, Summary, combined, summarize
from barograph.store.sql.rows import AnyRow

_FEW = 64


class SeriesState(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of reading all chunks of a series.

    `summary` is None if no chunk could be read. `unreadable` are (sequence, why), `mislabelled` chunks whose step range is not that of
    their points: sequence to (least step, greatest step).
    """

    summary: Summary | None
    next_sequence: int
    unreadable: tuple[tuple[int, str], ...] = ()
    mislabelled: dict[int, tuple[int, int]] = {}


def state_of(chunks: Iterable[tuple[Any, ...]]) -> SeriesState:
    """Read the chunks of one series: rows of (sequence, point_count, min_step, max_step, codec, payload), in order."""
    summary: Summary | None = None
    unreadable: list[tuple[int, str]] = []
    mislabelled: dict[int, tuple[int, int]] = {}
    next_sequence = 0
    for sequence, point_count, min_step, max_step, codec, payload in chunks:
        next_sequence = sequence + 1
        try:
            points = unpack(codec, point_count, payload)
            if not len(points.steps):
                raise ValueError("A chunk holds no points; the database is damaged.")
        except ValueError as problem:
            unreadable.append((sequence, str(problem)))
            continue
        part = summary_of(points)
        steps = (part.first.step, part.last.step)
        if steps != (min_step, max_step):
            mislabelled[sequence] = steps
        summary = part if summary is None else combined(summary, part)
    return SeriesState(summary=summary, next_sequence=next_sequence, unreadable=tuple(unreadable), mislabelled=mislabelled)


def summary_of(points: Points) -> Summary:
    """Summary of at least one point."""
    steps, times, values = points
    if len(steps) <= _FEW:
        return summarize(steps.tolist(), times.tolist(), values.tolist())
    import numpy as np

    nan = np.isnan(values)
    nan_count = int(nan.sum())
    rank = np.where(nan, 0.0, values)

    def at(index: Any) -> Point:
        return Point(int(steps[index]), int(times[index]), float(values[index]))

    first, last = np.flatnonzero(steps == steps.min()), np.flatnonzero(steps == steps.max())
    first = first[times[first] == times[first].min()]
    last = last[times[last] == times[last].max()]
    some = nan_count < len(values)
    return Summary(
        count=len(steps),
        nan_count=nan_count,
        first=at(first[rank[first].argmin()]),
        last=at(last[rank[last].argmax()]),
        least=at(np.nanargmin(values)) if some else None,
        greatest=at(np.nanargmax(values)) if some else None,
    )


def differences(row: AnyRow, state: SeriesState) -> list[str]:
    """Columns of a `series` row that its chunks contradict.

    Repeated NaN are dropped without being subtracted from `nan_count`, and among points of equal rank the one that came first is kept:
    neither can be told from the chunks, and neither counts as a difference.
    """
    found = state.summary
    wrong = ["next_sequence"] if row.next_sequence < state.next_sequence else []
    if found is None:
        return wrong
    if row.point_count != found.count:
        wrong.append("point_count")
    if row.nan_count < found.nan_count or (row.nan_count and not found.nan_count):
        wrong.append("nan_count")
    for name, point in (("first", found.first), ("last", found.last)):
        stored = (getattr(row, f"{name}_step"), getattr(row, f"{name}_ms"), getattr(row, f"{name}_value") or 0.0)
        is_nan = getattr(row, f"{name}_value") is None
        if stored != (point.step, point.timestamp_ms, 0.0 if math.isnan(point.value) else point.value) or (is_nan and not found.nan_count):
            wrong.append(name)
    for name, extreme in (("min", found.least), ("max", found.greatest)):
        if getattr(row, f"{name}_value") != (None if extreme is None else extreme.value):
            wrong.append(name)
    return wrong


def columns_of(summary: Summary, next_sequence: int) -> dict[str, Any]:
    """A summary as the columns of `series` hold it: NaN is NULL there."""
    columns: dict[str, Any] = {"next_sequence": next_sequence, "point_count": summary.count, "nan_count": summary.nan_count}
    points = {"first": summary.first, "last": summary.last, "min": summary.least, "max": summary.greatest}
    for name, point in points.items():
        step, at, value = point or (None, None, math.nan)
        columns |= {f"{name}_step": step, f"{name}_ms": at, f"{name}_value": None if math.isnan(value) else value}
    return columns

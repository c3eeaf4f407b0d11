"""Runs in groups of equal values, and what their metrics say together."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import fsum, sqrt

from msgspec import structs

from barograph.errors import InvalidValue, shown
from barograph.model import MetricStatistics, RunGroup, RunGroups
from barograph.model.limits import MAX_GROUPS

DEFAULT_GROUPS = 1_000

Measured = tuple[str, bool, Sequence[float | None]]
"""A metric's name, whether less is better, and its value in each run, None where missing."""


def check_groups(max_results: int | None) -> int:
    """How many groups are wanted, or raise."""
    if max_results is None:
        return DEFAULT_GROUPS
    if isinstance(max_results, bool) or not isinstance(max_results, int) or not 1 <= max_results <= MAX_GROUPS:
        raise InvalidValue(f"Invalid value {shown(max_results)} for max_results. It must be a whole number from 1 to {MAX_GROUPS}.")
    return max_results


def grouped(
    by: Sequence[Sequence[str | None]],
    metrics: Sequence[Measured],
    run_ids: Callable[[Sequence[int]], Sequence[str]],
    *,
    max_results: int | None,
) -> RunGroups:
    """The groups of runs. `by` and `metrics` are columns of all runs, newest first.

    `run_ids` gives the ids of runs by their places in the columns.
    """
    limit = check_groups(max_results)
    places: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for place, values in enumerate(zip(*by, strict=True)):
        places[values].append(place)
    largest = sorted(places.items(), key=lambda group: (-len(group[1]), [(value is None, value or "") for value in group[0]]))[:limit]
    found = [[_statistics(metric, members) for metric in metrics] for _, members in largest]
    best = list({place for group in found for _, place in group if place >= 0})
    ids = dict(zip(best, run_ids(best), strict=True)) if best else {}
    groups = [
        RunGroup(
            values=values,
            n=len(members),
            metrics=tuple([structs.replace(statistics, best_run_id=ids.get(place)) for statistics, place in group]),
        )
        for (values, members), group in zip(largest, found, strict=True)
    ]
    return RunGroups(tuple(groups), len(places))


def _statistics(metric: Measured, members: Sequence[int]) -> tuple[MetricStatistics, int]:
    """What the members say of a metric, and the place of the best, -1 if none has a number."""
    name, less_is_better, values = metric
    there = [place for place in members if (value := values[place]) is not None and value == value]  # noqa: PLR0124  # NaN is not
    numbers = [float(values[place] or 0.0) for place in there]
    if not numbers:
        return MetricStatistics(metric=name), -1
    mean = _sum(numbers) / len(numbers)
    best = min(numbers) if less_is_better else max(numbers)
    statistics = MetricStatistics(
        metric=name,
        n=len(numbers),
        mean=mean,
        std=sqrt(_sum([(number - mean) * (number - mean) for number in numbers]) / (len(numbers) - 1)) if len(numbers) > 1 else None,
        min=min(numbers),
        max=max(numbers),
        best=best,
    )
    return statistics, there[numbers.index(best)]


def _sum(numbers: Sequence[float]) -> float:
    """Exact, unless it leaves the range of floats or infinities cancel each other."""
    try:
        return fsum(numbers)
    except (OverflowError, ValueError):
        return sum(numbers)

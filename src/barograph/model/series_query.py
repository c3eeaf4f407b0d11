"""Which series to read, and how much of them."""

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model.limits import check_text
from barograph.model.metric import Axis, MetricName
from barograph.model.metric_context import contextual_name, key_and_context

MAX_SERIES_RUNS = 1_000
MAX_SERIES_KEYS = 100
MAX_SERIES_POINTS = 10_000_000
"""Points in one answer."""

MIN_SAMPLE = 10
MAX_SAMPLE = 100_000


class SeriesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Series of 1 to 1,000 runs.

    `keys`, at most 100, take a series by its name, or by its key in any context; None takes all. `contexts`, at most 100, keep only series
    of exactly these contexts, the empty one being that of plain series. Steps from `start_step` to `end_step`, both included. A series with
    more than `max_points` (10 to 100,000) points in that range comes as a sample; None gives all.
    """

    run_ids: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    contexts: tuple[dict[str, str], ...] | None = None
    max_points: int | None = None
    start_step: int | None = None
    end_step: int | None = None
    axis: Axis = Axis.STEP

    def names(self) -> set[str] | None:
        """The only names that can match, None if they cannot be told without knowing what there is."""
        if self.keys is None or self.contexts is None:
            return None
        found = {key for key in self.keys if key_and_context(key)[1] in self.contexts}
        for key in self.keys:
            for context in self.contexts:
                try:
                    found.add(contextual_name(key, context))
                except InvalidValue:
                    continue  # so there is no such series
        return found

    def wants(self, name: MetricName) -> bool:
        """Whether a series of this name is asked for."""
        if self.keys is not None and name.name not in self.keys and name.key not in self.keys:
            return False
        return self.contexts is None or name.context in self.contexts


def metric_name(name: str) -> MetricName:
    """A name with the key and context that it tells."""
    key, context = key_and_context(name)
    return MetricName(name=name, key=key, context=context)


def check_series_runs(run_ids: tuple[str, ...]) -> None:
    """Raise unless these are 1 to 1,000 texts."""
    if not 1 <= len(run_ids) <= MAX_SERIES_RUNS:
        raise InvalidValue(f"run_ids has {len(run_ids)} entries. Give 1 to {MAX_SERIES_RUNS:,}.")
    for run_id in run_ids:
        check_text(run_id, "run_ids")


def check_series_query(query: SeriesQuery) -> None:
    """Raise `InvalidValue` for a query beyond the limits."""
    check_series_runs(query.run_ids)
    for field, given in (("keys", query.keys), ("contexts", query.contexts)):
        if given is not None and len(given) > MAX_SERIES_KEYS:
            raise InvalidValue(f"{field} has {len(given)} entries. Give at most {MAX_SERIES_KEYS}, or leave it out.")
    if query.max_points is not None and not MIN_SAMPLE <= query.max_points <= MAX_SAMPLE:
        raise InvalidValue(f"Invalid value {shown(query.max_points)} for max_points. Give {MIN_SAMPLE} to {MAX_SAMPLE:,}, or leave it out.")
    start, end = query.start_step, query.end_step
    if start is not None and end is not None and start > end:
        raise InvalidValue(f"start_step {start} is greater than end_step {end}. Exchange them.")


def check_series_points(count: int) -> None:
    """Raise `InvalidValue` if an answer would have more than 10,000,000 points."""
    if count > MAX_SERIES_POINTS:
        raise InvalidValue(
            f"These series have up to {count:,} points, more than the {MAX_SERIES_POINTS:,} of one answer."
            " Ask for fewer runs or keys, or give max_points."
        )

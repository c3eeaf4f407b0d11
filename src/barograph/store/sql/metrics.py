"""Reads of whole metric series."""

from collections.abc import Iterator, Sequence

from barograph.errors import InvalidValue
from barograph.model import Metric, Page, RunMetric
from barograph.store.series.points import Points, by_step, by_time
from barograph.store.series.thin import thinned
from barograph.store.sql import series_read
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.paging import Window

MAX_RUNS = 100
MAX_POINTS = 25_000
MAX_THINNED_POINTS = 2_500
_EVERYTHING = 2**62
_LARGEST = 2**63 - 1


class SqlMetrics(Aggregate):
    """Keeps `MetricStore`."""

    def metric_history(self, run_id: str, key: str, *, max_results: int | None = None, page_token: str | None = None) -> Page[Metric]:
        window = Window(max_results, page_token, default=_EVERYTHING, limit=_EVERYTHING)
        key_id = self._names.known([key]).get(key)
        if key_id is None:
            return Page(())
        with self._database.read() as connection:
            run = series_read.run_numbers(connection, [run_id]).get(run_id)
            if run is None:
                return Page(())
            points = by_time(series_read.points_of_key(connection, run, key_id))
        part, token = window.part(len(points.steps))
        found = points.take(part)
        columns = zip(found.steps.tolist(), found.timestamps_ms.tolist(), found.values.tolist(), strict=True)
        return Page(tuple([Metric(key=key, value=value, timestamp_ms=at, step=step) for step, at, value in columns]), token)

    def metric_histories(self, run_ids: Sequence[str], key: str, *, max_results: int = MAX_POINTS) -> tuple[RunMetric, ...]:
        _check(run_ids, max_results, MAX_POINTS)
        found: list[RunMetric] = []
        for run_id, points in self._each(sorted(set(run_ids)), key, None):
            found += _run_metrics(run_id, key, by_time(points).take(slice(max_results - len(found))))
            if len(found) == max_results:
                break
        return tuple(found)

    def metric_interval(
        self,
        run_ids: Sequence[str],
        key: str,
        *,
        start_step: int | None = None,
        end_step: int | None = None,
        max_results: int = MAX_THINNED_POINTS,
    ) -> tuple[RunMetric, ...]:
        _check(run_ids, max_results, MAX_THINNED_POINTS)
        start = -_LARGEST - 1 if start_step is None else start_step
        end = _LARGEST if end_step is None else end_step
        if start > end:
            raise InvalidValue(f"start_step {start} is greater than end_step {end}. Exchange them.")
        found: list[RunMetric] = []
        for run_id, points in self._each(list(dict.fromkeys(run_ids)), key, (start, end)):
            found += _run_metrics(run_id, key, thinned(by_step(points), max_results))
        return tuple(found)

    def _each(self, run_ids: Sequence[str], key: str, steps: tuple[int, int] | None) -> Iterator[tuple[str, Points]]:
        key_id = self._names.known([key]).get(key)
        if key_id is None:
            return
        with self._database.read() as connection:
            numbers = series_read.run_numbers(connection, run_ids)
            for run_id in run_ids:
                if run_id not in numbers:
                    continue
                if steps is None:
                    yield run_id, series_read.points_of_key(connection, numbers[run_id], key_id)
                else:
                    yield run_id, series_read.points_between(connection, numbers[run_id], key_id, *steps)


def _check(run_ids: Sequence[str], max_results: int, limit: int) -> None:
    if not 1 <= len(run_ids) <= MAX_RUNS:
        raise InvalidValue(f"run_ids has {len(run_ids)} entries. Give 1 to {MAX_RUNS}.")
    if not 1 <= max_results <= limit:
        raise InvalidValue(f"Invalid value {max_results!r} for max_results. It must be from 1 to {limit}.")


def _run_metrics(run_id: str, key: str, points: Points) -> list[RunMetric]:
    columns = zip(points.steps.tolist(), points.timestamps_ms.tolist(), points.values.tolist(), strict=True)
    return [RunMetric(run_id=run_id, key=key, value=value, timestamp_ms=at, step=step) for step, at, value in columns]

"""Reads of whole metric series."""

from collections.abc import Iterable, Sequence

from barograph.errors import InvalidValue
from barograph.model import Metric, MetricName, MetricSeries, Page, RunMetric, SeriesQuery
from barograph.model.metric import Axis
from barograph.model.series_query import MAX_SAMPLE, check_series_points, check_series_query, check_series_runs, metric_name
from barograph.store.memory.paging import check_max_results, page_of
from barograph.store.memory.points import step_order, time_order
from barograph.store.memory.state import Aggregate, RunRecord, locked
from barograph.store.series.points import Points, as_points, by_step, by_time
from barograph.store.series.sample import Sampler

_MAX_RUNS = 100
_MAX_HISTORIES = 25_000
_MAX_INTERVAL = 2_500


class MemoryMetrics(Aggregate):
    """`MetricStore` in memory."""

    @locked
    def metric_history(self, run_id: str, key: str, *, max_results: int | None = None, page_token: str | None = None) -> Page[Metric]:
        points = sorted(self._points(run_id, key), key=time_order)
        return page_of(points, max_results=max_results, default=None, limit=None, token=page_token)

    @locked
    def metric_histories(self, run_ids: Sequence[str], key: str, *, max_results: int = _MAX_HISTORIES) -> tuple[RunMetric, ...]:
        _check_run_count(run_ids)
        check_max_results(max_results, _MAX_HISTORIES)
        found = [_of_run(run_id, point) for run_id in sorted(set(run_ids)) for point in sorted(self._points(run_id, key), key=time_order)]
        return tuple(found[:max_results])

    @locked
    def metric_interval(
        self,
        run_ids: Sequence[str],
        key: str,
        *,
        start_step: int | None = None,
        end_step: int | None = None,
        max_results: int = _MAX_INTERVAL,
    ) -> tuple[RunMetric, ...]:
        _check_run_count(run_ids)
        check_max_results(max_results, _MAX_INTERVAL)
        if start_step is not None and end_step is not None and start_step > end_step:
            raise InvalidValue(f"The step range {start_step} to {end_step} is empty. Its start must not be greater than its end.")
        found: list[RunMetric] = []
        for run_id in dict.fromkeys(run_ids):
            points = [
                point
                for point in sorted(self._points(run_id, key), key=step_order)
                if (start_step is None or point.step >= start_step) and (end_step is None or point.step <= end_step)
            ]
            found.extend(_of_run(run_id, point) for point in _thinned(points, max_results))
        return tuple(found)

    @locked
    def metric_series(self, query: SeriesQuery) -> tuple[MetricSeries, ...]:
        check_series_query(query)
        runs = [run for run_id in dict.fromkeys(query.run_ids) if (run := self._state.runs.get(run_id)) is not None]
        wanted = [(run, name) for run in runs for name in map(metric_name, sorted(run.series)) if query.wants(name)]
        check_series_points(sum(min(len(run.series[name.name]), query.max_points or MAX_SAMPLE**2) for run, name in wanted))
        return tuple([_series(run, name, query) for run, name in wanted])

    @locked
    def metric_names(self, run_ids: Sequence[str]) -> tuple[MetricName, ...]:
        check_series_runs(tuple(run_ids))
        names = {name for run_id in run_ids if (run := self._state.runs.get(run_id)) is not None for name in run.series}
        return tuple(map(metric_name, sorted(names)))

    def _points(self, run_id: str, key: str) -> Iterable[Metric]:
        run = self._state.runs.get(run_id)
        return run.series.get(key, {}).values() if run else ()


def _series(run: RunRecord, name: MetricName, query: SeriesQuery) -> MetricSeries:
    points = list(run.series[name.name].values())
    steps = [point.step for point in points]
    columns = as_points(steps, [point.timestamp_ms for point in points], [point.value for point in points])
    start, end = query.start_step, query.end_step
    columns = columns.take(
        (columns.steps >= (min(steps) if start is None else start)) & (columns.steps <= (max(steps) if end is None else end))
    )
    found = _along(columns, query)
    return MetricSeries(
        run_id=run.info.run_id,
        name=name.name,
        key=name.key,
        context=name.context,
        count=len(points),
        first_step=min(steps),
        last_step=max(steps),
        steps=found.steps,
        timestamps_ms=found.timestamps_ms,
        values=found.values,
    )


def _along(points: Points, query: SeriesQuery) -> Points:
    if query.max_points is None:
        return by_step(points) if query.axis is Axis.STEP else by_time(points)
    sampler = Sampler(query.max_points, query.axis)
    sampler.add(points)
    return sampler.points()


def _check_run_count(run_ids: Sequence[str]) -> None:
    if not 1 <= len(run_ids) <= _MAX_RUNS:
        raise InvalidValue(f"Metrics are read for 1 to {_MAX_RUNS} runs at once, not {len(run_ids)}.")


def _of_run(run_id: str, point: Metric) -> RunMetric:
    return RunMetric(run_id=run_id, key=point.key, value=point.value, timestamp_ms=point.timestamp_ms, step=point.step)


def _thinned(points: list[Metric], size: int) -> list[Metric]:
    """At most `size` points, evenly spread, with the first and the last; of one, the last."""
    if len(points) <= size:
        return points
    if size == 1:
        return points[-1:]
    last = len(points) - 1
    return [points[round(index * last / (size - 1))] for index in range(size)]

"""Many series of a server that has no route for them: run by run and key by key, sampled here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from barograph.errors import NotFound
from barograph.model import Axis, MetricName, MetricSeries, SeriesQuery
from barograph.model.series_query import check_series_points, metric_name
from barograph.store.remote.connection import Connection
from barograph.store.series.points import Points, as_points, by_step, by_time, joined
from barograph.store.series.sample import Sampler
from barograph.wire import metrics as wire
from barograph.wire import runs as run_wire
from barograph.wire.scalars import from_wire

_PAGE = 25_000


def names_of_others(connection: Connection, run_ids: Sequence[str]) -> tuple[MetricName, ...]:
    """As `store.base.MetricStore.metric_names`."""
    names = {name for run_id in dict.fromkeys(run_ids) for name in _keys(connection, run_id)}
    return tuple([metric_name(name) for name in sorted(names)])


def series_of_others(connection: Connection, query: SeriesQuery) -> tuple[MetricSeries, ...]:
    """As `store.base.MetricStore.metric_series`, of a query that was checked."""
    found = []
    total = 0
    for run_id in dict.fromkeys(query.run_ids):
        for name in map(metric_name, sorted(_keys(connection, run_id))):
            if query.wants(name):
                series = _series(connection, run_id, name, query)
                total += len(series.steps)
                check_series_points(total)
                found.append(series)
    return tuple(found)


def _keys(connection: Connection, run_id: str) -> set[str]:
    try:
        run = connection.get("runs/get", run_wire.GetRun(run_id=run_id, run_uuid=run_id), run_wire.RunFound).run.to_model()
    except NotFound:
        return set()
    return {metric.key for metric in run.metrics}


def _series(connection: Connection, run_id: str, name: MetricName, query: SeriesQuery) -> MetricSeries:
    whole = by_step(joined(_pages(connection, run_id, name.name)))
    start, end = query.start_step, query.end_step
    first, last = int(whole.steps[0]), int(whole.steps[-1])
    inside = (whole.steps >= (first if start is None else start)) & (whole.steps <= (last if end is None else end))
    points = whole.take(inside)
    if query.max_points is not None:
        sampler = Sampler(query.max_points, query.axis)
        sampler.add(points)
        points = sampler.points()
    elif query.axis is Axis.TIME:
        points = by_time(points)
    return MetricSeries(
        run_id=run_id,
        name=name.name,
        key=name.key,
        context=name.context,
        count=len(whole.steps),
        first_step=first,
        last_step=last,
        steps=points.steps,
        timestamps_ms=points.timestamps_ms,
        values=points.values,
    )


def _pages(connection: Connection, run_id: str, key: str) -> Iterator[Points]:
    token: str | None = None
    while True:
        request = wire.GetHistory(run_id=run_id, run_uuid=run_id, metric_key=key, max_results=_PAGE, page_token=token)
        page = connection.get("metrics/get-history", request, wire.History)
        metrics = page.metrics
        yield as_points([m.step for m in metrics], [m.timestamp for m in metrics], [from_wire(m.value) for m in metrics])
        token = page.next_page_token
        if not token:
            return

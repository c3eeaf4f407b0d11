"""Whole series read from a tracking server."""

from collections.abc import Sequence

from barograph.errors import EndpointNotFound
from barograph.model import Metric, MetricName, MetricSeries, Page, RunMetric, SeriesQuery
from barograph.model.series_query import check_series_query, check_series_runs
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import BROWSER_API, NATIVE_API
from barograph.store.remote.series_of_others import names_of_others, series_of_others
from barograph.wire import metrics as wire
from barograph.wire import series as series_wire

_IDS_PER_QUERY = 100


class RemoteMetrics(RemoteAggregate):
    """`store.base.MetricStore` over HTTP."""

    def metric_history(self, run_id: str, key: str, *, max_results: int | None = None, page_token: str | None = None) -> Page[Metric]:
        request = wire.GetHistory(run_id=run_id, run_uuid=run_id, metric_key=key, max_results=max_results, page_token=page_token)
        found = self._connection.get("metrics/get-history", request, wire.History)
        return Page(tuple([metric.to_model() for metric in found.metrics]), found.next_page_token or None)

    def metric_histories(self, run_ids: Sequence[str], key: str, *, max_results: int = 25_000) -> tuple[RunMetric, ...]:
        request = wire.GetHistories(run_id=tuple(run_ids), metric_key=key, max_results=max_results)
        found = self._connection.get("metrics/get-history-bulk", request, wire.Histories, api=BROWSER_API)
        return tuple([metric.to_model() for metric in found.metrics])

    def metric_interval(
        self, run_ids: Sequence[str], key: str, *, start_step: int | None = None, end_step: int | None = None, max_results: int = 2_500
    ) -> tuple[RunMetric, ...]:
        request = wire.GetHistoryInterval(
            run_ids=tuple(run_ids), metric_key=key, start_step=start_step, end_step=end_step, max_results=max_results
        )
        found = self._connection.get("metrics/get-history-bulk-interval", request, wire.HistoryInterval)
        return tuple([metric.to_model() for metric in found.metrics])

    def metric_series(self, query: SeriesQuery) -> tuple[MetricSeries, ...]:
        check_series_query(query)
        try:
            found = self._connection.post_for_msgpack(
                f"{NATIVE_API}metrics/series", series_wire.GetSeries.from_model(query), series_wire.PackedSeriesFound
            )
        except EndpointNotFound:
            return series_of_others(self._connection, query)
        return tuple([each.to_model() for each in found.series])

    def metric_names(self, run_ids: Sequence[str]) -> tuple[MetricName, ...]:
        check_series_runs(tuple(run_ids))
        found: dict[str, MetricName] = {}
        for start in range(0, len(run_ids), _IDS_PER_QUERY):
            request = series_wire.GetNames(run_ids=tuple(run_ids[start : start + _IDS_PER_QUERY]))
            try:
                answer = self._connection.get("metrics/names", request, series_wire.NamesFound, api=NATIVE_API)
            except EndpointNotFound:
                return names_of_others(self._connection, run_ids)
            found |= {each.name: each.to_model() for each in answer.names}
        return tuple([found[name] for name in sorted(found)])

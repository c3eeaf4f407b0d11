"""Whole series read from a tracking server."""

from collections.abc import Sequence

from barograph.model import Metric, Page, RunMetric
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import BROWSER_API
from barograph.wire import metrics as wire


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

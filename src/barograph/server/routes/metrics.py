"""Reads of whole metric series."""

from barograph.errors import InvalidValue, MissingValue
from barograph.server.context import Context
from barograph.server.mlflow_wire import check_page_size
from barograph.server.route import Family, Policy, Route
from barograph.wire import metrics as wire

__all__ = ["ROUTES"]

MAX_RUNS = 100
MAX_POINTS_OVERALL = 25_000
MAX_POINTS_PER_RUN = 2_500
MAX_PAGE = 2**63 - 1


def history(context: Context, request: wire.GetHistory) -> wire.History:
    if request.max_results is not None:
        check_page_size(request.max_results, MAX_PAGE)
    page = context.store.metric_history(
        request.run_id, request.metric_key, max_results=request.max_results, page_token=request.page_token or None
    )
    return wire.History(metrics=wire.Metric.from_models(page.items), next_page_token=page.next_token)


def histories(context: Context, request: wire.GetHistories) -> wire.Histories:
    _check_runs(request.run_id, "run_id")
    check_page_size(request.max_results, MAX_POINTS_OVERALL)
    points = context.store.metric_histories(request.run_id, request.metric_key, max_results=request.max_results)
    return wire.Histories(metrics=tuple([wire.RunMetric.from_model(point) for point in points]))


def interval(context: Context, request: wire.GetHistoryInterval) -> wire.HistoryInterval:
    _check_runs(request.run_ids, "run_ids")
    check_page_size(request.max_results, MAX_POINTS_PER_RUN)
    start, end = request.start_step, request.end_step
    if (start is None) != (end is None):
        raise InvalidValue("Give both start_step and end_step, or neither.")
    if start is not None and end is not None and start > end:
        raise InvalidValue(f"start_step {start} is after end_step {end}. Give a start that is not after the end.")
    points = context.store.metric_interval(
        request.run_ids, request.metric_key, start_step=start, end_step=end, max_results=request.max_results
    )
    return wire.HistoryInterval(metrics=tuple([wire.RunMetric.from_model(point) for point in points]))


def _check_runs(run_ids: tuple[str, ...], field: str) -> None:
    if not run_ids:
        raise MissingValue(field)
    if len(run_ids) > MAX_RUNS:
        raise InvalidValue(f"{len(run_ids)} runs were given as {field}. Give at most {MAX_RUNS}.")


ROUTES = [
    Route("GET", "metrics/get-history", Policy.READ, history),
    Route("GET", "metrics/get-history-bulk", Policy.READ, histories, family=Family.BROWSER),
    Route("GET", "metrics/get-history-bulk-interval", Policy.READ, interval),
]

"""Params, metrics and tags of the client."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from barograph.client.metric_value import metric_step, metric_time_ms, metric_value
from barograph.client.operations import RunOperations, perform
from barograph.client.paging import all_pages
from barograph.client.text_value import checked_key, param_values, tag_values, unique_params
from barograph.client.tracking_client.connection import Connection
from barograph.entities.metric import Metric
from barograph.model import Metric as Point
from barograph.model.limits import MAX_BATCH_METRICS, MAX_BATCH_PARAMS, MAX_BATCH_TAGS, MAX_BATCH_TOTAL

_HISTORY_PAGE = 25_000


def point_of(
    key: str,
    value: Any,
    *,
    timestamp: Any = None,
    step: Any = None,
    model_id: str | None = None,
    dataset_name: str | None = None,
    dataset_digest: str | None = None,
) -> Point:
    """A metric point of what a caller gave, checked."""
    key = checked_key(key, "metric key")
    return Point(
        key=key,
        value=metric_value(key, value),
        timestamp_ms=metric_time_ms(key, timestamp),
        step=metric_step(key, step),
        model_id=model_id,
        dataset_name=dataset_name,
        dataset_digest=dataset_digest,
    )


class LoggedValueMethods(Connection):
    """Logging to a run by its id. Values are checked at once, also when the write is not waited for."""

    def log_metric(
        self,
        run_id: str,
        key: str,
        value: Any,
        timestamp: int | None = None,
        step: int | None = None,
        synchronous: bool | None = None,
        dataset_name: str | None = None,
        dataset_digest: str | None = None,
        model_id: str | None = None,
    ) -> RunOperations | None:
        """Log one point; without a timestamp (ms UTC) it is now, without a step 0."""
        point = point_of(
            key,
            value,
            timestamp=timestamp,
            step=step,
            model_id=model_id,
            dataset_name=dataset_name,
            dataset_digest=dataset_digest,
        )
        return perform(lambda: self._store.log_batch(run_id, metrics=[point]), synchronous)

    def log_param(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> Any:
        """Log a param and return its value. Another value than before raises INVALID_PARAMETER_VALUE."""
        params = param_values({key: value})
        operations = perform(lambda: self._store.log_batch(run_id, params=params), synchronous)
        return value if operations is None else operations

    def set_tag(self, run_id: str, key: str, value: Any, synchronous: bool | None = None) -> RunOperations | None:
        """Set or replace a tag."""
        tags = tag_values({key: value})
        return perform(lambda: self._store.log_batch(run_id, tags=tags), synchronous)

    def delete_tag(self, run_id: str, key: str) -> None:
        """Remove a tag; absent raises RESOURCE_DOES_NOT_EXIST."""
        self._store.delete_tag(run_id, key)

    def log_batch(
        self,
        run_id: str,
        metrics: Sequence[Any] = (),
        params: Sequence[Any] = (),
        tags: Sequence[Any] = (),
        synchronous: bool | None = None,
    ) -> RunOperations | None:
        """Log `Metric`, `Param` and `RunTag` entities; nothing given sends nothing.

        More than 1,000 metrics, 100 params or 100 tags go in several requests, each stored whole or not at all.
        """
        points = [
            point_of(
                metric.key,
                metric.value,
                timestamp=metric.timestamp,
                step=metric.step,
                model_id=metric.model_id,
                dataset_name=metric.dataset_name,
                dataset_digest=metric.dataset_digest,
            )
            for metric in metrics
        ]
        texts = param_values(unique_params(run_id, params))
        marks = tag_values({tag.key: tag.value for tag in tags})
        return perform(self._batches(run_id, points, texts, marks), synchronous)

    def log_values(
        self,
        run_id: str,
        *,
        points: Sequence[Point] = (),
        params: Mapping[str, Any] = {},
        tags: Mapping[str, Any] = {},
        synchronous: bool | None = None,
    ) -> RunOperations | None:
        """Log points, params and tags by key, in as few requests as the limits allow."""
        return perform(self._batches(run_id, points, param_values(params), tag_values(tags)), synchronous)

    def get_metric_history(self, run_id: str, key: str) -> list[Metric]:
        """All points of a metric by (timestamp, step, value); unknown keys have none."""
        store = self._store
        points = all_pages(lambda size, token: store.metric_history(run_id, key, max_results=size, page_token=token), None, _HISTORY_PAGE)
        return [Metric.of(point, run_id) for point in points]

    def _batches(self, run_id: str, points: Sequence[Point], params: Mapping[str, str], tags: Mapping[str, str]) -> Callable[[], None]:
        def write() -> None:
            store = self._store
            for some_points, some_params, some_tags in _split(points, params, tags):
                store.log_batch(run_id, metrics=some_points, params=some_params, tags=some_tags)

        return write


def _split(
    points: Sequence[Point], params: Mapping[str, str], tags: Mapping[str, str]
) -> Iterable[tuple[Sequence[Point], dict[str, str], dict[str, str]]]:
    """Requests within the limits. Params and tags go first: a run that is cut off is then at least described."""
    waiting_params, waiting_tags, sent = list(params.items()), list(tags.items()), 0
    while sent < len(points) or waiting_params or waiting_tags:
        some_params, waiting_params = waiting_params[:MAX_BATCH_PARAMS], waiting_params[MAX_BATCH_PARAMS:]
        some_tags, waiting_tags = waiting_tags[:MAX_BATCH_TAGS], waiting_tags[MAX_BATCH_TAGS:]
        room = min(MAX_BATCH_METRICS, MAX_BATCH_TOTAL - len(some_params) - len(some_tags))
        yield points[sent : sent + room], dict(some_params), dict(some_tags)
        sent += room

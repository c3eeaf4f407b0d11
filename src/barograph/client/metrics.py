"""Logging metrics of the active run."""

from collections.abc import Mapping
from typing import Any

from barograph import settings
from barograph.client.active_model import get_active_model_id
from barograph.client.metric_value import now_ms
from barograph.client.open_runs import ActiveRun, open_runs
from barograph.client.operations import RunOperations
from barograph.client.runs import active_or_new_run
from barograph.client.session import session
from barograph.client.text_value import checked_key
from barograph.client.tracking_client import MlflowClient
from barograph.client.tracking_client.logged_values import point_of
from barograph.entities.dataset import DatasetInput
from barograph.entities.logged_model import LoggedModelInput
from barograph.errors import InvalidValue, shown
from barograph.model import Metric as Point
from barograph.model.metric_context import contextual_name


def log_metric(
    key: str,
    value: Any,
    step: int | None = None,
    synchronous: bool | None = None,
    timestamp: int | None = None,
    run_id: str | None = None,
    model_id: str | None = None,
    dataset: Any = None,
    *,
    context: Mapping[str, Any] | None = None,
) -> RunOperations | None:
    """Log one point of a metric, of the active run or the run named; without a step it is 0, without a timestamp (ms UTC) now.

    A `context`, such as `{"subset": "val"}`, makes a series of its own, which clients that know no contexts see as `loss subset:val`.
    `model_id` ties the point to a logged model. Without it that is the active model, else the first that the run produced at that step.
    """
    special = synchronous is not None or run_id is not None or timestamp is not None or model_id is not None or dataset is not None
    if not special and context is None and _written_quickly(key, value, step):
        return None
    return _log(_in_context({key: value}, context), step, synchronous, run_id, timestamp, model_id, dataset, first_model_only=True)


def log_metrics(
    metrics: Mapping[str, Any],
    step: int | None = None,
    synchronous: bool | None = None,
    run_id: str | None = None,
    timestamp: int | None = None,
    model_id: str | None = None,
    dataset: Any = None,
    *,
    context: Mapping[str, Any] | None = None,
) -> RunOperations | None:
    """Log one point each of several metrics, all of one time. Without `model_id` each counts for every model produced at that step."""
    if not isinstance(metrics, Mapping):
        raise InvalidValue(f"Invalid metrics {shown(metrics)}: expected a mapping of keys to numbers, not {type(metrics).__name__}.")
    return _log(_in_context(metrics, context), step, synchronous, run_id, timestamp, model_id, dataset, first_model_only=False)


def _in_context(metrics: Mapping[str, Any], context: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if context is None:
        return metrics
    return {contextual_name(checked_key(key, "metric key"), context): value for key, value in metrics.items()}


def _written_quickly(key: object, value: object, step: object) -> bool:
    """Write a plain point of the active run to its journal, if it has one; all else takes the long way, and so do mistakes."""
    run = open_runs.innermost
    if run is None or run.produced or type(key) is not str or (step is not None and type(step) is not int):
        return False
    if (type(value) is not float and type(value) is not int) or settings.ENABLE_ASYNC_LOGGING.get() or get_active_model_id():
        return False
    pen = run.pen
    if pen is None:
        pen = run.pen = session.pen(run.tracking_uri, run.info.run_id)
        if pen is None:
            return False
    try:
        number = float(value)
    except OverflowError:
        return False
    if pen.point(key, number, step or 0, now_ms()):
        return True
    run.pen = None
    return False


def _log(
    metrics: Mapping[str, Any],
    step: int | None,
    synchronous: bool | None,
    run_id: str | None,
    timestamp: int | None,
    model_id: str | None,
    dataset: Any,
    *,
    first_model_only: bool,
) -> RunOperations | None:
    about = {} if dataset is None else {"dataset_name": dataset.name, "dataset_digest": dataset.digest}
    points = [point_of(checked_key(key, "metric key"), value, timestamp=timestamp, step=step, **about) for key, value in metrics.items()]
    if points:
        moment = points[0].timestamp_ms
        points = [_at(point, moment) for point in points]
    model_id = model_id or get_active_model_id()
    run = active_or_new_run() if run_id is None else None
    client = MlflowClient(run.tracking_uri) if run else MlflowClient()
    target = run.info.run_id if run else str(run_id)
    models = [model_id] if model_id else _produced(run, points, first_model_only)
    _record_inputs(client, target, run, model_id, dataset)
    return client.log_values(target, points=[_tied(point, model) for model in models for point in points], synchronous=synchronous)


def _produced(run: ActiveRun | None, points: list[Point], first_model_only: bool) -> list[str | None]:
    made: list[str | None] = list(run.models_at(points[0].step)) if run and points else []
    return (made[:1] if first_model_only else made) or [None]


def _record_inputs(client: MlflowClient, run_id: str, run: ActiveRun | None, model_id: str | None, dataset: Any) -> None:
    """Make the dataset and the model that a metric names inputs of the run, unless they are already known to be."""
    seen_models = run.linked_models if run else set()
    seen_datasets = run.linked_datasets if run else set()
    models = [LoggedModelInput(model_id)] if model_id and model_id not in seen_models else []
    datasets = [DatasetInput(dataset.to_entity())] if dataset is not None and (dataset.name, dataset.digest) not in seen_datasets else []
    client.log_inputs(run_id, datasets, models)
    seen_models.update(given.model_id for given in models)
    seen_datasets.update((given.dataset.name, given.dataset.digest) for given in datasets)


def _at(point: Point, moment: int) -> Point:
    return point if point.timestamp_ms == moment else _changed(point, timestamp_ms=moment)


def _tied(point: Point, model_id: str | None) -> Point:
    return point if model_id is None else _changed(point, model_id=model_id)


def _changed(point: Point, **changes: Any) -> Point:
    from msgspec.structs import replace

    return replace(point, **changes)

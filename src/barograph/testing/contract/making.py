"""What tests start from: names nobody else has, experiments, runs, models, points, and moments that differ."""

import time
import uuid
from collections.abc import Callable, Mapping
from typing import TypeVar

from barograph.model import (
    Dataset,
    DatasetInput,
    LoggedModel,
    Metric,
    ModelVersion,
    NewLoggedModel,
    NewModelVersion,
    NewRun,
    Page,
    Query,
    Run,
)
from barograph.store.base import Store

T = TypeVar("T")

UNKNOWN_RUN = "0" * 32
UNKNOWN_EXPERIMENT = "999999999"
UNKNOWN_MODEL = "m-" + "0" * 32


def unique(prefix: str) -> str:
    """A name that no other test uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def tick() -> None:
    """Return once the clock shows another millisecond, so that times written before and after differ."""
    start = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 <= start:
        pass


def new_experiment(store: Store) -> str:
    """The id of a fresh experiment."""
    return store.create_experiment(unique("experiment"))


def new_run(
    store: Store,
    experiment_id: str | None = None,
    *,
    name: str | None = None,
    start_time_ms: int = 1_000,
    params: Mapping[str, str] = {},
    tags: Mapping[str, str] = {},
    metrics: Mapping[str, float] = {},
) -> str:
    """The id of a run with these values, metrics at step 0."""
    experiment_id = new_experiment(store) if experiment_id is None else experiment_id
    run = store.create_run(NewRun(experiment_id=experiment_id, name=name, user_id="ada", start_time_ms=start_time_ms))
    if params or tags or metrics:
        points = [point(key, value) for key, value in metrics.items()]
        store.log_batch(run.info.run_id, metrics=points, params=params, tags=tags)
    return run.info.run_id


def point(
    key: str, value: float, *, at: int = 1_000, step: int = 0, model_id: str | None = None, dataset: tuple[str, str] | None = None
) -> Metric:
    """A metric point, maybe measured on a logged model and a dataset."""
    name, digest = dataset or (None, None)
    return Metric(key=key, value=value, timestamp_ms=at, step=step, model_id=model_id, dataset_name=name, dataset_digest=digest)


def read(name: str, digest: str = "d1", context: str | None = None, **fields: str) -> DatasetInput:
    """A dataset as an input."""
    tags = {} if context is None else {"mlflow.data.context": context}
    return DatasetInput(dataset=Dataset(name=name, digest=digest, **fields), tags=tags)


def latest(run: Run) -> dict[str, float]:
    """The run's latest values by key."""
    return {metric.key: metric.value for metric in run.metrics}


def new_logged_model(store: Store, experiment_id: str | None = None, **fields: object) -> LoggedModel:
    """A fresh logged model."""
    experiment_id = new_experiment(store) if experiment_id is None else experiment_id
    return store.create_logged_model(NewLoggedModel(experiment_id=experiment_id, **fields))  # type: ignore[arg-type]  # tests name real fields


def new_registered_model(store: Store, prefix: str = "model") -> str:
    """The name of a fresh registered model."""
    return store.create_registered_model(unique(prefix)).name


def new_version(store: Store, name: str, **fields: object) -> ModelVersion:
    """A fresh version of a registered model."""
    values = {"source": "s3://bucket/model"} | fields
    return store.create_model_version(NewModelVersion(name=name, **values))  # type: ignore[arg-type]  # tests name real fields


def pages(search: Callable[[Query], Page[T]], query: Query, size: int) -> list[list[T]]:
    """All pages of a search, `size` results each."""
    found: list[list[T]] = []
    token: str | None = None
    while True:
        page = search(Query(filter=query.filter, order_by=query.order_by, view=query.view, max_results=size, page_token=token))
        found.append(list(page.items))
        token = page.next_token
        if token is None:
            return found

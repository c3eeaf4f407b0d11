"""Stores with something of everything in them, statements on their tables, and everything that they hold as values."""

from __future__ import annotations

import math
from typing import Any

from msgspec.structs import replace
from sqlalchemy import text

from barograph.model import (
    Dataset,
    DatasetInput,
    Metric,
    ModelOutput,
    NewLoggedModel,
    NewModelVersion,
    NewRun,
    Query,
    Run,
    RunStatus,
    Stage,
    View,
)
from barograph.store.opening import open_store
from barograph.store.sql.database import Database

MODEL = "forecaster"


def filled(uri: str, artifact_root: str = "memory:/a", *, runs: int = 3) -> list[str]:
    """Make a store of experiments, runs, metrics of several kinds, models, versions, aliases and tags; the ids of its runs."""
    store = open_store(uri, artifact_root=artifact_root)
    experiment = store.create_experiment("wind", tags={"team": "north"})
    ids = [store.create_run(NewRun(experiment_id=experiment, name=f"run {i}", start_time_ms=i)).info.run_id for i in range(runs)]
    model = store.create_logged_model(NewLoggedModel(experiment_id=experiment, name="m", source_run_id=ids[0], params={"p": "1"}))
    for number, run_id in enumerate(ids):
        for step in range(10):
            value = math.nan if step == 3 else math.inf if step == 4 else step * 0.1
            store.log_batch(run_id, metrics=[Metric(key="loss", value=value, timestamp_ms=step, step=step)])
        many = [Metric(key="long", value=i * 0.5 + number, timestamp_ms=i, step=-i) for i in range(500)]
        named = Metric(key="rmse", value=1.5, timestamp_ms=1, model_id=model.model_id, dataset_name="d", dataset_digest="1")
        store.log_batch(run_id, metrics=[*many, named], params={"lr": "0.1", "text": "x" * 300}, tags={"team": "ü"})
    data = Dataset(name="d", digest="1", source_type="s", source="s3://b/x")
    store.log_inputs(ids[0], datasets=[DatasetInput(dataset=data, tags={"mlflow.data.context": "train"})])
    store.log_outputs(ids[0], [ModelOutput(model_id=model.model_id, step=3)])
    store.create_registered_model(MODEL, description="of wind", tags={"owner": "ada"})
    store.create_model_version(NewModelVersion(name=MODEL, source="s3://b/one", tags={"v": "1"}))
    store.transition_model_version(MODEL, 1, Stage.PRODUCTION)
    store.set_alias(MODEL, "best", 1)
    store.beat(ids[:1], period_ms=1_000)
    store.join_run(NewRun(experiment_id=experiment, name="shared"), "job-1")
    store.update_run(ids[-1], status=RunStatus.FINISHED, end_time_ms=99)
    store.close()
    return ids


def contents(uri: str) -> dict[str, Any]:
    """Everything that callers can read of a store, comparable: NaN is written out."""
    store = open_store(uri)
    try:
        experiments = store.search_experiments(Query(view=View.ALL)).items
        ids = [found.experiment_id for found in experiments]
        runs = store.search_runs(ids, Query(view=View.ALL)).items
        keys = sorted({metric.key for run in runs for metric in run.metrics})
        return {
            "experiments": repr(experiments),
            "runs": repr([_ordered(run) for run in runs]),
            "points": {(run.info.run_id, key): repr(store.metric_history(run.info.run_id, key)) for run in runs for key in keys},
            "logged_models": repr(store.search_logged_models(ids, Query())),
            "registered": repr(store.search_registered_models(Query()).items),
            "versions": repr(store.search_model_versions(Query()).items),
            "datasets": repr(store.search_datasets(ids[:20])),
        }
    finally:
        store.close()


def _ordered(run: Run) -> Run:
    """The run with what has no order in one."""
    metrics = tuple(sorted(run.metrics, key=lambda metric: metric.key))
    return replace(run, metrics=metrics, params=dict(sorted(run.params.items())), tags=dict(sorted(run.tags.items())))


def execute(uri: str, *statements: str) -> None:
    """Run statements on the tables, past the store."""
    database = Database(uri)
    for statement in statements:
        database.write(lambda connection, statement=statement: connection.execute(text(statement)))
    database.close()


def queried(uri: str, statement: str) -> list[tuple[Any, ...]]:
    """Rows of a statement."""
    database = Database(uri)
    try:
        with database.read() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        database.close()

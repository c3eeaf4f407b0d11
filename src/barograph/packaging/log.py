"""Logging a model: its entity, its files, and its ties to run, metrics and registry."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from barograph.artifacts.transfer import upload_dir
from barograph.client.active_model import remember_last
from barograph.client.context import context_tags
from barograph.client.experiments import active_experiment_id
from barograph.client.open_runs import open_runs
from barograph.client.register import register_model
from barograph.client.runs import active_run
from barograph.client.session import session
from barograph.entities.logged_model import LoggedModelOutput
from barograph.errors import InvalidValue, shown
from barograph.model import LoggedModel, LoggedModelStatus, Metric, ModelOutput, NewLoggedModel, Run
from barograph.model.limits import check_logged_model_name
from barograph.packaging.manifest import Model
from barograph.packaging.model_info import ModelInfo, model_info
from barograph.packaging.save import Description, save_model


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller says of the logged model; the same for every library."""

    name: str | None = None
    artifact_path: str | None = None
    model_id: str | None = None
    model_type: str | None = None
    params: Mapping[str, Any] | None = None
    tags: Mapping[str, Any] | None = None
    step: int = 0
    registered_model_name: str | None = None
    await_registration_for: int | None = 300


def log_model(flavor: str, model: Any, entry: Entry, description: Description, options: Mapping[str, Any]) -> ModelInfo:
    """Save a model into the store, of the active run if there is one, and return what there is to know about it.

    The logged model is PENDING while its files travel, then READY; if anything fails it is UPLOAD_FAILED and the error goes on. The run's
    params are copied to it and the run's metrics of the same step are related to it. With `registered_model_name` it is also registered.
    """
    store = session.tracking_store()
    name = _name(entry)
    run = _active()
    logged = store.get_logged_model(entry.model_id) if entry.model_id else store.create_logged_model(_new(entry, name, run))
    remember_last(logged.model_id)
    if run is not None:
        _relate(run, logged, entry.step)
    try:
        manifest = _upload(flavor, model, logged, run, description, options)
    except BaseException:
        store.finalize_logged_model(logged.model_id, LoggedModelStatus.UPLOAD_FAILED)
        raise
    logged = store.finalize_logged_model(logged.model_id, LoggedModelStatus.READY)
    if run is not None and options.get("model_config"):
        store.log_batch(run.info.run_id, params=_flat(options["model_config"]))
    version = None
    if entry.registered_model_name is not None:
        registered = register_model(
            f"models:/{logged.model_id}", entry.registered_model_name, entry.await_registration_for, tags=entry.tags
        )
        version = registered.version
        logged = store.get_logged_model(logged.model_id)
    return model_info(manifest, model_uri=f"models:/{logged.model_id}", logged=logged, version=version)


def _name(entry: Entry) -> str | None:
    if entry.name is not None and entry.artifact_path is not None:
        raise InvalidValue("Both artifact_path (deprecated) and name are given. Give name only.")
    if entry.artifact_path is not None:
        warnings.warn("artifact_path is deprecated. Use name instead.", FutureWarning, stacklevel=4)
    name = entry.name if entry.name is not None else entry.artifact_path
    if name is not None and not isinstance(name, str):
        raise InvalidValue(f"name must be text, not {shown(name)}.")
    return name if name is None else check_logged_model_name(name)


def _active() -> Run | None:
    """The active run as it stands now: its params and metrics are those logged so far."""
    active = active_run()
    return None if active is None else session.tracking_store().get_run(active.info.run_id)


def _new(entry: Entry, name: str | None, run: Run | None) -> NewLoggedModel:
    params = {str(key): str(value) for key, value in (entry.params or {}).items()}
    return NewLoggedModel(
        experiment_id=run.info.experiment_id if run else active_experiment_id(),
        name=name,
        model_type=entry.model_type,
        source_run_id=run.info.run_id if run else None,
        params=params | run.params if run else params,
        tags=context_tags() | {str(key): str(value) for key, value in (entry.tags or {}).items()},
    )


def _relate(run: Run, logged: LoggedModel, step: int) -> None:
    store = session.tracking_store()
    store.log_outputs(run.info.run_id, [ModelOutput(model_id=logged.model_id, step=step)])
    open_runs.note_outputs(run.info.run_id, [LoggedModelOutput(logged.model_id, step)])
    points: list[Metric] = []
    for latest in run.metrics:
        if latest.step == step:
            points.append(msgspec.structs.replace(latest, model_id=logged.model_id))
        elif latest.step > step:
            history = store.metric_history(run.info.run_id, latest.key).items
            points += [msgspec.structs.replace(point, model_id=logged.model_id) for point in history if point.step == step]
    if points:
        store.log_batch(run.info.run_id, metrics=points)


def _upload(flavor: str, model: Any, logged: LoggedModel, run: Run | None, description: Description, options: Mapping[str, Any]) -> Model:
    manifest = Model.new(
        artifact_path=logged.artifact_location,
        run_id=run.info.run_id if run else None,
        model_id=logged.model_id,
        model_uuid=logged.model_id,
    )
    with tempfile.TemporaryDirectory(prefix="barograph-") as parent:
        directory = Path(parent) / "model"
        written = save_model(flavor, model, directory, description, options, manifest)
        upload_dir(session.artifacts(logged.artifact_location), directory)
    return written


def _flat(config: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested configuration as params, keys joined with `/`."""
    params: dict[str, str] = {}
    for key, value in config.items():
        params |= _flat(value, f"{prefix}{key}/") if isinstance(value, Mapping) and value else {f"{prefix}{key}": str(value)}
    return params

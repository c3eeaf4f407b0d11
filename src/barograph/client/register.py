"""Registering models."""

import sys
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from barograph.artifacts.resolve import join
from barograph.client.context import user_name
from barograph.client.session import session
from barograph.client.version_source import checked_source
from barograph.entities.model_registry import ModelVersion
from barograph.errors import BarographError, NotFound, NotSupported, RegisteredModelExists, shown
from barograph.model import LoggedModel, NewModelVersion, Query, Run
from barograph.registry.model_uri import LoggedModelUri, is_models_uri, is_runs_uri, parse_models_uri, parse_runs_uri
from barograph.registry.sources import logged_model_of_run
from barograph.store.opening import is_server

_MANIFEST = "MLmodel"
_REGISTRATIONS = "mlflow.modelVersions"


def register_model(
    model_uri: str,
    name: str,
    await_registration_for: int | None = 300,  # noqa: ARG001  # a version is ready once it is created
    *,
    tags: Mapping[str, Any] | None = None,
    env_pack: Any = None,
) -> ModelVersion:
    """Make the model at `model_uri` the next version of a registered model, which is created if missing.

    Nothing is copied: the version refers to the files where they are. A `runs:/` URI names a model below the run's artifacts or a model
    that the run logged by name; if there is neither, `NotFound` is raised and nothing is registered.
    """
    if env_pack is not None:
        raise NotSupported("env_pack is not offered. Leave it out.")
    registry_uri = session.registry_uri()
    registry = session.registry_store(registry_uri)
    new = _version_of(model_uri, NewModelVersion(name=name, source=model_uri, user_id=user_name(), tags=_texts(tags)))
    new = checked_source(new, registry_uri, session.tracking_store())
    _ensure_registered_model(name)
    version = registry.create_model_version(new)
    if new.model_id and registry_uri == session.tracking_uri() and not is_server(registry_uri):
        _note_on_model(new.model_id, version.name, version.version)
    sys.stderr.write(f"Created version {version.version} of registered model {name!r}.\n")
    return ModelVersion.of(version)


def _texts(given: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(key): str(value) for key, value in (given or {}).items()}


def _ensure_registered_model(name: str) -> None:
    try:
        session.registry_store().create_registered_model(name)
    except BarographError as error:
        if error.error_code != RegisteredModelExists.code:
            raise
        sys.stderr.write(f"Registered model {name!r} already exists. Creating a new version of it.\n")
    else:
        sys.stderr.write(f"Created registered model {name!r}.\n")


def _note_on_model(model_id: str, name: str, version: int) -> None:
    """Keep the model's list of its registrations, as servers do."""
    store = session.tracking_store()
    try:
        known = msgspec.json.decode(store.get_logged_model(model_id).tags.get(_REGISTRATIONS, "[]"), type=list[Any])
    except msgspec.DecodeError:
        known = []
    store.set_logged_model_tags(model_id, {_REGISTRATIONS: msgspec.json.encode([*known, {"name": name, "version": version}]).decode()})


def _version_of(uri: str, new: NewModelVersion) -> NewModelVersion:
    if is_models_uri(uri):
        named = parse_models_uri(uri)
        return replace(new, model_id=named.model_id) if isinstance(named, LoggedModelUri) else new
    if not is_runs_uri(uri):
        return new
    named_run = parse_runs_uri(uri)
    run = session.tracking_store().get_run(named_run.run_id)
    below_run = session.artifacts(run.info.artifact_uri)
    if below_run.stat(f"{named_run.path}/{_MANIFEST}".lstrip("/")) is not None:
        return replace(new, source=join(run.info.artifact_uri, named_run.path), run_id=named_run.run_id)
    logged = find_logged_model(run, named_run.path)
    if logged is None:
        raise NotFound(
            f"Run {shown(named_run.run_id)} has no model {shown(named_run.path)}: there is no {_MANIFEST} file below its artifacts and it"
            " logged no model of that name."
        )
    rest = named_run.path.partition("/")[2]
    source = join(logged.artifact_location, rest) if rest else f"models:/{logged.model_id}"
    return replace(new, source=source, run_id=named_run.run_id, model_id=logged.model_id)


def find_logged_model(run: Run, path: str, tracking_uri: str | None = None) -> LoggedModel | None:
    """The logged model of a run that the first segment of `path` names, the one of the highest step, or None."""
    store = session.tracking_store(tracking_uri)
    found = logged_model_of_run(store, run, path)
    name = path.partition("/")[0]
    if found is None and name and not set(name) & set("\"'`%"):
        query = Query(filter=f"name = '{name}' AND source_run_id = '{run.info.run_id}'", max_results=1)
        found = next(iter(store.search_logged_models([run.info.experiment_id], query).items), None)
    return found

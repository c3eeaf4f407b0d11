"""Histories of models that the protocol keeps as JSON lists in tags."""

from typing import Any

import msgspec

from barograph.errors import InvalidValue, MissingValue, shown
from barograph.model import ModelVersion
from barograph.model.limits import MAX_RUN_TAG_VALUE
from barograph.store.base import Store

LOG_MODEL_HISTORY = "mlflow.log-model.history"
MODEL_VERSIONS = "mlflow.modelVersions"
_REQUIRED = ("artifact_path", "flavors", "utc_time_created", "run_id")
_KEPT = ("run_id", "artifact_path", "utc_time_created", "model_uuid", "flavors")


def append_model(store: Store, run_id: str, model_json: str) -> None:
    """Append what an MLmodel says to the run's history of logged models. Missing keys or a history over the tag limit raise."""
    try:
        described = msgspec.json.decode(model_json)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidValue(f"model_json is not valid JSON: {error}") from None
    if not isinstance(described, dict):
        raise InvalidValue(f"model_json is {shown(model_json)}; expected an object.")
    for key in _REQUIRED:
        if key not in described:
            raise MissingValue(f"model_json.{key}")
    flavors = described["flavors"]
    if not isinstance(flavors, dict) or not all(isinstance(flavor, dict) for flavor in flavors.values()):
        raise InvalidValue(f"model_json.flavors is {shown(flavors)}; expected an object of objects.")
    described["flavors"] = {name: {key: value for key, value in flavor.items() if key != "config"} for name, flavor in flavors.items()}
    entry = {key: described[key] for key in _KEPT if key in described}
    text = _append(store.get_run(run_id).tags.get(LOG_MODEL_HISTORY), entry)
    if len(text) > MAX_RUN_TAG_VALUE:
        raise InvalidValue(f"The history of logged models of run {run_id} would have more than {MAX_RUN_TAG_VALUE} characters.")
    store.log_batch(run_id, tags={LOG_MODEL_HISTORY: text})


def note_registration(store: Store, model_id: str, version: ModelVersion) -> None:
    """Append a version to the list of registrations of a logged model."""
    logged = store.get_logged_model(model_id)
    text = _append(logged.tags.get(MODEL_VERSIONS), {"name": version.name, "version": version.version})
    store.set_logged_model_tags(model_id, {MODEL_VERSIONS: text})


def _append(text: str | None, entry: dict[str, Any]) -> str:
    try:
        entries = msgspec.json.decode(text) if text else []
    except msgspec.DecodeError:
        entries = []
    kept = entries if isinstance(entries, list) else []
    return msgspec.json.encode([*kept, entry]).decode()

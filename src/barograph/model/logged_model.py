"""Logged models: a model's files with the run, parameters and metrics they came from."""

from enum import Enum

import msgspec

from barograph.model.lifecycle import Lifecycle
from barograph.model.metric import ModelMetric


class LoggedModelStatus(Enum):
    """Whether the files of a logged model are there."""

    UNSPECIFIED = "LOGGED_MODEL_STATUS_UNSPECIFIED"
    PENDING = "LOGGED_MODEL_PENDING"
    READY = "LOGGED_MODEL_READY"
    UPLOAD_FAILED = "LOGGED_MODEL_UPLOAD_FAILED"


class NewLoggedModel(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a logged model to be created. Without a name the store makes one up."""

    experiment_id: str
    name: str | None = None
    model_type: str | None = None
    source_run_id: str | None = None
    params: dict[str, str] = {}
    tags: dict[str, str] = {}


class LoggedModel(msgspec.Struct, frozen=True, kw_only=True):
    """A logged model as read from a store. `metrics` is the full history, not the latest points."""

    model_id: str
    experiment_id: str
    name: str
    artifact_location: str
    created_ms: int
    updated_ms: int
    status: LoggedModelStatus = LoggedModelStatus.PENDING
    status_message: str | None = None
    model_type: str | None = None
    source_run_id: str | None = None
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    params: dict[str, str] = {}
    tags: dict[str, str] = {}
    metrics: tuple[ModelMetric, ...] = ()

"""Logged models, and how runs refer to them."""

from dataclasses import dataclass, field
from enum import StrEnum

from barograph import model
from barograph.entities.entity import Entity
from barograph.entities.metric import Metric
from barograph.errors import InvalidValue, shown


class LoggedModelStatus(StrEnum):
    """Whether the files of a logged model are there."""

    UNSPECIFIED = "UNSPECIFIED"
    PENDING = "PENDING"
    READY = "READY"
    FAILED = "FAILED"

    @classmethod
    def of(cls, status: model.LoggedModelStatus) -> "LoggedModelStatus":
        """The status as a store gives it."""
        return cls.FAILED if status is model.LoggedModelStatus.UPLOAD_FAILED else cls[status.name]

    def to_model(self) -> model.LoggedModelStatus:
        """The status as a store takes it."""
        return model.LoggedModelStatus.UPLOAD_FAILED if self is LoggedModelStatus.FAILED else model.LoggedModelStatus[self.name]


def final_status(status: object) -> model.LoggedModelStatus:
    """The status that ends a model's creation, READY or FAILED by name or value; anything else raises `InvalidValue`."""
    try:
        known = LoggedModelStatus(str(status))
    except ValueError:
        known = LoggedModelStatus.UNSPECIFIED
    if known not in (LoggedModelStatus.READY, LoggedModelStatus.FAILED):
        raise InvalidValue(f"Invalid logged model status {shown(status)}. Finish a model as 'READY' or 'FAILED'.")
    return known.to_model()


@dataclass(frozen=True)
class LoggedModelInput(Entity):
    """A logged model that a run read."""

    model_id: str


@dataclass(frozen=True)
class LoggedModelOutput(Entity):
    """A logged model that a run produced at a step."""

    model_id: str
    step: int


@dataclass(frozen=True)
class LoggedModel(Entity):
    """A logged model; times are milliseconds UTC, `metrics` the full history."""

    experiment_id: str
    model_id: str
    name: str
    artifact_location: str
    creation_timestamp: int
    last_updated_timestamp: int
    model_type: str | None = None
    source_run_id: str | None = None
    status: LoggedModelStatus = LoggedModelStatus.READY
    status_message: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    metrics: list[Metric] | None = None

    def __post_init__(self) -> None:
        self.fill_absent()

    @property
    def model_uri(self) -> str:
        """The URI that loads the model."""
        return f"models:/{self.model_id}"

    @classmethod
    def of(cls, read: model.LoggedModel) -> "LoggedModel":
        """The model as a store gives it."""
        return cls(
            experiment_id=read.experiment_id,
            model_id=read.model_id,
            name=read.name,
            artifact_location=read.artifact_location,
            creation_timestamp=read.created_ms,
            last_updated_timestamp=read.updated_ms,
            model_type=read.model_type,
            source_run_id=read.source_run_id,
            status=LoggedModelStatus.of(read.status),
            status_message=read.status_message,
            tags=dict(read.tags),
            params=dict(read.params),
            metrics=[Metric.of_model(point) for point in read.metrics] or None,
        )

"""Versions of registered models."""

from dataclasses import dataclass, field
from typing import Any

from barograph import model
from barograph.entities.entity import Entity
from barograph.entities.metric import Metric


@dataclass(frozen=True)
class ModelVersionTag(Entity):
    """A tag of a model version."""

    key: str
    value: str


@dataclass(frozen=True)
class ModelVersion(Entity):
    """A version of a registered model; `version` is a number from 1, times are milliseconds UTC."""

    name: str
    version: int
    creation_timestamp: int
    last_updated_timestamp: int | None = None
    description: str | None = None
    user_id: str | None = None
    current_stage: str | None = None
    source: str | None = None
    run_id: str | None = None
    status: str = "READY"
    status_message: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    run_link: str | None = None
    aliases: list[str] = field(default_factory=list)
    model_id: str | None = None
    params: dict[str, str] | None = None
    metrics: list[Metric] | None = None
    deployment_job_state: Any = None
    workspace: str | None = None

    def __post_init__(self) -> None:
        self.fill_absent()

    @classmethod
    def of(cls, read: model.ModelVersion) -> "ModelVersion":
        """The version as a store gives it."""
        return cls(
            name=read.name,
            version=read.version,
            creation_timestamp=read.created_ms,
            last_updated_timestamp=read.updated_ms,
            description=read.description,
            user_id=read.user_id,
            current_stage=read.stage.value,
            source=read.source,
            run_id=read.run_id,
            status=read.status.value,
            status_message=read.status_message,
            tags=dict(read.tags),
            run_link=read.run_link,
            aliases=list(read.aliases),
            model_id=read.model_id,
        )

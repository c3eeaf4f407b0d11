"""Registered models."""

from dataclasses import dataclass, field
from typing import Any

from barograph import model
from barograph.entities.entity import Entity
from barograph.entities.model_registry.model_version import ModelVersion


@dataclass(frozen=True)
class RegisteredModelTag(Entity):
    """A tag of a registered model."""

    key: str
    value: str


@dataclass(frozen=True)
class RegisteredModelAlias(Entity):
    """A name that points at a version."""

    alias: str
    version: str


@dataclass(frozen=True)
class RegisteredModel(Entity):
    """A name under which versions are kept; `aliases` maps alias to version, as text; times are milliseconds UTC."""

    name: str
    creation_timestamp: int | None = None
    last_updated_timestamp: int | None = None
    description: str | None = None
    latest_versions: list[ModelVersion] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    deployment_job_id: str | None = None
    deployment_job_state: Any = None
    workspace: str | None = None

    def __post_init__(self) -> None:
        self.fill_absent()

    @classmethod
    def of(cls, read: model.RegisteredModel) -> "RegisteredModel":
        """The registered model as a store gives it."""
        return cls(
            name=read.name,
            creation_timestamp=read.created_ms,
            last_updated_timestamp=read.updated_ms,
            description=read.description,
            latest_versions=[ModelVersion.of(version) for version in read.latest_versions],
            tags=dict(read.tags),
            aliases={alias: str(version) for alias, version in read.aliases.items()},
        )

"""Versions of registered models, their stages and status."""

from enum import Enum

import msgspec


class Stage(Enum):
    """Stage of a model version; the value is the canonical spelling."""

    NONE = "None"
    STAGING = "Staging"
    PRODUCTION = "Production"
    ARCHIVED = "Archived"


class VersionStatus(Enum):
    """Whether a model version's files can be used."""

    PENDING_REGISTRATION = "PENDING_REGISTRATION"
    FAILED_REGISTRATION = "FAILED_REGISTRATION"
    READY = "READY"


class NewModelVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a version to be created. `source` is a URI; `storage_location` where its files really are."""

    name: str
    source: str
    storage_location: str | None = None
    run_id: str | None = None
    run_link: str | None = None
    description: str | None = None
    model_id: str | None = None
    user_id: str | None = None
    tags: dict[str, str] = {}


class ModelVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a registered model. Numbers start at 1, grow by 1 and are never used again."""

    name: str
    version: int
    created_ms: int
    updated_ms: int
    stage: Stage = Stage.NONE
    source: str
    storage_location: str
    run_id: str | None = None
    run_link: str | None = None
    description: str | None = None
    user_id: str | None = None
    model_id: str | None = None
    status: VersionStatus = VersionStatus.READY
    status_message: str | None = None
    tags: dict[str, str] = {}
    aliases: tuple[str, ...] = ()

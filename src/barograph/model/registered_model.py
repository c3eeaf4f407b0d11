"""Registered models: a name under which versions of a model are kept."""

import msgspec

from barograph.model.model_version import ModelVersion


class RegisteredModel(msgspec.Struct, frozen=True, kw_only=True):
    """A registered model. `latest_versions` has the newest version of each stage that has one; `aliases` maps alias to version."""

    name: str
    created_ms: int
    updated_ms: int
    description: str | None = None
    latest_versions: tuple[ModelVersion, ...] = ()
    tags: dict[str, str] = {}
    aliases: dict[str, int] = {}

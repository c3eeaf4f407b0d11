"""Store contracts of the registry; what is true for all contracts stands in `store.base`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from barograph.model import ModelVersion, NewModelVersion, Page, Query, RegisteredModel, Stage
from barograph.model.model_change import NO_REMARK, ModelChange, Remark


class RegisteredModelStore(Protocol):
    """Registered models with their tags and aliases."""

    def create_registered_model(self, name: str, *, description: str | None = None, tags: Mapping[str, str] = {}) -> RegisteredModel:
        """Create; a name in use raises `RegisteredModelExists`."""
        ...

    def get_registered_model(self, name: str) -> RegisteredModel: ...

    def describe_registered_model(self, name: str, description: str | None) -> RegisteredModel:
        """Set the description; None clears it."""
        ...

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        """Rename with all versions; a name in use raises `RegisteredModelExists`."""
        ...

    def delete_registered_model(self, name: str) -> None:
        """Delete for good, with versions, tags, aliases and what is known of their changes."""
        ...

    def search_registered_models(self, query: Query) -> Page[RegisteredModel]:
        """Ordered by name, which also ends any other order. At most 1,000 a page, 100 by default. Prompts are hidden unless asked for."""
        ...

    def set_registered_model_tag(self, name: str, key: str, value: str) -> None: ...

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        """Remove a tag; absent is allowed."""
        ...

    def set_alias(self, name: str, alias: str, version: int, *, remark: Remark = NO_REMARK) -> None:
        """Point an alias at a version, moving it if it exists."""
        ...

    def delete_alias(self, name: str, alias: str, *, remark: Remark = NO_REMARK) -> None:
        """Remove an alias; absent is allowed."""
        ...

    def get_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """Return the version; `latest` means the highest. An unknown alias raises `AliasNotFound`, whose wire status is 400."""
        ...


class ModelVersionStore(Protocol):
    """Versions of registered models."""

    def create_model_version(self, new: NewModelVersion) -> ModelVersion:
        """Create in status READY and stage None, numbered one above the highest number ever used for the model."""
        ...

    def get_model_version(self, name: str, version: int) -> ModelVersion: ...

    def describe_model_version(self, name: str, version: int, description: str | None) -> ModelVersion:
        """Set the description; None clears it."""
        ...

    def transition_model_version(
        self, name: str, version: int, stage: Stage, *, archive_existing: bool = False, remark: Remark = NO_REMARK
    ) -> ModelVersion:
        """Move to a stage. With `archive_existing` (only for Staging and Production) others there go to Archived in the same write."""
        ...

    def delete_model_version(self, name: str, version: int) -> None:
        """Delete with its tags and the aliases that point at it; its number is never used again."""
        ...

    def latest_versions(self, name: str, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]:
        """The newest version of each stage (all four if none are given) that has one."""
        ...

    def search_model_versions(self, query: Query) -> Page[ModelVersion]:
        """Default order: updated descending, name ascending, version descending. At most 200,000 a page."""
        ...

    def set_model_version_tag(self, name: str, version: int, key: str, value: str) -> None: ...

    def delete_model_version_tag(self, name: str, version: int, key: str) -> None:
        """Remove a tag; absent is allowed."""
        ...


class ModelChangeStore(Protocol):
    """What happened to the versions of registered models, written in the same transaction as the change itself.

    Changes are those of stages and aliases, the registration and the deletion of versions. A write that leaves everything as it is adds
    none. Those of a deleted version stay; those of a deleted model go with it.
    """

    def model_changes(
        self, name: str, version: int | None = None, *, max_results: int | None = None, page_token: str | None = None
    ) -> Page[ModelChange]:
        """Changes of a registered model, the last one first; at most 1,000 a page, 100 by default.

        With a version, those that are about it, and those by which an alias left it. One that never was has none.
        """
        ...

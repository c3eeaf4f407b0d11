"""Finding the model version that a URI names."""

from collections.abc import Sequence
from typing import Protocol

from barograph.errors import NotFound, shown
from barograph.model import ModelVersion, Stage
from barograph.registry.model_uri import VersionUri


class VersionLookups(Protocol):
    """The reads that finding a version takes; every store has them."""

    def get_model_version(self, name: str, version: int) -> ModelVersion: ...

    def get_version_by_alias(self, name: str, alias: str) -> ModelVersion: ...

    def latest_versions(self, name: str, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]: ...


def find_version(store: VersionLookups, uri: VersionUri) -> ModelVersion:
    """The version named; by stage or as the latest it is the highest number there is, and `NotFound` if there is none."""
    if uri.version is not None:
        return store.get_model_version(uri.name, uri.version)
    if uri.alias is not None:
        return store.get_version_by_alias(uri.name, uri.alias)
    found = store.latest_versions(uri.name, (uri.stage,) if uri.stage else ())
    if not found:
        where = f" in stage {uri.stage.value}" if uri.stage else ""
        raise NotFound(f"Registered model {shown(uri.name)} has no version{where}.")
    return max(found, key=lambda version: version.version)

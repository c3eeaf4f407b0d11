"""Versions of registered models of the client."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.client.context import user_name
from barograph.client.paging import PagedList, check_count
from barograph.client.tracking_client.connection import Connection
from barograph.client.version_number import version_number
from barograph.client.version_source import checked_source
from barograph.entities.model_registry import ModelVersion
from barograph.errors import BarographError, InvalidValue, MissingValue, RegisteredModelExists, shown
from barograph.model import NewModelVersion, Query, Stage
from barograph.model.model_change import Remark
from barograph.registry.model_uri import VersionUri, parse_models_uri
from barograph.registry.stages import parse_archiving_stage, parse_stage
from barograph.registry.versions import find_version


class ModelVersionMethods(Connection):
    """Create, read, change and search versions. Version numbers may be given as int or str."""

    def create_model_version(
        self,
        name: str,
        source: str,
        run_id: str | None = None,
        tags: Mapping[str, Any] | None = None,
        run_link: str | None = None,
        description: str | None = None,
        await_creation_for: int | None = 300,  # noqa: ARG002  # a version is ready once it is created
        model_id: str | None = None,
    ) -> ModelVersion:
        """Create the next version of a registered model from the files at `source`, a URI or local path."""
        new = NewModelVersion(
            name=name,
            source=source,
            run_id=run_id,
            run_link=run_link,
            description=description,
            model_id=model_id,
            user_id=user_name(),
            tags={str(key): str(value) for key, value in (tags or {}).items()},
        )
        return ModelVersion.of(self._registry.create_model_version(checked_source(new, self._registry_uri, self._store)))

    def copy_model_version(self, src_model_uri: str, dst_name: str) -> ModelVersion:
        """Make the version that a `models:/` URI names the next version of another registered model, which is created if missing."""
        uri = parse_models_uri(src_model_uri)
        if not isinstance(uri, VersionUri):
            raise InvalidValue(f"{shown(src_model_uri)} names no version of a registered model. Write models:/name/version.")
        source = find_version(self._registry, uri)
        try:
            self._registry.create_registered_model(dst_name)
        except RegisteredModelExists:
            pass
        except BarographError as error:
            if error.error_code != RegisteredModelExists.code:
                raise
        new = NewModelVersion(
            name=dst_name,
            source=f"models:/{source.name}/{source.version}",
            storage_location=source.storage_location,
            run_id=source.run_id,
            run_link=source.run_link,
            description=source.description,
            model_id=source.model_id,
            user_id=user_name(),
            tags=source.tags,
        )
        return ModelVersion.of(self._registry.create_model_version(new))

    def get_model_version(self, name: str, version: str | int) -> ModelVersion:
        """Return a version; unknown raises RESOURCE_DOES_NOT_EXIST."""
        return ModelVersion.of(self._registry.get_model_version(name, version_number(version)))

    def get_model_version_download_uri(self, name: str, version: str | int) -> str:
        """Where the files of a version are."""
        return self._registry.get_model_version(name, version_number(version)).storage_location

    def update_model_version(self, name: str, version: str | int, description: str | None = None) -> ModelVersion:
        """Set the description; None clears it."""
        return ModelVersion.of(self._registry.describe_model_version(name, version_number(version), description))

    def delete_model_version(self, name: str, version: str | int) -> None:
        """Delete for good; the number is not used again."""
        self._registry.delete_model_version(name, version_number(version))

    def transition_model_version_stage(
        self, name: str, version: str | int, stage: str, archive_existing_versions: bool = False
    ) -> ModelVersion:
        """Move a version to None, Staging, Production or Archived (in any case); others in that stage may be archived with it."""
        target = parse_archiving_stage(stage) if archive_existing_versions else parse_stage(stage)
        moved = self._registry.transition_model_version(
            name, version_number(version), target, archive_existing=archive_existing_versions, remark=Remark(user_id=user_name())
        )
        return ModelVersion.of(moved)

    def get_latest_versions(self, name: str, stages: Sequence[str] | None = None) -> list[ModelVersion]:
        """The newest version of each stage that has one."""
        found = self._registry.latest_versions(name, [parse_stage(stage) for stage in stages or ()])
        return [ModelVersion.of(version) for version in found]

    def get_model_version_stages(self, name: str, version: str | int) -> list[str]:  # noqa: ARG002  # the same for all versions
        """The stages that a version may be in."""
        return [stage.value for stage in Stage]

    def search_model_versions(
        self,
        filter_string: str | None = None,
        max_results: int = 10000,
        order_by: Sequence[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[ModelVersion]:
        """One page of versions, last updated first unless `order_by` says otherwise."""
        query = Query(
            filter=filter_string or "", order_by=tuple(order_by or ()), max_results=check_count(max_results), page_token=page_token
        )
        page = self._registry.search_model_versions(query)
        return PagedList(map(ModelVersion.of, page.items), page.next_token)

    def set_model_version_tag(
        self, name: str, version: str | int | None = None, key: str | None = None, value: Any = None, stage: str | None = None
    ) -> None:
        """Set or replace a tag of a version, or of the newest version of a stage."""
        self._registry.set_model_version_tag(name, self._numbered(name, version, stage), _key(key), str(value))

    def delete_model_version_tag(
        self, name: str, version: str | int | None = None, key: str | None = None, stage: str | None = None
    ) -> None:
        """Remove a tag of a version, or of the newest version of a stage; absent is allowed."""
        self._registry.delete_model_version_tag(name, self._numbered(name, version, stage), _key(key))

    def _numbered(self, name: str, version: str | int | None, stage: str | None) -> int:
        if (version is None) == (stage is None):
            raise InvalidValue("Give either a version or a stage, not both and not neither.")
        if version is not None:
            return version_number(version)
        return find_version(self._registry, VersionUri(name=name, stage=parse_stage(str(stage)))).version


def _key(key: str | None) -> str:
    if not key:
        raise MissingValue("key")
    return key

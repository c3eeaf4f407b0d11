"""Model versions of a tracking server."""

from collections.abc import Sequence

import msgspec

from barograph.model import ModelVersion, NewModelVersion, Page, Query, Stage
from barograph.model.model_change import NO_REMARK, Remark
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.wire import model_versions as wire
from barograph.wire.registered_models import GetLatestVersions, LatestVersions

_POINTERS = ("models:", "runs:")
_LOGGED_MODEL = "models:/m-"


class RemoteModelVersions(RemoteAggregate):
    """`store.base.ModelVersionStore` over HTTP.

    Lists of versions have the source as `storage_location`; a version read alone has the real one, which is asked for if the source is a
    `models:` or `runs:` URI.
    """

    def create_model_version(self, new: NewModelVersion) -> ModelVersion:
        """Create a version. If the answer is lost it is not asked for again, lest there be two: `Unavailable` is raised."""
        request = wire.CreateModelVersion.from_model(new)
        answer = self._connection.post("model-versions/create", request, wire.ModelVersionFound, repeatable=False)
        return self._located(answer.model_version.to_model())

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        request = wire.GetModelVersion(name=name, version=str(version))
        return self._located(self._connection.get("model-versions/get", request, wire.ModelVersionFound).model_version.to_model())

    def _located(self, version: ModelVersion) -> ModelVersion:
        if not version.source.startswith(_POINTERS):
            return version
        if version.model_id is None and version.source.startswith(_LOGGED_MODEL):
            # MLflow's answers name the logged model in the source only.
            version = msgspec.structs.replace(version, model_id=version.source.removeprefix("models:/"))
        request = wire.GetDownloadUri(name=version.name, version=str(version.version))
        location = self._connection.get("model-versions/get-download-uri", request, wire.DownloadUri).artifact_uri
        return msgspec.structs.replace(version, storage_location=location)

    def describe_model_version(self, name: str, version: int, description: str | None) -> ModelVersion:
        request = wire.UpdateModelVersion(name=name, version=str(version), description=description)
        return self._connection.patch("model-versions/update", request, wire.ModelVersionFound).model_version.to_model()

    def transition_model_version(
        self, name: str, version: int, stage: Stage, *, archive_existing: bool = False, remark: Remark = NO_REMARK
    ) -> ModelVersion:
        request = wire.TransitionStage(
            name=name,
            version=str(version),
            stage=stage.value,
            archive_existing_versions=archive_existing,
            user_id=remark.user_id,
            comment=remark.comment,
        )
        return self._connection.post("model-versions/transition-stage", request, wire.ModelVersionFound).model_version.to_model()

    def delete_model_version(self, name: str, version: int) -> None:
        self._connection.delete("model-versions/delete", wire.DeleteModelVersion(name=name, version=str(version)))

    def latest_versions(self, name: str, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]:
        request = GetLatestVersions(name=name, stages=tuple([stage.value for stage in stages]))
        found = self._connection.post("registered-models/get-latest-versions", request, LatestVersions)
        return tuple([version.to_model() for version in found.model_versions])

    def search_model_versions(self, query: Query) -> Page[ModelVersion]:
        request = wire.SearchModelVersions.from_model(query)
        return self._connection.get("model-versions/search", request, wire.ModelVersionsFound).to_model()

    def set_model_version_tag(self, name: str, version: int, key: str, value: str) -> None:
        self._connection.tell("model-versions/set-tag", wire.SetModelVersionTag(name=name, version=str(version), key=key, value=value))

    def delete_model_version_tag(self, name: str, version: int, key: str) -> None:
        request = wire.DeleteModelVersionTag(name=name, version=str(version), key=key)
        self._connection.delete("model-versions/delete-tag", request)

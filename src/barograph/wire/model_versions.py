"""Versions of registered models. On the wire a version number is text."""

from barograph import model
from barograph.errors import InvalidValue, shown
from barograph.model import Stage, VersionStatus
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag, from_mapping, to_mapping


def to_number(version: str) -> int:
    """The version number that a text means, or `InvalidValue`."""
    if not version.isascii() or not version.isdecimal() or len(version) > 18:
        raise InvalidValue(f"Invalid model version {shown(version)}. Versions are whole numbers from 1, such as '1'.")
    return int(version)


def to_stage(text: str) -> Stage:
    """The stage that a text means, any case, or `InvalidValue`."""
    for stage in Stage:
        if stage.value.lower() == text.lower():
            return stage
    known = ", ".join(stage.value for stage in Stage)
    raise InvalidValue(f"Invalid stage {shown(text)}. Stages are {known}.")


class ModelVersion(Answer, kw_only=True):
    """A model version. `model_id` is Barograph's own: other servers leave it out."""

    name: str
    version: str
    creation_timestamp: int
    last_updated_timestamp: int | None = None
    user_id: str | None = None
    current_stage: str | None = None
    description: str | None = None
    source: str = ""
    run_id: str | None = None
    status: VersionStatus = VersionStatus.PENDING_REGISTRATION
    status_message: str | None = None
    tags: tuple[Tag, ...] = ()
    run_link: str | None = None
    aliases: tuple[str, ...] = ()
    model_id: str | None = None

    @classmethod
    def from_model(cls, version: model.ModelVersion) -> "ModelVersion":
        return cls(
            name=version.name,
            version=str(version.version),
            creation_timestamp=version.created_ms,
            last_updated_timestamp=version.updated_ms,
            user_id=version.user_id,
            current_stage=version.stage.value,
            description=version.description,
            source=version.source,
            run_id=version.run_id or "",
            status=version.status,
            status_message=version.status_message,
            tags=from_mapping(version.tags),
            run_link=version.run_link or "",
            aliases=version.aliases,
            model_id=version.model_id,
        )

    def to_model(self) -> model.ModelVersion:
        """The domain value. The wire has no storage location: it is asked for apart, and `source` stands in."""
        return model.ModelVersion(
            name=self.name,
            version=to_number(self.version),
            created_ms=self.creation_timestamp,
            updated_ms=self.last_updated_timestamp or self.creation_timestamp,
            stage=to_stage(self.current_stage) if self.current_stage else Stage.NONE,
            source=self.source,
            storage_location=self.source,
            run_id=self.run_id or None,
            run_link=self.run_link or None,
            description=self.description or None,
            user_id=self.user_id or None,
            model_id=self.model_id or None,
            status=self.status,
            status_message=self.status_message or None,
            tags=to_mapping(self.tags),
            aliases=self.aliases,
        )


class CreateModelVersion(Request, kw_only=True):
    """POST model-versions/create. The registered model must exist. Who registers is Barograph's own field: other servers ignore it."""

    name: Required
    source: Required
    run_id: str | None = None
    tags: tuple[Tag, ...] = ()
    run_link: str | None = None
    description: str | None = None
    model_id: str | None = None
    user_id: str | None = None

    @classmethod
    def from_model(cls, new: model.NewModelVersion) -> "CreateModelVersion":
        return cls(
            name=new.name,
            source=new.source,
            run_id=new.run_id,
            tags=from_mapping(new.tags),
            run_link=new.run_link,
            description=new.description,
            model_id=new.model_id,
            user_id=new.user_id,
        )

    def to_model(self) -> model.NewModelVersion:
        return model.NewModelVersion(
            name=self.name,
            source=self.source,
            run_id=self.run_id or None,
            run_link=self.run_link or None,
            description=self.description or None,
            model_id=self.model_id or None,
            user_id=self.user_id or None,
            tags=to_mapping(self.tags),
        )


class ModelVersionFound(Answer, kw_only=True):
    """One model version."""

    model_version: ModelVersion

    @classmethod
    def from_model(cls, version: model.ModelVersion) -> "ModelVersionFound":
        return cls(model_version=ModelVersion.from_model(version))


class GetModelVersion(Request, kw_only=True):
    """GET model-versions/get."""

    name: Required
    version: Required


class GetDownloadUri(Request, kw_only=True):
    """GET model-versions/get-download-uri."""

    name: Required
    version: Required


class DownloadUri(Answer, kw_only=True):
    """Where the files of a version really are."""

    artifact_uri: str


class UpdateModelVersion(Request, kw_only=True):
    """PATCH model-versions/update: set the description; absent clears it."""

    name: Required
    version: Required
    description: str | None = None


class TransitionStage(Request, kw_only=True):
    """POST model-versions/transition-stage. Who does it, and why, are Barograph's own fields: other servers ignore them."""

    name: Required
    version: Required
    stage: Required
    archive_existing_versions: bool = False
    user_id: str | None = None
    comment: str | None = None


class DeleteModelVersion(Request, kw_only=True):
    """DELETE model-versions/delete."""

    name: Required
    version: Required


class SearchModelVersions(Request, kw_only=True):
    """GET model-versions/search. 1 to 200,000 results."""

    filter: str | None = None
    max_results: Int64 = 200_000
    order_by: tuple[str, ...] = ()
    page_token: str | None = None

    @classmethod
    def from_model(cls, query: model.Query) -> "SearchModelVersions":
        return cls(
            filter=query.filter or None,
            max_results=200_000 if query.max_results is None else query.max_results,
            order_by=query.order_by,
            page_token=query.page_token,
        )

    def to_model(self) -> model.Query:
        return model.Query(
            filter=self.filter or "", order_by=self.order_by, max_results=self.max_results, page_token=self.page_token or None
        )


class ModelVersionsFound(Answer, kw_only=True):
    """One page of model versions."""

    model_versions: tuple[ModelVersion, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[model.ModelVersion]) -> "ModelVersionsFound":
        return cls(model_versions=tuple([ModelVersion.from_model(item) for item in page.items]), next_page_token=page.next_token)

    def to_model(self) -> model.Page[model.ModelVersion]:
        return model.Page(tuple([item.to_model() for item in self.model_versions]), self.next_page_token or None)


class SetModelVersionTag(Request, kw_only=True):
    """POST model-versions/set-tag."""

    name: Required
    version: Required
    key: Required
    value: str = ""


class DeleteModelVersionTag(Request, kw_only=True):
    """DELETE model-versions/delete-tag."""

    name: Required
    version: Required
    key: Required

"""Registered models, their tags and aliases."""

from collections.abc import Mapping

from barograph import model
from barograph.wire.message import Answer, Request
from barograph.wire.model_versions import ModelVersion, to_number
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag, from_mapping, to_mapping


class Alias(Answer, kw_only=True):
    """A name for one version."""

    alias: str
    version: str


class RegisteredModel(Answer, kw_only=True):
    """A registered model; aliases by their text."""

    name: str
    creation_timestamp: int
    last_updated_timestamp: int | None = None
    description: str | None = None
    latest_versions: tuple[ModelVersion, ...] = ()
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @classmethod
    def from_model(cls, registered: model.RegisteredModel) -> "RegisteredModel":
        return cls(
            name=registered.name,
            creation_timestamp=registered.created_ms,
            last_updated_timestamp=registered.updated_ms,
            description=registered.description or None,
            latest_versions=tuple([ModelVersion.from_model(version) for version in registered.latest_versions]),
            tags=from_mapping(registered.tags),
            aliases=tuple([Alias(alias=alias, version=str(version)) for alias, version in sorted(registered.aliases.items())]),
        )

    def to_model(self) -> model.RegisteredModel:
        return model.RegisteredModel(
            name=self.name,
            created_ms=self.creation_timestamp,
            updated_ms=self.last_updated_timestamp or self.creation_timestamp,
            description=self.description or None,
            latest_versions=tuple([version.to_model() for version in self.latest_versions]),
            tags=to_mapping(self.tags),
            aliases={alias.alias: to_number(alias.version) for alias in self.aliases},
        )


class CreateRegisteredModel(Request, kw_only=True):
    """POST registered-models/create."""

    name: Required
    tags: tuple[Tag, ...] = ()
    description: str | None = None

    @classmethod
    def from_model(cls, name: str, description: str | None = None, tags: Mapping[str, str] = {}) -> "CreateRegisteredModel":
        return cls(name=name, tags=from_mapping(tags), description=description)


class RegisteredModelFound(Answer, kw_only=True):
    """One registered model."""

    registered_model: RegisteredModel

    @classmethod
    def from_model(cls, registered: model.RegisteredModel) -> "RegisteredModelFound":
        return cls(registered_model=RegisteredModel.from_model(registered))


class GetRegisteredModel(Request, kw_only=True):
    """GET registered-models/get."""

    name: Required


class UpdateRegisteredModel(Request, kw_only=True):
    """PATCH registered-models/update: set the description; absent clears it."""

    name: Required
    description: str | None = None


class RenameRegisteredModel(Request, kw_only=True):
    """POST registered-models/rename."""

    name: Required
    new_name: Required


class DeleteRegisteredModel(Request, kw_only=True):
    """DELETE registered-models/delete."""

    name: Required


class SearchRegisteredModels(Request, kw_only=True):
    """GET registered-models/search. 1 to 1,000 results."""

    filter: str | None = None
    max_results: Int64 = 100
    order_by: tuple[str, ...] = ()
    page_token: str | None = None

    @classmethod
    def from_model(cls, query: model.Query) -> "SearchRegisteredModels":
        return cls(
            filter=query.filter or None,
            max_results=100 if query.max_results is None else query.max_results,
            order_by=query.order_by,
            page_token=query.page_token,
        )

    def to_model(self) -> model.Query:
        return model.Query(
            filter=self.filter or "", order_by=self.order_by, max_results=self.max_results, page_token=self.page_token or None
        )


class RegisteredModelsFound(Answer, kw_only=True):
    """One page of registered models."""

    registered_models: tuple[RegisteredModel, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[model.RegisteredModel]) -> "RegisteredModelsFound":
        found = tuple([RegisteredModel.from_model(item) for item in page.items])
        return cls(registered_models=found, next_page_token=page.next_token)

    def to_model(self) -> model.Page[model.RegisteredModel]:
        return model.Page(tuple([item.to_model() for item in self.registered_models]), self.next_page_token or None)


class GetLatestVersions(Request, kw_only=True):
    """POST or GET registered-models/get-latest-versions; no stages mean all four."""

    name: Required
    stages: tuple[str, ...] = ()


class LatestVersions(Answer, kw_only=True):
    """The newest version of each stage asked for."""

    model_versions: tuple[ModelVersion, ...] = ()


class SetRegisteredModelTag(Request, kw_only=True):
    """POST registered-models/set-tag."""

    name: Required
    key: Required
    value: str = ""


class DeleteRegisteredModelTag(Request, kw_only=True):
    """DELETE registered-models/delete-tag."""

    name: Required
    key: Required


class SetAlias(Request, kw_only=True):
    """POST registered-models/alias: point an alias at a version. Who does it, and why, are Barograph's own fields."""

    name: Required
    alias: Required
    version: Required
    user_id: str | None = None
    comment: str | None = None


class DeleteAlias(Request, kw_only=True):
    """DELETE registered-models/alias. Who does it, and why, are Barograph's own fields."""

    name: Required
    alias: Required
    user_id: str | None = None
    comment: str | None = None


class GetAlias(Request, kw_only=True):
    """GET registered-models/alias: the version that an alias points at."""

    name: Required
    alias: Required

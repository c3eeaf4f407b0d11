"""Registered models of a tracking server, with their tags and aliases."""

from collections.abc import Mapping

from barograph.model import ModelVersion, Page, Query, RegisteredModel
from barograph.model.model_change import NO_REMARK, Remark
from barograph.store.remote.model_versions import RemoteModelVersions
from barograph.wire import registered_models as wire
from barograph.wire.model_versions import ModelVersionFound
from barograph.wire.registered_models import RegisteredModelFound


class RemoteRegisteredModels(RemoteModelVersions):
    """`store.base.RegisteredModelStore` over HTTP."""

    def create_registered_model(self, name: str, *, description: str | None = None, tags: Mapping[str, str] = {}) -> RegisteredModel:
        request = wire.CreateRegisteredModel.from_model(name, description, tags)
        return self._connection.post("registered-models/create", request, RegisteredModelFound).registered_model.to_model()

    def get_registered_model(self, name: str) -> RegisteredModel:
        request = wire.GetRegisteredModel(name=name)
        return self._connection.get("registered-models/get", request, RegisteredModelFound).registered_model.to_model()

    def describe_registered_model(self, name: str, description: str | None) -> RegisteredModel:
        request = wire.UpdateRegisteredModel(name=name, description=description)
        return self._connection.patch("registered-models/update", request, RegisteredModelFound).registered_model.to_model()

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        request = wire.RenameRegisteredModel(name=name, new_name=new_name)
        return self._connection.post("registered-models/rename", request, RegisteredModelFound).registered_model.to_model()

    def delete_registered_model(self, name: str) -> None:
        self._connection.delete("registered-models/delete", wire.DeleteRegisteredModel(name=name))

    def search_registered_models(self, query: Query) -> Page[RegisteredModel]:
        request = wire.SearchRegisteredModels.from_model(query)
        return self._connection.get("registered-models/search", request, wire.RegisteredModelsFound).to_model()

    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        self._connection.tell("registered-models/set-tag", wire.SetRegisteredModelTag(name=name, key=key, value=value))

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        self._connection.delete("registered-models/delete-tag", wire.DeleteRegisteredModelTag(name=name, key=key))

    def set_alias(self, name: str, alias: str, version: int, *, remark: Remark = NO_REMARK) -> None:
        said = {"user_id": remark.user_id, "comment": remark.comment}
        self._connection.tell("registered-models/alias", wire.SetAlias(name=name, alias=alias, version=str(version), **said))

    def delete_alias(self, name: str, alias: str, *, remark: Remark = NO_REMARK) -> None:
        said = {"user_id": remark.user_id, "comment": remark.comment}
        self._connection.delete("registered-models/alias", wire.DeleteAlias(name=name, alias=alias, **said))

    def get_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        request = wire.GetAlias(name=name, alias=alias)
        return self._located(self._connection.get("registered-models/alias", request, ModelVersionFound).model_version.to_model())

"""Registered models, their tags and aliases."""

from barograph.model.limits import MAX_MODEL_SEARCH_RESULTS
from barograph.model.model_change import Remark
from barograph.registry.stages import parse_stage
from barograph.server.context import Context
from barograph.server.mlflow_wire import check_page_size
from barograph.server.route import Policy, Route
from barograph.wire import registered_models as wire
from barograph.wire.message import Empty
from barograph.wire.model_versions import ModelVersion, ModelVersionFound, to_number
from barograph.wire.tags import to_mapping

__all__ = ["ROUTES"]


def create(context: Context, request: wire.CreateRegisteredModel) -> wire.RegisteredModelFound:
    registered = context.store.create_registered_model(request.name, description=request.description or None, tags=to_mapping(request.tags))
    return wire.RegisteredModelFound.from_model(registered)


def get(context: Context, request: wire.GetRegisteredModel) -> wire.RegisteredModelFound:
    return wire.RegisteredModelFound.from_model(context.store.get_registered_model(request.name))


def update(context: Context, request: wire.UpdateRegisteredModel) -> wire.RegisteredModelFound:
    return wire.RegisteredModelFound.from_model(context.store.describe_registered_model(request.name, request.description))


def rename(context: Context, request: wire.RenameRegisteredModel) -> wire.RegisteredModelFound:
    return wire.RegisteredModelFound.from_model(context.store.rename_registered_model(request.name, request.new_name))


def delete(context: Context, request: wire.DeleteRegisteredModel) -> Empty:
    context.store.delete_registered_model(request.name)
    return Empty()


def search(context: Context, request: wire.SearchRegisteredModels) -> wire.RegisteredModelsFound:
    check_page_size(request.max_results, MAX_MODEL_SEARCH_RESULTS)
    return wire.RegisteredModelsFound.from_model(context.store.search_registered_models(request.to_model()))


def get_latest_versions(context: Context, request: wire.GetLatestVersions) -> wire.LatestVersions:
    found = context.store.latest_versions(request.name, [parse_stage(stage) for stage in request.stages])
    return wire.LatestVersions(model_versions=tuple([ModelVersion.from_model(version) for version in found]))


def set_tag(context: Context, request: wire.SetRegisteredModelTag) -> Empty:
    context.store.set_registered_model_tag(request.name, request.key, request.value)
    return Empty()


def delete_tag(context: Context, request: wire.DeleteRegisteredModelTag) -> Empty:
    context.store.delete_registered_model_tag(request.name, request.key)
    return Empty()


def set_alias(context: Context, request: wire.SetAlias) -> Empty:
    remark = Remark(user_id=request.user_id, comment=request.comment)
    context.store.set_alias(request.name, request.alias, to_number(request.version), remark=remark)
    return Empty()


def delete_alias(context: Context, request: wire.DeleteAlias) -> Empty:
    context.store.delete_alias(request.name, request.alias, remark=Remark(user_id=request.user_id, comment=request.comment))
    return Empty()


def get_alias(context: Context, request: wire.GetAlias) -> ModelVersionFound:
    return ModelVersionFound.from_model(context.store.get_version_by_alias(request.name, request.alias))


ROUTES = [
    Route("POST", "registered-models/create", Policy.WRITE, create),
    Route("GET", "registered-models/get", Policy.READ, get),
    Route("PATCH", "registered-models/update", Policy.WRITE, update),
    Route("POST", "registered-models/rename", Policy.WRITE, rename),
    Route("DELETE", "registered-models/delete", Policy.WRITE, delete),
    Route("GET", "registered-models/search", Policy.READ, search),
    Route("POST", "registered-models/get-latest-versions", Policy.READ, get_latest_versions),
    Route("GET", "registered-models/get-latest-versions", Policy.READ, get_latest_versions),
    Route("POST", "registered-models/set-tag", Policy.WRITE, set_tag),
    Route("DELETE", "registered-models/delete-tag", Policy.WRITE, delete_tag),
    Route("POST", "registered-models/alias", Policy.WRITE, set_alias),
    Route("DELETE", "registered-models/alias", Policy.WRITE, delete_alias),
    Route("GET", "registered-models/alias", Policy.READ, get_alias),
]

"""Logged models."""

from barograph.server.context import Context
from barograph.server.route import Policy, Route
from barograph.wire import logged_models as wire
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.artifacts import ArtifactsFound, File
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def create(context: Context, request: wire.CreateLoggedModel) -> wire.LoggedModelFound:
    return wire.LoggedModelFound(model=wire.LoggedModel.from_model(context.store.create_logged_model(request.to_model())))


def get(context: Context, request: wire.GetLoggedModel) -> wire.LoggedModelFound:
    logged = context.store.get_logged_model(request.model_id, allow_deleted=request.allow_deleted)
    return wire.LoggedModelFound(model=wire.LoggedModel.from_model(logged))


def finalize(context: Context, request: wire.FinalizeLoggedModel) -> wire.LoggedModelFound:
    logged = context.store.finalize_logged_model(request.model_id, request.status)
    return wire.LoggedModelFound(model=wire.LoggedModel.from_model(logged))


def delete(context: Context, request: wire.DeleteLoggedModel) -> Empty:
    context.store.delete_logged_model(request.model_id)
    return Empty()


def set_tags(context: Context, request: wire.SetLoggedModelTags) -> Empty:
    context.store.set_logged_model_tags(request.model_id, wire_tags.to_mapping(request.tags))
    return Empty()


def delete_tag(context: Context, request: wire.DeleteLoggedModelTag) -> Empty:
    context.store.delete_logged_model_tag(request.model_id, request.tag_key)
    return Empty()


def log_params(context: Context, request: wire.LogLoggedModelParams) -> Empty:
    context.store.log_logged_model_params(request.model_id, wire_params.to_mapping(request.params))
    return Empty()


def search(context: Context, request: wire.SearchLoggedModels) -> wire.LoggedModelsFound:
    if not request.experiment_ids:
        return wire.LoggedModelsFound()
    page = context.store.search_logged_models(
        request.experiment_ids, request.to_model(), datasets=request.to_datasets(), order_by=request.to_order()
    )
    return wire.LoggedModelsFound.from_model(page)


def list_files(context: Context, request: wire.ListLoggedModelFiles) -> ArtifactsFound:
    logged = context.store.get_logged_model(request.model_id)
    files = context.artifacts.at(logged.artifact_location).list(request.artifact_directory_path or "")
    return ArtifactsFound(root_uri=logged.artifact_location, files=tuple([File.from_artifact(file) for file in files]))


ROUTES = [
    Route("POST", "logged-models", Policy.WRITE, create, creates=True),
    Route("POST", "logged-models/search", Policy.READ, search),
    Route("GET", "logged-models/{model_id}", Policy.READ, get),
    Route("PATCH", "logged-models/{model_id}", Policy.WRITE, finalize),
    Route("DELETE", "logged-models/{model_id}", Policy.WRITE, delete),
    Route("PATCH", "logged-models/{model_id}/tags", Policy.WRITE, set_tags),
    Route("DELETE", "logged-models/{model_id}/tags/{tag_key}", Policy.WRITE, delete_tag),
    Route("POST", "logged-models/{model_id}/params", Policy.WRITE, log_params),
    Route("GET", "logged-models/{model_id}/artifacts/directories", Policy.READ, list_files),
]

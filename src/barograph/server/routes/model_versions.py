"""Versions of registered models."""

import msgspec

from barograph.model.limits import MAX_VERSION_SEARCH_RESULTS
from barograph.model.model_change import Remark
from barograph.registry.sources import resolve_source
from barograph.registry.stages import parse_archiving_stage, parse_stage
from barograph.server.context import Context
from barograph.server.mlflow_wire import check_page_size
from barograph.server.model_history import note_registration
from barograph.server.route import Policy, Route
from barograph.wire import model_versions as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def create(context: Context, request: wire.CreateModelVersion) -> wire.ModelVersionFound:
    store = context.store
    store.get_registered_model(request.name)
    checked = resolve_source(store, request.source, run_id=request.run_id or None, model_id=request.model_id or None)
    new = msgspec.structs.replace(
        request.to_model(),
        source=checked.source,
        storage_location=checked.storage_location,
        run_id=checked.run_id,
        model_id=checked.model_id,
    )
    version = store.create_model_version(new)
    if request.model_id:
        note_registration(store, request.model_id, version)
    return wire.ModelVersionFound.from_model(version)


def get(context: Context, request: wire.GetModelVersion) -> wire.ModelVersionFound:
    return wire.ModelVersionFound.from_model(context.store.get_model_version(request.name, wire.to_number(request.version)))


def download_uri(context: Context, request: wire.GetDownloadUri) -> wire.DownloadUri:
    version = context.store.get_model_version(request.name, wire.to_number(request.version))
    return wire.DownloadUri(artifact_uri=version.storage_location)


def update(context: Context, request: wire.UpdateModelVersion) -> wire.ModelVersionFound:
    version = context.store.describe_model_version(request.name, wire.to_number(request.version), request.description)
    return wire.ModelVersionFound.from_model(version)


def transition_stage(context: Context, request: wire.TransitionStage) -> wire.ModelVersionFound:
    archive = request.archive_existing_versions
    stage = parse_archiving_stage(request.stage) if archive else parse_stage(request.stage)
    number = wire.to_number(request.version)
    remark = Remark(user_id=request.user_id, comment=request.comment)
    version = context.store.transition_model_version(request.name, number, stage, archive_existing=archive, remark=remark)
    return wire.ModelVersionFound.from_model(version)


def delete(context: Context, request: wire.DeleteModelVersion) -> Empty:
    context.store.delete_model_version(request.name, wire.to_number(request.version))
    return Empty()


def search(context: Context, request: wire.SearchModelVersions) -> wire.ModelVersionsFound:
    check_page_size(request.max_results, MAX_VERSION_SEARCH_RESULTS)
    return wire.ModelVersionsFound.from_model(context.store.search_model_versions(request.to_model()))


def set_tag(context: Context, request: wire.SetModelVersionTag) -> Empty:
    context.store.set_model_version_tag(request.name, wire.to_number(request.version), request.key, request.value)
    return Empty()


def delete_tag(context: Context, request: wire.DeleteModelVersionTag) -> Empty:
    context.store.delete_model_version_tag(request.name, wire.to_number(request.version), request.key)
    return Empty()


ROUTES = [
    Route("POST", "model-versions/create", Policy.WRITE, create, creates=True),
    Route("GET", "model-versions/get", Policy.READ, get),
    Route("GET", "model-versions/get-download-uri", Policy.READ, download_uri),
    Route("PATCH", "model-versions/update", Policy.WRITE, update),
    Route("POST", "model-versions/transition-stage", Policy.WRITE, transition_stage),
    Route("DELETE", "model-versions/delete", Policy.WRITE, delete),
    Route("GET", "model-versions/search", Policy.READ, search),
    Route("POST", "model-versions/set-tag", Policy.WRITE, set_tag),
    Route("DELETE", "model-versions/delete-tag", Policy.WRITE, delete_tag),
]

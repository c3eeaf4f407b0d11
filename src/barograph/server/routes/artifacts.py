"""Artifacts of runs, logged models and model versions, for browsers and for clients in other languages."""

from starlette.requests import Request
from starlette.responses import Response

from barograph.errors import InvalidValue, MissingValue, NotSupported
from barograph.server.artifact_roots import Folder
from barograph.server.context import Context
from barograph.server.download import send_file
from barograph.server.mlflow_wire import NO_MULTIPART_DOWNLOAD, NO_MULTIPART_UPLOAD
from barograph.server.route import Family, Policy, Route
from barograph.server.upload import receive_file
from barograph.wire.artifacts import ArtifactsFound, File, ListArtifacts
from barograph.wire.model_versions import to_number

__all__ = ["ROUTES"]

MAX_BROWSER_UPLOAD = 10 * 1024 * 1024


def list_files(context: Context, request: ListArtifacts) -> ArtifactsFound:
    root = context.store.get_run(request.run_id).info.artifact_uri
    found = context.artifacts.at(root).list(request.path or "")
    return ArtifactsFound(root_uri=root, files=tuple([File.from_artifact(child) for child in found]))


async def get_of_run(context: Context, request: Request) -> Response:
    folder = await _run_folder(context, request)
    return await send_file(context, request, folder, _asked(request, "path"))


async def get_of_version(context: Context, request: Request) -> Response:
    name, number, path = _asked(request, "name"), to_number(_asked(request, "version")), _asked(request, "path")
    version = await context.call(lambda: context.store.get_model_version(name, number))
    return await send_file(context, request, context.artifacts.at(version.storage_location), path)


async def get_of_logged_model(context: Context, request: Request) -> Response:
    path = _asked(request, "artifact_file_path")
    model_id = request.path_params["model_id"]
    logged = await context.call(lambda: context.store.get_logged_model(model_id))
    return await send_file(context, request, context.artifacts.at(logged.artifact_location), path)


async def upload(context: Context, request: Request) -> Response:
    path = _asked(request, "path")
    folder = await _run_folder(context, request)
    if request.headers.get("content-length") == "0":
        raise InvalidValue("The body is empty. Send 1 byte to 10 MiB.")
    await receive_file(context, request, folder, path, most=MAX_BROWSER_UPLOAD)
    return Response()


async def refuse_upload_url(_context: Context, _request: Request) -> Response:
    raise NotSupported(NO_MULTIPART_UPLOAD)


async def refuse_download_url(_context: Context, _request: Request) -> Response:
    raise NotSupported(NO_MULTIPART_DOWNLOAD)


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if not value:
        raise MissingValue(name)
    return value


async def _run_folder(context: Context, request: Request) -> Folder:
    run_id = request.query_params.get("run_id") or request.query_params.get("run_uuid")
    if not run_id:
        raise MissingValue("run_id")
    run = await context.call(lambda: context.store.get_run(run_id))
    return context.artifacts.at(run.info.artifact_uri)


ROUTES = [
    Route("GET", "artifacts/list", Policy.READ, list_files),
    Route("GET", "get-artifact", Policy.READ, stream=get_of_run, family=Family.ROOT),
    Route("GET", "model-versions/get-artifact", Policy.READ, stream=get_of_version, family=Family.ROOT),
    Route("GET", "logged-models/{model_id}/artifacts/files", Policy.READ, stream=get_of_logged_model, family=Family.BROWSER),
    Route("POST", "upload-artifact", Policy.WRITE, stream=upload, family=Family.BROWSER),
    Route("POST", "artifacts/presigned-upload-url", Policy.WRITE, stream=refuse_upload_url),
    Route("POST", "artifacts/presigned-download-url", Policy.READ, stream=refuse_download_url),
]

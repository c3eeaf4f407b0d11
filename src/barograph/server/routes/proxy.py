"""The artifact proxy: files under paths, for clients that have no access to the storage."""

from posixpath import basename

from starlette.requests import Request
from starlette.responses import Response

from barograph.artifacts.resolve import safe_path
from barograph.errors import InvalidValue, NotSupported, shown
from barograph.server.context import Context
from barograph.server.download import send_file
from barograph.server.mlflow_wire import NO_MULTIPART_DOWNLOAD, NO_MULTIPART_UPLOAD
from barograph.server.route import Family, Policy, Route
from barograph.server.upload import receive_file
from barograph.wire.artifacts import DeleteProxied, File, ListProxied, ProxiedFound
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


async def put(context: Context, request: Request) -> Response:
    path = request.path_params["path"]
    if path.endswith("/"):
        raise InvalidValue(f"Artifact path {shown(path)} ends with '/'. Give the path of a file.")
    await receive_file(context, request, context.artifacts.proxied(), safe_path(path))
    return Response()


async def get(context: Context, request: Request) -> Response:
    return await send_file(context, request, context.artifacts.proxied(), safe_path(request.path_params["path"]))


def list_files(context: Context, request: ListProxied) -> ProxiedFound:
    found = context.artifacts.proxied().list(request.path or "")
    files = [File(path=basename(child.path), is_dir=child.is_dir, file_size=child.size_bytes or None) for child in found]
    return ProxiedFound(files=tuple(files))


def delete(context: Context, request: DeleteProxied) -> Empty:
    context.artifacts.proxied().delete(safe_path(request.path))
    return Empty()


async def refuse_multipart(_context: Context, _request: Request) -> Response:
    raise NotSupported(NO_MULTIPART_UPLOAD)


async def refuse_presigned(_context: Context, _request: Request) -> Response:
    raise NotSupported(NO_MULTIPART_DOWNLOAD)


ROUTES = [
    Route("GET", "artifacts", Policy.READ, list_files, family=Family.PROXY),
    Route("PUT", "artifacts/{path:path}", Policy.WRITE, stream=put, family=Family.PROXY),
    Route("GET", "artifacts/{path:path}", Policy.READ, stream=get, family=Family.PROXY),
    Route("DELETE", "artifacts/{path:path}", Policy.WRITE, delete, family=Family.PROXY),
    Route("POST", "mpu/create/{path:path}", Policy.WRITE, stream=refuse_multipart, family=Family.PROXY),
    Route("POST", "mpu/complete/{path:path}", Policy.WRITE, stream=refuse_multipart, family=Family.PROXY),
    Route("POST", "mpu/abort/{path:path}", Policy.WRITE, stream=refuse_multipart, family=Family.PROXY),
    Route("GET", "presigned/{path:path}", Policy.READ, stream=refuse_presigned, family=Family.PROXY),
]

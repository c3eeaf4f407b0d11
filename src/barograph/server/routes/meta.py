"""What the server says of itself."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from barograph.server.context import Context
from barograph.server.mlflow_wire import PROTOCOL_VERSION
from barograph.server.route import Family, Policy, Route
from barograph.version import __version__
from barograph.wire.server_info import GetServerInfo, ServerInfo

__all__ = ["ROUTES"]


async def health(_context: Context, _request: Request) -> Response:
    return PlainTextResponse("OK")


async def version(_context: Context, _request: Request) -> Response:
    return PlainTextResponse(PROTOCOL_VERSION)


def server_info(_context: Context, _request: GetServerInfo) -> ServerInfo:
    return ServerInfo(
        store_type="SqlStore",
        workspaces_enabled=False,
        trace_archival_enabled=False,
        multipart_uploads_enabled=False,
        multipart_downloads_enabled=False,
        presigned_upload_run_id_supported=False,
        presigned_upload_model_id_supported=False,
        barograph_version=__version__,
    )


ROUTES = [
    Route("GET", "health", Policy.PUBLIC, stream=health, family=Family.ROOT),
    Route("GET", "version", Policy.PUBLIC, stream=version, family=Family.ROOT),
    Route("GET", "server-info", Policy.READ, server_info, family=Family.META),
]

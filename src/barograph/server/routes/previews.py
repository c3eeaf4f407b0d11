"""Parts of tables, and folders as zip files. Barograph's own routes."""

from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from barograph.errors import ArtifactNotFound, InvalidValue, MissingValue, shown
from barograph.server.artifact_places import path_below, root_uri
from barograph.server.body import compressed
from barograph.server.context import Context
from barograph.server.download import stream_chunks
from barograph.server.folder_zip import zipped
from barograph.server.mlflow_wire import RequestReader
from barograph.server.previews.source import Source
from barograph.server.previews.window import table_window
from barograph.server.route import Family, Policy, Route
from barograph.wire.previews import ArtifactPlace, PreviewTable, TableWindow

__all__ = ["ROUTES"]

_tables: RequestReader[PreviewTable] = RequestReader(PreviewTable)
_folders: RequestReader[ArtifactPlace] = RequestReader(ArtifactPlace)


async def table(context: Context, request: Request) -> Response:
    asked = _tables.from_query(request.query_params.multi_items())
    path = path_below(asked)
    if not path:
        raise MissingValue("path")
    root = await context.call(lambda: root_uri(context, asked))

    def work() -> tuple[bytes, bytes | None]:
        source = Source(context.artifacts.at(root), path)
        found = table_window(source, context.table_places.of(root, path, source.etag), asked.offset, asked.count)
        answer = msgspec.json.encode(found)
        return answer, compressed(dict(request.scope), answer)

    answer, smaller = await context.transfer(work)
    headers = {"Cache-Control": "no-cache"} | ({} if smaller is None else {"Content-Encoding": "gzip"})
    return Response(answer if smaller is None else smaller, media_type="application/json", headers=headers)


async def folder_zip(context: Context, request: Request) -> Response:
    asked = _folders.from_query(request.query_params.multi_items())
    path = path_below(asked)
    root = await context.call(lambda: root_uri(context, asked))
    folder = context.artifacts.at(root)
    found = await context.transfer(lambda: folder.stat(path)) if path else None
    if path and found is None:
        raise ArtifactNotFound(path)
    if found is not None and not found.is_dir:
        raise InvalidValue(f"Artifact {shown(path)} is a file. Download it as it is.")
    name = path.rpartition("/")[2] or "artifacts"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.zip",
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if request.method == "HEAD":
        return Response(media_type="application/zip", headers=headers)
    chunks = zipped(folder, path, name)
    return StreamingResponse(stream_chunks(context, chunks), media_type="application/zip", headers=headers)


ROUTES = [
    Route("GET", "artifacts/table", Policy.READ, stream=table, family=Family.NATIVE, messages=(PreviewTable, TableWindow)),
    Route("GET", "artifacts/zip", Policy.READ, stream=folder_zip, family=Family.NATIVE),
]

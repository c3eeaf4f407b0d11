"""Answers that carry a file: ranges, types and headers that keep browsers from running what they get."""

import mimetypes
import re
from collections.abc import AsyncIterator, Iterator
from posixpath import basename
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from barograph.errors import ArtifactNotFound, InvalidValue, MissingValue, shown
from barograph.server.artifact_roots import Folder
from barograph.server.context import Context

_TEXT = frozenset(
    "txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py csv tsv md rst mlmodel mlproject ipynb".split()  # noqa: SIM905  a list of 23 literals reads worse
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def media_type(path: str) -> str:
    """Content type by file name; what people read is plain text, what is unknown is bytes."""
    name = basename(path).lower()
    if name.rpartition(".")[2] in _TEXT:
        return "text/plain"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


async def send_file(context: Context, request: Request, folder: Folder, path: str) -> Response:
    """The file at `path`, or the part that a Range header asks for. Missing raises `ArtifactNotFound`, a directory `InvalidValue`."""
    if not path:
        raise MissingValue("path")
    info = await context.transfer(lambda: folder.stat(path))
    if info is None:
        raise ArtifactNotFound(path)
    if info.is_dir:
        raise InvalidValue(f"Artifact {shown(path)} is a directory. Ask for one of its files.")
    size = info.size_bytes or 0
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(basename(path), safe='')}",
        "Content-Type": media_type(path),
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    etag = f'"{info.etag}"' if info.etag else None
    if etag:
        headers["ETag"] = etag
        if etag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers={"ETag": etag, "Cache-Control": "no-cache"})
    wanted = request.headers.get("range", "") if request.headers.get("if-range", etag) == etag else ""
    span = _span(wanted, size)
    if span is None:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(status_code=416, headers=headers)
    start, end = span
    headers["Content-Length"] = str(end - start)
    partial = end - start < size
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if partial else 200
    if request.method == "HEAD" or end == start:
        return Response(status_code=status, headers=headers)
    chunks = await context.transfer(lambda: folder.get(path, start=start, end=end))
    return StreamingResponse(stream_chunks(context, chunks), status_code=status, headers=headers)


def _span(text: str, size: int) -> tuple[int, int] | None:
    """The bytes [start, end) that a Range header means: all of them unless it is one plain range, None if it lies outside the file."""
    match = _RANGE.fullmatch(text.strip())
    if not match or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) and size else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return 0, size
    return (start, end) if start < size else None


async def stream_chunks(context: Context, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Chunks made in threads, one after another as the caller takes them."""
    while chunk := await context.transfer(lambda: next(chunks, b"")):
        yield chunk

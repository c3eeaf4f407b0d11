"""Request bodies as files, streamed from the event loop into an artifact store in a thread."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from starlette.requests import Request

from barograph.errors import InvalidValue
from barograph.server.artifact_roots import Folder
from barograph.server.context import Context

_CHUNK = 1024 * 1024


async def receive_file(context: Context, request: Request, folder: Folder, path: str, *, most: int | None = None) -> int:
    """Store the body at `path`, whole or not at all; memory use does not grow with its size. Returns the number of bytes.

    More than `most` bytes raise `InvalidValue` while they come, whatever Content-Length says.
    """
    loop = asyncio.get_running_loop()
    pieces = _pieces(request, most)
    received = 0

    def chunks() -> Iterator[bytes]:
        nonlocal received
        while True:
            chunk = asyncio.run_coroutine_threadsafe(_next(pieces), loop).result()
            if not chunk:
                return
            received += len(chunk)
            yield chunk

    await context.transfer(lambda: folder.put(path, chunks()))
    return received


async def _next(pieces: AsyncIterator[bytes]) -> bytes:
    return await anext(pieces, b"")


async def _pieces(request: Request, most: int | None) -> AsyncIterator[bytes]:
    """The body in pieces of about a megabyte, so that a thread is visited once for many packets."""
    waiting = bytearray()
    size = 0
    async for packet in request.stream():
        size += len(packet)
        if most is not None and size > most:
            raise InvalidValue(f"The file has more than {most} bytes, the most this upload may have. Log it with a client.")
        waiting += packet
        if len(waiting) >= _CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)

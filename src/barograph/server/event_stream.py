"""Answers that go on: server-sent events about what changes."""

from collections.abc import AsyncIterator

import msgspec
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from barograph.server.feed import Feed, Listener
from barograph.wire.events import ChangeNotice

_HEARTBEAT_S = 15.0
_AGAIN_MS = 5_000
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # nginx holds answers back unless told not to


class EventStream(StreamingResponse):
    """What a listener is told, until the caller goes or the server ends; comments in between keep proxies from closing it."""

    def __init__(self, feed: Feed, listener: Listener) -> None:
        self._feed = feed
        self._listener = listener
        super().__init__(_events(listener), media_type="text/event-stream", headers=_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._feed.leave(self._listener)


async def _events(listener: Listener) -> AsyncIterator[bytes]:
    yield f"retry: {_AGAIN_MS}\n\n".encode()
    await listener.listening()
    if not listener.ended:
        yield b"event: ready\ndata: {}\n\n"
    while not listener.ended:
        changes = await listener.next(_HEARTBEAT_S)
        if changes:
            yield b"event: change\ndata: %b\n\n" % msgspec.json.encode(ChangeNotice.from_model(changes))
        elif not listener.ended:
            yield b": still here\n\n"

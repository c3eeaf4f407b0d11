"""Request bodies, and answers in JSON and MessagePack, at the level of ASGI."""

import gzip
from ipaddress import ip_address

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from barograph.errors import InvalidValue

JSON = b"application/json"
MSGPACK = b"application/msgpack"

_WORTH_COMPRESSING = 16 * 1024


async def read_body(receive: Receive, most: int) -> bytes:
    """The whole body; more than `most` bytes raise `InvalidValue` as soon as they have come."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise InvalidValue(f"The body has more than {most} bytes, the most this request may have. Send it in parts.")
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def header(scope: Scope, name: bytes) -> str:
    """The first header of that lower-case name, or ""."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return ""


def compressed(scope: Scope, body: bytes) -> bytes | None:
    """`body` in gzip, if it is large and goes over a network to a client that reads gzip."""
    if len(body) < _WORTH_COMPRESSING or "gzip" not in header(scope, b"accept-encoding"):
        return None
    client = scope.get("client")
    try:
        if client is None or ip_address(client[0]).is_loopback:
            return None
    except ValueError:
        return None
    return gzip.compress(body, compresslevel=1)


async def send_json(send: Send, status: int, body: bytes) -> None:
    """Send a JSON body."""
    await send_body(send, status, body, JSON)


async def send_body(send: Send, status: int, body: bytes, kind: bytes, *, encoding: bytes | None = None) -> None:
    """Send a body of a media type."""
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if encoding:
        headers.append((b"content-encoding", encoding))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

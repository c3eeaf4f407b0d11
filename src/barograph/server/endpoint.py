"""From a row of the route table to something that answers HTTP."""

from inspect import iscoroutinefunction
from typing import Any, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from barograph.errors import InvalidValue, shown
from barograph.server import failure
from barograph.server.body import JSON, MSGPACK, compressed, header, read_body, send_body, send_json
from barograph.server.context import Context
from barograph.server.mlflow_wire import MAX_BODY, RequestReader
from barograph.server.route import StreamHandler, TypedHandler

_READ_ON_LOOP = 256 * 1024
"""Bytes of a body that are read into a request within a few milliseconds."""


def message_types(handler: TypedHandler) -> tuple[type[msgspec.Struct], type[msgspec.Struct]]:
    """Request and answer type of a handler, from its annotations."""
    hints = get_type_hints(handler)
    answer = hints.pop("return")
    request = [kind for kind in hints.values() if kind is not Context]
    return request[0], answer


class TypedEndpoint:
    """Answers with a typed handler, or in MessagePack with that for it.

    For a plain function, reading, handling and writing happen in one visit to a thread. A coroutine function has them done on the event
    loop, unless the body is so large that reading it would keep the loop from others.
    """

    def __init__(self, context: Context, handler: TypedHandler, packed: TypedHandler | None = None) -> None:
        self._context = context
        self._handler = handler
        self._packed = packed
        self._reader: RequestReader[Any] = RequestReader(message_types(handler)[0])
        self._encode = msgspec.json.Encoder().encode
        self._on_loop = iscoroutinefunction(handler)
        self._pack = msgspec.msgpack.Encoder().encode

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = b"" if scope["method"] in ("GET", "HEAD") else await read_body(receive, MAX_BODY)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001  the one place where failures become answers
            await send_json(send, *failure.answer(error, scope["request_id"]))
            return
        if self._on_loop:
            await send_json(send, *await self._answer_on_loop(scope, body))
            return
        status, answer, encoding, kind = await self._context.call(lambda: self._answer(scope, body))
        await send_body(send, status, answer, kind, encoding=encoding)

    def _answer(self, scope: Scope, body: bytes) -> tuple[int, bytes, bytes | None, bytes]:
        kind = JSON
        try:
            request = self._request(scope, body)
            if self._packed is not None and MSGPACK.decode() in header(scope, b"accept"):
                answer, kind = self._pack(self._packed(self._context, request)), MSGPACK
            else:
                answer = self._encode(self._handler(self._context, request))
        except Exception as error:  # noqa: BLE001  the one place where failures become answers
            return *failure.answer(error, scope["request_id"]), None, JSON
        smaller = compressed(scope, answer)
        return (200, answer, None, kind) if smaller is None else (200, smaller, b"gzip", kind)

    async def _answer_on_loop(self, scope: Scope, body: bytes) -> tuple[int, bytes]:
        try:
            small = len(body) <= _READ_ON_LOOP
            request = self._request(scope, body) if small else await self._context.call(lambda: self._request(scope, body))
            return 200, self._encode(await self._handler(self._context, request))
        except Exception as error:  # noqa: BLE001  the one place where failures become answers
            return failure.answer(error, scope["request_id"])

    def _request(self, scope: Scope, body: bytes) -> Any:
        path = scope.get("path_params", {})
        if scope["method"] in ("GET", "HEAD"):
            return self._reader.from_query(_pairs(scope["query_string"]), path)
        return self._reader.from_body(body, header(scope, b"content-type"), path)


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise InvalidValue(f"The query {shown(query.decode('latin-1'))} holds escapes that are not UTF-8. Escape text as UTF-8.") from None


class StreamEndpoint:
    """Answers with a coroutine that reads and writes HTTP itself."""

    def __init__(self, context: Context, handler: StreamHandler) -> None:
        self._context = context
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._handler(self._context, Request(scope, receive))
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001  the one place where failures become answers
            await send_json(send, *failure.answer(error, scope["request_id"]))
            return
        await response(scope, receive, send)

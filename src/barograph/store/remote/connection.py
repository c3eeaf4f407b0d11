"""From typed requests to typed answers, through a tracking server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from barograph.errors import BarographError, InvalidValue, shown
from barograph.outbound import OutboundClient, Query
from barograph.wire.message import Empty, Request
from barograph.wire.params import Param
from barograph.wire.tags import Tag

API = "/api/2.0/mlflow/"
BROWSER_API = "/ajax-api/2.0/mlflow/"
META_API = "/api/3.0/mlflow/"
NATIVE_API = "/api/barograph/1/"

A = TypeVar("A")


class Connection:
    """Calls to one tracking server until it is closed."""

    def __init__(self, uri: str, *, authenticated: bool = True) -> None:
        self._http = OutboundClient(uri, authenticated=authenticated)
        self._closed = False

    @property
    def base_url(self) -> str:
        """The server's URL without credentials."""
        return self._http.base_url

    def close(self) -> None:
        """Refuse further calls. The connections below are the process's and stay."""
        self._closed = True

    def get(self, route: str, request: Request, answer: type[A], *, api: str = API) -> A:
        """GET with the request's fields in the query."""
        return self._call("GET", api + route, answer, query=_query(request))

    def post(self, route: str, request: Request, answer: type[A], *, api: str = API, repeatable: bool = True, patient: bool = True) -> A:
        """POST with a JSON body. `repeatable` and `patient` are as in `OutboundClient.request`."""
        return self._call("POST", api + route, answer, body=request, repeatable=repeatable, patient=patient)

    def patch(self, route: str, request: Request, answer: type[A]) -> A:
        """PATCH with a JSON body."""
        return self._call("PATCH", API + route, answer, body=request)

    def delete(self, route: str, request: Request | None = None) -> None:
        """DELETE, with a JSON body if a request is given."""
        self._call("DELETE", API + route, Empty, body=request)

    def tell(self, route: str, request: Request) -> None:
        """POST with a JSON body whose answer says nothing."""
        self._call("POST", API + route, Empty, body=request)

    def post_msgpack(self, path: str, request: msgspec.Struct, answer: type[A]) -> A:
        """POST with a MessagePack body."""
        if self._closed:
            raise InvalidValue(f"This store of {self.base_url} was closed. Open it again.")
        try:
            body = msgspec.msgpack.encode(request)
        except (TypeError, ValueError, OverflowError) as error:
            raise InvalidValue(f"A value cannot be sent to the server: {error}.") from error
        response = self._http.request("POST", path, body=body, headers={"Content-Type": "application/msgpack"})
        return self._decode(response.data, answer, path)

    def post_for_msgpack(self, path: str, request: Request, answer: type[A]) -> A:
        """POST with a JSON body whose answer is MessagePack."""
        response = self._sent("POST", path, body=request, headers={"Accept": "application/msgpack"})
        try:
            return msgspec.msgpack.decode(response, type=answer)
        except msgspec.DecodeError as error:
            raise BarographError(f"{self.base_url}{path} answered in a form that is not understood: {error}.") from error

    def _call(
        self,
        method: str,
        path: str,
        answer: type[A],
        *,
        query: Query | None = None,
        body: Request | None = None,
        repeatable: bool = True,
        patient: bool = True,
    ) -> A:
        sent = self._sent(method, path, query=query, body=body, repeatable=repeatable, patient=patient)
        return self._decode(sent or b"{}", answer, path)

    def _sent(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Request | None = None,
        headers: Mapping[str, str] = {},
        repeatable: bool = True,
        patient: bool = True,
    ) -> bytes:
        if self._closed:
            raise InvalidValue(f"This store of {self.base_url} was closed. Open it again.")
        try:
            content = None if body is None else _encode(body)
            kind = {} if content is None else {"Content-Type": "application/json"}
            response = self._http.request(
                method, path, query=query, body=content, headers={**kind, **headers}, repeatable=repeatable, patient=patient
            )
        except UnicodeEncodeError as error:
            raise InvalidValue(f"Text {shown(error.object)} holds half of a surrogate pair, which is no character. Remove it.") from None
        return response.data

    def _decode(self, body: bytes, answer: type[A], path: str) -> A:
        try:
            return msgspec.json.decode(body, type=answer)
        except msgspec.ValidationError as error:
            raise BarographError(f"{self.base_url}{path} answered in a form that is not understood: {error}.") from error
        except msgspec.DecodeError:
            pass
        try:
            # MLflow writes the bare word NaN in one of its answers, which is no JSON but which the standard library reads.
            return msgspec.convert(json.loads(body), type=answer)
        except (ValueError, msgspec.ValidationError) as error:
            remedy = "Is the tracking URI that of a Barograph or MLflow server, with its path prefix?"
            raise BarographError(f"{self.base_url}{path} did not answer with JSON. {remedy}") from error


def _encode(request: Request) -> bytes:
    """The request as JSON. What is no JSON, or would become other JSON than was meant, raises `InvalidValue`."""
    try:
        for name in request.__struct_fields__:
            _refuse_bytes(name, getattr(request, name))
        return msgspec.json.encode(request)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidValue(f"A value cannot be sent to the server: {error}.") from error


def _refuse_bytes(field: str, value: object) -> None:
    if isinstance(value, bytes | bytearray | memoryview):
        raise InvalidValue(f"{field} is {shown(value)}. Give a text.")
    if isinstance(value, tuple) and value and isinstance(value[0], Param | Tag):
        for item in value:
            _refuse_bytes(f"{field} {shown(item.key)}", item.value)


def segment(text: str) -> str:
    """`text` as one segment of a route; what could mean another route raises `InvalidValue`."""
    if text in ("", ".", ".."):
        raise InvalidValue(f"Invalid id or key {shown(text)}. It may be neither empty nor '.' nor '..'.")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InvalidValue(f"{shown(text)} holds half of a surrogate pair, which is no character. Remove it.") from None


def _query(request: Request) -> Query:
    fields = {name: getattr(request, name) for name in request.__struct_fields__}
    return {name: _plain(value) for name, value in fields.items() if value not in (None, ())}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple([_plain(each) for each in value])
    return value.value if isinstance(value, Enum) else value

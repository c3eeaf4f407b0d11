"""Parcels of clients that keep a journal."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from barograph.errors import InvalidValue, shown
from barograph.server.body import read_body
from barograph.server.context import Context
from barograph.server.mlflow_wire import MAX_BODY
from barograph.server.route import Family, Policy, Route
from barograph.wire.ingest import Receipt, read_parcel

__all__ = ["ROUTES"]

_MEDIA_TYPE = "application/msgpack"


async def ingest(context: Context, request: Request) -> Response:
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise InvalidValue(f"Content-Type is {shown(kind)}; send parcels as {_MEDIA_TYPE}.")
    body = await read_body(request.receive, MAX_BODY)

    def work() -> bytes:
        return msgspec.json.encode(Receipt.from_model(context.store.ingest(read_parcel(body))))

    return Response(await context.call(work), media_type="application/json")


ROUTES = [Route("POST", "ingest", Policy.WRITE, stream=ingest, family=Family.NATIVE)]

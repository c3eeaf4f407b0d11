"""Reads of many metric series at once, in the form that the caller accepts."""

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from barograph.model import MetricSeries
from barograph.server import arrow_stream
from barograph.server.body import compressed, read_body
from barograph.server.context import Context
from barograph.server.mlflow_wire import MAX_BODY, RequestReader
from barograph.server.route import Family, Policy, Route
from barograph.wire import series as wire

__all__ = ["ROUTES"]

_JSON = "application/json"
_reader: RequestReader[wire.GetSeries] = RequestReader(wire.GetSeries)


async def series(context: Context, request: Request) -> Response:
    body = await read_body(request.receive, MAX_BODY)
    asked = _reader.from_body(body, request.headers.get("content-type", ""))
    form = _form(request.headers.get("accept", ""))

    def work() -> tuple[bytes, bytes | None]:
        answer = _written(context.store.metric_series(asked.to_model()), form)
        return answer, compressed(dict(request.scope), answer)

    answer, smaller = await context.call(work)
    headers = {} if smaller is None else {"Content-Encoding": "gzip"}
    return Response(answer if smaller is None else smaller, media_type=form, headers=headers)


def names(context: Context, request: wire.GetNames) -> wire.NamesFound:
    return wire.NamesFound(names=tuple([wire.MetricName.from_model(name) for name in context.store.metric_names(request.run_ids)]))


def _written(found: tuple[MetricSeries, ...], form: str) -> bytes:
    if form == arrow_stream.MEDIA_TYPE:
        return arrow_stream.written(found)
    if form == wire.MEDIA_TYPE:
        return msgspec.msgpack.encode(wire.PackedSeriesFound(series=tuple([wire.PackedSeries.from_model(each) for each in found])))
    return msgspec.json.encode(wire.SeriesFound(series=tuple([wire.Series.from_model(each) for each in found])))


def _form(accept: str) -> str:
    """The form that a caller likes best; the first that is known, of those that it likes as much."""
    wishes = sorted((_wish(part) for part in accept.split(",") if part.strip()), key=lambda wish: -wish[1])
    for kind, weight in wishes or [("*/*", 1.0)]:
        if weight <= 0:
            continue
        if kind in (_JSON, "application/*", "*/*"):
            return _JSON
        if kind == wire.MEDIA_TYPE:
            return kind
        if kind == arrow_stream.MEDIA_TYPE:
            if arrow_stream.is_possible():
                return kind
            remedy = f"Install it there with: pip install 'barograph[arrow]'. Or accept {wire.MEDIA_TYPE} or {_JSON}."
            raise HTTPException(406, f"Arrow streams need pyarrow, which this server does not have. {remedy}")
    raise HTTPException(406, f"None of {accept!r} can be answered. Accept {_JSON}, {wire.MEDIA_TYPE} or {arrow_stream.MEDIA_TYPE}.")


def _wish(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight: Any = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return kind, float(weight)
    except ValueError:
        return kind, 0.0


ROUTES = [
    Route("POST", "metrics/series", Policy.READ, stream=series, family=Family.NATIVE, messages=(wire.GetSeries, wire.SeriesFound)),
    Route("GET", "metrics/names", Policy.READ, names, family=Family.NATIVE),
]

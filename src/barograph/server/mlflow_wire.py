"""How requests of the MLflow protocol are read: bodies, queries, page sizes and batch limits, with the quirks that its clients rely on."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import inspect

from barograph.errors import InvalidValue, shown
from barograph.model.limits import MAX_BATCH_METRICS, MAX_BATCH_PARAMS, MAX_BATCH_TAGS, MAX_BATCH_TOTAL, check_key
from barograph.server import protobuf_json
from barograph.wire.batch import LogBatch

M = TypeVar("M", bound=msgspec.Struct)

PROTOCOL_VERSION = "3.17.2"
"""The version of MLflow's protocol that is spoken, for clients that ask /version before they use a feature."""

MAX_BODY = 64 * 1024 * 1024
"""Bytes of JSON that one request may have."""

NO_MULTIPART_UPLOAD = "Multipart upload is not supported for the current artifact repository"
NO_MULTIPART_DOWNLOAD = "Multipart download is not supported for the current artifact repository"
"""Clients fall back to plain transfers only on these words."""


class RequestReader(Generic[M]):
    """Reads requests of one type from bodies and queries.

    The exact form is decoded straight into the type. Whatever that refuses, or would lose, takes the lenient way, which also words the
    error.
    """

    def __init__(self, kind: type[M]) -> None:
        self.kind = kind
        self._exact = msgspec.json.Decoder(kind) if _keeps_all(kind) else None
        self._repeated, self._flags = _query_fields(kind)

    def from_body(self, body: bytes, media_type: str, path: Mapping[str, str] = {}) -> M:
        """The request in a JSON body, completed by parameters of the path."""
        if not body:
            return protobuf_json.read(self.kind, dict(path))
        if media_type.partition(";")[0].strip().lower() != "application/json":
            raise InvalidValue(f"Content-Type is {shown(media_type)}; send the body as application/json.")
        if self._exact is not None and not path:
            try:
                return self._exact.decode(body)
            except msgspec.ValidationError:
                pass
            except (msgspec.DecodeError, RecursionError) as error:
                raise InvalidValue(f"The body is not valid JSON: {error}") from None
        given = _decode_object(body)
        for name, value in path.items():
            if given.get(name) not in (None, value):
                raise InvalidValue(f"The path says {name} {shown(value)}, the body {shown(given[name])}. They must agree.")
        return protobuf_json.read(self.kind, {**given, **path})

    def from_query(self, pairs: list[tuple[str, str]], path: Mapping[str, str] = {}) -> M:
        """The request in the query of a GET. Repeated fields take all values, others the first; unknown keys are ignored."""
        given: dict[str, Any] = {}
        for name, text in pairs:
            if name in self._repeated:
                given.setdefault(name, []).append(text)
            elif name not in given:
                given[name] = _flag(name, text) if name in self._flags else text
        return protobuf_json.read(self.kind, {**given, **path})


def _decode_object(body: bytes) -> dict[str, object]:
    """The JSON object in a body; old clients encode it twice, as text in JSON."""
    try:
        value = msgspec.json.decode(body)
        if isinstance(value, str):
            value = msgspec.json.decode(value)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidValue(f"The body is not valid JSON: {error}") from None
    if not isinstance(value, dict):
        raise protobuf_json.refuse(value, "", "a JSON object")
    return value


def _flag(name: str, text: str) -> bool:
    known = {"true": True, "false": False}
    if text.lower() not in known:
        raise protobuf_json.refuse(text, name, "true or false")
    return known[text.lower()]


def _query_fields(kind: type[M]) -> tuple[frozenset[str], frozenset[str]]:
    fields = msgspec.structs.fields(kind)
    infos = {field.name: inspect.type_info(field.type) for field in fields}
    repeated = [name for name, info in infos.items() if isinstance(info, inspect.VarTupleType)]
    return frozenset(repeated), frozenset(name for name, info in infos.items() if isinstance(info, inspect.BoolType))


def _keeps_all(kind: type[msgspec.Struct]) -> bool:
    """Whether decoding into the type loses no field spelled in lowerCamelCase: types at all depths refuse unknown fields, or have none."""
    if not kind.__struct_config__.forbid_unknown_fields and any("_" in name for name in kind.__struct_fields__):
        return False
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)  # noqa: S101  narrows the type for the checker
    items = [field.type.item_type for field in info.fields if isinstance(field.type, inspect.VarTupleType)]
    inner = [field.type for field in info.fields] + items
    return all(_keeps_all(each.cls) for each in inner if isinstance(each, inspect.StructType))


def check_page_size(max_results: int, most: int) -> None:
    """Raise unless 1 <= max_results <= most."""
    if not 1 <= max_results <= most:
        raise InvalidValue(f"Invalid value {max_results} for parameter 'max_results'. Expected a whole number from 1 to {most}.")


def check_batch(batch: LogBatch) -> None:
    """Raise unless a batch keeps the limits; messages name the item by its place, `metrics[1].name`."""
    _check_keys([metric.key for metric in batch.metrics], "metrics[{}].name")
    _check_keys([param.key for param in batch.params], "params[{}].key")
    _check_keys([tag.key for tag in batch.tags], "tags[{}].key")
    sizes = {"metrics": len(batch.metrics), "params": len(batch.params), "tags": len(batch.tags)}
    for item, most in (("metrics", MAX_BATCH_METRICS), ("params", MAX_BATCH_PARAMS), ("tags", MAX_BATCH_TAGS)):
        if sizes[item] > most:
            raise InvalidValue(f"A batch may have at most {most} {item}; this one has {sizes[item]}. Send several batches.")
    if sum(sizes.values()) > MAX_BATCH_TOTAL:
        raise InvalidValue(
            f"A batch may have at most {MAX_BATCH_TOTAL} metrics, params and tags together; this one has {sum(sizes.values())}."
            " Send several batches."
        )


def _check_keys(keys: list[str], place: str) -> None:
    for key in dict.fromkeys(keys):
        check_key(key, place.format(keys.index(key)))

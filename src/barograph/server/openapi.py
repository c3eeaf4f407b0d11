"""The API description, made from the route table and the wire types: `python -m barograph.server.openapi > ui/openapi.json`."""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from barograph.server.endpoint import message_types
from barograph.server.mlflow_wire import PROTOCOL_VERSION
from barograph.server.route import Route
from barograph.server.routes import TABLE
from barograph.wire.failure import Failure

_REF = "#/components/schemas/{name}"
_JSON = "application/json"
_MSGPACK = "application/msgpack"


def describe(table: Iterable[Route] = TABLE) -> dict[str, Any]:
    """The OpenAPI 3.1 description of the routes, under the prefix that browsers use. The order is that of the table."""
    rows = list(table)
    types = {kind for row in rows for kind in _messages(row) or ()} | {Failure}
    types |= {kind for row in rows if row.packed for kind in message_types(row.packed)}
    _, components = msgspec.json.schema_components(sorted(types, key=_name), ref_template=_REF)
    for schema in components.values():
        for field in schema.get("properties", {}).values():
            field.pop("default", None)  # absent is absent: generators of types take a default for a promise
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        path = row.paths[-1].replace(":path}", "}")
        paths.setdefault(path, {})[row.verb.lower()] = _operation(row, path, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Barograph",
            "version": PROTOCOL_VERSION,
            "description": "The tracking and registry protocol of MLflow as Barograph speaks it. Unset and empty fields are left out.",
        },
        "paths": paths,
        "components": {"schemas": dict(sorted(components.items()))},
    }


def _messages(row: Route) -> tuple[type[msgspec.Struct], type[msgspec.Struct]] | None:
    return message_types(row.handler) if row.handler else row.messages


def _name(kind: type) -> str:
    return kind.__name__


def _operation(row: Route, path: str, components: dict[str, Any]) -> dict[str, Any]:
    module = (row.handler or row.streamed).__module__.rpartition(".")[2]
    operation: dict[str, Any] = {
        "operationId": row.verb.lower() + re.sub(r"\W+", "_", f"_{path}").rstrip("_"),
        "tags": [module],
        "x-policy": row.policy.value,
    }
    in_path = re.findall(r"{(\w+)}", path)
    operation["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]
    failure = {"description": "Failure", "content": {_JSON: {"schema": {"$ref": _REF.format(name="Failure")}}}}
    messages = _messages(row)
    if messages is None:
        return operation | {"responses": {"200": {"description": "The file or text"}, "default": failure}}
    request, answer = messages
    schema = components[request.__name__]
    operation["summary"] = (request.__doc__ or "").strip().partition("\n")[0]
    if row.verb == "GET":
        required = schema.get("required", ())
        operation["parameters"] += [
            {"name": name, "in": "query", "required": name in required, "schema": field}
            for name, field in schema.get("properties", {}).items()
            if name not in in_path
        ]
    elif set(schema.get("properties", ())) - set(in_path):
        reference = {"$ref": _REF.format(name=request.__name__)}
        operation["requestBody"] = {"required": True, "content": {_JSON: {"schema": reference}}}
    answers = {_JSON: answer} | ({_MSGPACK: message_types(row.packed)[1]} if row.packed else {})
    done = {
        "description": (answer.__doc__ or "").strip(),
        "content": {media: {"schema": {"$ref": _REF.format(name=each.__name__)}} for media, each in answers.items()},
    }
    return operation | {"responses": {"200": done, "default": failure}}


def text() -> str:
    """The description as the text that is kept in git."""
    return json.dumps(describe(), indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())

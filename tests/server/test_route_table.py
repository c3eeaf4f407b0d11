"""The route table as a whole: policies, prefixes, verbs, the API description."""

import json
from pathlib import Path

import msgspec
import pytest

from barograph.server import openapi
from barograph.server.app import create_app
from barograph.server.endpoint import message_types
from barograph.server.route import Family, Policy, Route
from barograph.server.routes import TABLE
from barograph.server.settings import ServerSettings
from barograph.store.memory import MemoryStore

REPOSITORY = Path(__file__).parents[2]
CHANGING_WORDS = (
    "create",
    "update",
    "delete",
    "restore",
    "set-",
    "log-",
    "rename",
    "transition",
    "alias",
    "outputs",
    "upload",
    "mpu",
    "ingest",
)


def test_every_route_has_a_policy() -> None:
    assert all(isinstance(row.policy, Policy) for row in TABLE)


def test_a_route_without_a_policy_fails_at_start() -> None:
    row = Route("GET", "open", None, stream=TABLE[0].streamed, family=Family.ROOT)  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TypeError, match="no policy"):
        create_app(ServerSettings(), MemoryStore(), table=(row,))


def test_only_health_and_version_are_public() -> None:
    assert {row.path for row in TABLE if row.policy is Policy.PUBLIC} == {"health", "version"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.verb} {row.path}")
def test_what_changes_something_needs_write_permission(row: Route) -> None:
    changes = row.verb in ("PUT", "PATCH", "DELETE") or (row.verb == "POST" and any(word in row.path for word in CHANGING_WORDS))
    reads = row.path in ("logged-models/search", "registered-models/get-latest-versions") or "search" in row.path or "download" in row.path
    if changes and not reads:
        assert row.policy is Policy.WRITE
    if row.verb == "GET":
        assert row.policy is not Policy.WRITE


def test_what_cannot_be_undone_is_for_administrators() -> None:
    assert {row.path for row in TABLE if row.policy is Policy.ADMIN} == {"trash/weigh", "trash/purge"}


def test_no_verb_and_path_twice() -> None:
    rows = [(row.verb, path) for row in TABLE for path in row.paths]
    assert len(rows) == len(set(rows))


def test_every_row_has_one_handler_with_typed_messages() -> None:
    for row in TABLE:
        assert (row.handler is None) != (row.stream is None)
        if row.handler:
            assert all(issubclass(kind, msgspec.Struct) for kind in message_types(row.handler))


def test_the_api_description_is_up_to_date() -> None:
    kept = (REPOSITORY / "ui" / "openapi.json").read_text(encoding="utf-8")
    assert kept == openapi.text(), "run: python -m barograph.server.openapi > ui/openapi.json"


def test_the_api_description_has_every_route_and_resolves() -> None:
    described = json.loads(openapi.text())
    for row in TABLE:
        path = row.paths[-1].replace(":path}", "}")
        assert row.verb.lower() in described["paths"][path]
    names = set(described["components"]["schemas"])
    referred = {part.split('"')[0] for part in openapi.text().split("#/components/schemas/")[1:]}
    assert referred <= names
    operations = [operation["operationId"] for verbs in described["paths"].values() for operation in verbs.values()]
    assert len(operations) == len(set(operations))

"""Tables, counts and groups of runs on the wire."""

import math
import struct

import msgspec
import pytest
from server_caller import Caller

from barograph.model import Metric, NewRun
from barograph.testing.contract.making import unique

NATIVE = "/api/barograph/1/runs/"


@pytest.fixture(scope="module")
def experiment_id(server: Caller) -> str:
    store = server.store
    experiment_id = store.create_experiment(unique("tables"))
    for place, (lr, losses) in enumerate((("0.1", [math.nan]), ("0.1", [0.25]), ("0.2", [math.inf]), (None, []))):
        run_id = store.create_run(NewRun(experiment_id=experiment_id, name=f"r{place}", start_time_ms=place)).info.run_id
        points = [Metric(key="loss", value=value, timestamp_ms=0, step=0) for value in losses]
        store.log_batch(run_id, params={} if lr is None else {"lr": lr}, metrics=points)
    return experiment_id


def test_a_table_in_json(server: Caller, experiment_id: str) -> None:
    body = {
        "experiment_ids": [experiment_id],
        "fields": ["name", "metrics.loss", "params.*", "start_time", "end_time"],
        "order_by": ["start_time ASC"],
        "max_results": 3,
    }
    table = server.ok(NATIVE + "query", body)
    token = table.pop("next_page_token")
    assert table == {
        "row_count": 3,
        "columns": [
            {"field": "name", "kind": "text", "values": ["r0", "r1", "r2"]},
            {"field": "metrics.loss", "kind": "float", "values": ["NaN", 0.25, "Infinity"]},
            {"field": "params.lr", "kind": "text", "values": ["0.1", "0.1", "0.2"]},
            {"field": "start_time", "kind": "int", "values": [0, 1, 2]},
            {"field": "end_time", "kind": "int", "values": [None, None, None]},
        ],
    }
    rest = server.ok(NATIVE + "query", {**body, "page_token": token})
    assert rest["columns"][:2] == [
        {"field": "name", "kind": "text", "values": ["r3"]},
        {"field": "metrics.loss", "kind": "float", "values": [None]},
    ]


def test_a_table_in_packed_columns(server: Caller, experiment_id: str) -> None:
    body = {"experiment_ids": [experiment_id], "fields": ["name", "metrics.loss", "end_time"], "order_by": ["start_time ASC"]}
    headers = {"Content-Type": "application/json", "Accept": "application/msgpack, application/json;q=0.5"}
    answer = server.raw("POST", NATIVE + "query", msgspec.json.encode(body), headers)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/msgpack")
    table = msgspec.msgpack.decode(answer.data)
    name, loss, end = table["columns"]
    assert name == {"field": "name", "kind": "text", "values": ["r0", "r1", "r2", "r3"]}
    assert (loss["field"], loss["kind"], loss["present"]) == ("metrics.loss", "float", bytes([1, 1, 1, 0]))
    values = struct.unpack("<4d", loss["packed"])
    assert math.isnan(values[0])
    assert values[1:3] == (0.25, math.inf)
    assert (end["kind"], end["present"], len(end["packed"])) == ("int", bytes(4), 32)


def test_failures_are_json_whatever_is_accepted(server: Caller) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/msgpack"}
    answer = server.raw("POST", NATIVE + "query", b'{"fields": ["colour"]}', headers)
    assert (answer.status, answer.code, answer.headers["content-type"]) == (400, "INVALID_PARAMETER_VALUE", "application/json")
    assert "column 1" in answer.message


def test_a_count(server: Caller, experiment_id: str) -> None:
    body = {"experiment_ids": [experiment_id], "filter": "params.lr = '0.1'"}
    assert server.ok(NATIVE + "count", body) == {"count": 2}
    assert server.ok(NATIVE + "count", {**body, "run_view_type": "DELETED_ONLY"}) == {"count": 0}
    assert server.ok(NATIVE + "count", {})["count"] >= 4


def test_groups(server: Caller, experiment_id: str) -> None:
    body = {"experiment_ids": [experiment_id], "by": ["params.lr"], "metrics": ["metrics.loss"]}
    groups = server.ok(NATIVE + "group", body)
    first, second, last = groups["groups"]
    best = first["metrics"][0].pop("best_run_id")
    assert server.store.get_run(best).info.name == "r1"
    assert first == {
        "values": ["0.1"],
        "n": 2,
        "metrics": [{"metric": "metrics.loss", "n": 1, "mean": 0.25, "min": 0.25, "max": 0.25, "best": 0.25}],
    }
    assert (second["values"], second["metrics"][0]["mean"]) == (["0.2"], "Infinity")
    assert (last["values"], last["metrics"]) == ([None], [{"metric": "metrics.loss", "n": 0}])
    assert groups["group_count"] == 3


@pytest.mark.parametrize(
    ("route", "body", "message"),
    [
        ("query", {}, "fields"),
        ("query", {"fields": []}, "fields"),
        ("query", {"fields": ["metrics.a b"]}, "column 11: expected the end"),
        ("query", {"fields": ["run_id"], "filter": "metrics.a >"}, "column 12: expected"),
        ("query", {"fields": ["run_id"], "order_by": ["colour"]}, "column 1"),
        ("query", {"fields": ["run_id"], "max_results": 0}, "max_results"),
        ("query", {"fields": ["run_id"], "page_token": "x"}, "page token"),
        ("query", {"fields": ["run_id"], "experiment_ids": ["x"]}, "experiment id"),
        ("count", {"filter": "params.a = 1 OR"}, "column 16: expected a key"),
        ("group", {}, "by"),
        ("group", {"by": ["metrics.a"]}, "column 1"),
        ("group", {"by": ["params.a"], "metrics": ["params.a"]}, "expected metrics"),
    ],
)
def test_what_is_refused_is_400(server: Caller, route: str, body: dict[str, object], message: str) -> None:
    answer = server.post(NATIVE + route, body)
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
    assert message in answer.message


def test_keys_and_values_to_choose_from(server: Caller, experiment_id: str) -> None:
    found = server.ok(NATIVE + "keys", {"experiment_ids": [experiment_id], "kind": "metrics", "text": "LO"})
    assert found == {"keys": [{"name": "loss", "varies": True}]}
    cut = server.ok(NATIVE + "keys", {"experiment_ids": [experiment_id], "kind": "tags", "max_results": 1})
    assert cut == {"keys": [{"name": "mlflow.runName", "varies": True}]}
    values = server.ok(NATIVE + "values", {"experiment_ids": [experiment_id], "key": "params.lr", "prefix": "0."})
    assert values == {"values": ["0.1", "0.2"]}
    refused = server.post(NATIVE + "values", {"key": "metrics.loss"})
    assert (refused.status, refused.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "metrics.loss" in refused.message


def test_a_table_begins_at_an_offset(server: Caller, experiment_id: str) -> None:
    body = {"experiment_ids": [experiment_id], "fields": ["name"], "order_by": ["start_time ASC"], "offset": 2, "roots_only": True}
    assert server.ok(NATIVE + "query", body)["columns"][0]["values"] == ["r2", "r3"]

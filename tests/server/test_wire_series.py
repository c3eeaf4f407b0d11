"""Many series in one request, in each form of the answer."""

import json
import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from server_caller import Answer, Caller

from barograph.server import arrow_stream

SERIES = "/api/barograph/1/metrics/series"
NAMES = "/api/barograph/1/metrics/names"
VALUES = [1.5, "NaN", "Infinity", "-Infinity", -0.0]


@pytest.fixture(scope="module")
def run_id(server: Caller) -> str:
    """A run with the five values at steps 0 to 4 of `loss` in validation, and one point of `acc`."""
    run_id = server.new_run()
    points = [{"key": "loss subset:val", "value": value, "timestamp": 10 * step, "step": step} for step, value in enumerate(VALUES)]
    server.ok("runs/log-batch", {"run_id": run_id, "metrics": [*points, {"key": "acc", "value": 1, "timestamp": 5}]})
    return run_id


def asked(server: Caller, accept: str | None, **query: object) -> Answer:
    headers = {"Content-Type": "application/json"} | ({} if accept is None else {"Accept": accept})
    return server.raw("POST", SERIES, json.dumps(query).encode(), headers)


def test_json_has_columns(server: Caller, run_id: str) -> None:
    answer = asked(server, None, run_ids=[run_id], keys=["loss"])
    assert answer.headers["content-type"] == "application/json"
    assert answer.json == {
        "series": [
            {
                "run_id": run_id,
                "name": "loss subset:val",
                "key": "loss",
                "context": {"subset": "val"},
                "count": 5,
                "first_step": 0,
                "last_step": 4,
                "steps": [0, 1, 2, 3, 4],
                "timestamps": [0, 10, 20, 30, 40],
                "values": VALUES,
            }
        ]
    }
    assert math.copysign(1, answer.json["series"][0]["values"][4]) == -1


def test_fields_choose_series_and_points(server: Caller, run_id: str) -> None:
    def found(**query: object) -> list[tuple[str, list[int]]]:
        answer = asked(server, None, run_ids=[run_id], **query)
        assert answer.status == 200, answer.data
        return [(each["name"], each["steps"]) for each in answer.json.get("series", [])]

    assert found(contexts=[{}]) == [("acc", [0])]
    assert found(contexts=[{"subset": "val"}], start_step=1, end_step=2) == [("loss subset:val", [1, 2])]
    assert found(keys=["acc"], axis="time", max_points=10) == [("acc", [0])]
    assert found(keys=[]) == []
    assert asked(server, None, run_ids=["0" * 32]).json == {}


def test_messagepack_has_packed_columns(server: Caller, run_id: str) -> None:
    answer = asked(server, "application/msgpack", run_ids=[run_id], keys=["loss"])
    assert answer.headers["content-type"] == "application/msgpack"
    (series,) = msgspec.msgpack.decode(answer.data)["series"]
    assert np.frombuffer(series["steps"], "<i8").tolist() == [0, 1, 2, 3, 4]
    assert np.frombuffer(series["timestamps"], "<i8").tolist() == [0, 10, 20, 30, 40]
    assert str(np.frombuffer(series["values"], "<f8").tolist()) == "[1.5, nan, inf, -inf, -0.0]"
    assert (series["key"], series["context"], series["count"]) == ("loss", {"subset": "val"}, 5)


def test_arrow_has_a_batch_a_series(server: Caller, run_id: str) -> None:
    answer = asked(server, "application/vnd.apache.arrow.stream", run_ids=[run_id])
    assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
    with pa.ipc.open_stream(answer.data) as stream:
        first, second = stream.read_next_batch_with_custom_metadata(), stream.read_next_batch_with_custom_metadata()
    assert dict(second.custom_metadata) == {b"count": b"5", b"first_step": b"0", b"last_step": b"4"}
    assert first.batch.num_rows == 1
    table = pa.ipc.open_stream(answer.data).read_all().to_pydict()
    assert table["key"] == ["acc", *["loss"] * 5]
    assert table["context"][-1] == '{"subset":"val"}'
    assert table["step"] == [0, 0, 1, 2, 3, 4]
    assert str(table["value"][1:]) == "[1.5, nan, inf, -inf, -0.0]"
    assert table["timestamp"][2].isoformat() == "1970-01-01T00:00:00.010000+00:00"


def test_without_pyarrow_the_remedy_is_told(server: Caller, run_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_stream, "is_possible", lambda: False)
    answer = asked(server, "application/vnd.apache.arrow.stream", run_ids=[run_id])
    assert (answer.status, answer.code) == (406, "BAD_REQUEST")
    assert "barograph[arrow]" in answer.message
    assert asked(server, "application/vnd.apache.arrow.stream;q=0.5, application/json", run_ids=[run_id]).status == 200


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/html, */*;q=0.1", "json"),
        ("application/json;q=0.5, application/msgpack", "msgpack"),
        ("application/msgpack;q=0, application/json", "json"),
        ("Application/MsgPack", "msgpack"),
        ("", "json"),
        ("application/json;q=x, */*", "json"),
    ],
)
def test_the_form_is_the_one_liked_best(server: Caller, run_id: str, accept: str, form: str) -> None:
    assert asked(server, accept, run_ids=[run_id]).headers["content-type"] == f"application/{form}"


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*"])
def test_forms_that_are_not_known_are_refused(server: Caller, run_id: str, accept: str) -> None:
    answer = asked(server, accept, run_ids=[run_id])
    assert answer.status == 406
    assert "application/msgpack" in answer.message


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"run_ids": []},
        {"run_ids": "x"},
        {"run_ids": ["x"], "contexts": [["subset", "val"]]},
        {"run_ids": ["x"], "contexts": [{"subset": 1}]},
        {"run_ids": ["x"], "axis": "epoch"},
        {"run_ids": ["x"], "max_points": 1},
        {"run_ids": ["x"], "max_points": "many"},
        {"run_ids": ["x"], "start_step": 2, "end_step": 1},
    ],
)
def test_wrong_queries_are_400(server: Caller, query: dict[str, Any]) -> None:
    answer = asked(server, None, **query)
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_names_come_with_their_contexts(server: Caller, run_id: str) -> None:
    assert server.get(NAMES, run_ids=[run_id, "nope"]).json == {
        "names": [
            {"name": "acc", "key": "acc", "context": {}},
            {"name": "loss subset:val", "key": "loss", "context": {"subset": "val"}},
        ]
    }
    assert server.get(NAMES).status == 400


def test_a_prefix_goes_before_the_routes(serve: Callable[..., AbstractContextManager[Caller]]) -> None:
    with serve(static_prefix="/wind") as server:
        headers = {"Content-Type": "application/json"}
        assert server.raw("POST", f"/wind{SERIES}", json.dumps({"run_ids": ["x"]}).encode(), headers).status == 200

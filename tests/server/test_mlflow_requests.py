"""How requests are read: content types, encodings of bodies, spellings, prefixes, unknown paths and wrong verbs."""

import json

import pytest
from server_caller import Caller

JSON = {"Content-Type": "application/json"}
CREATE = "/api/2.0/mlflow/experiments/create"


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_is_read(server: Caller, kind: str) -> None:
    answer = server.raw("POST", "runs/search", b'{"experiment_ids": []}', {"Content-Type": kind})
    assert (answer.status, answer.data) == (200, b"{}")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", None])
def test_other_content_types_change_nothing(server: Caller, kind: str | None) -> None:
    body = json.dumps({"name": f"forged {kind}"}).encode()
    answer = server.raw("POST", CREATE, body, {"Content-Type": kind} if kind else {})
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "application/json" in answer.message
    assert server.get("experiments/get-by-name", experiment_name=f"forged {kind}").status == 404


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'[{"name": "x"}]', b"5", b"null", b'"x"', b'"[]"', b'{"name": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000],
)
def test_bodies_that_are_no_json_objects(server: Caller, body: bytes) -> None:
    for path in (CREATE, "runs/log-batch", "runs/log-metric"):
        answer = server.raw("POST", path, body, JSON)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_an_empty_body_is_an_empty_request(server: Caller) -> None:
    answer = server.raw("POST", CREATE)
    assert "Missing value for required parameter 'name'" in answer.message


def test_doubly_encoded_bodies_are_read(server: Caller) -> None:
    run_id = server.new_run()
    for path, body in (
        ("runs/set-tag", {"run_id": run_id, "key": "a", "value": "1"}),
        ("runs/log-metric", {"run_id": run_id, "key": "a", "value": 1, "timestamp": 1}),
        ("runs/log-batch", {"run_id": run_id, "params": [{"key": "a", "value": "1"}]}),
    ):
        assert server.post(path, json.dumps(body)).json == {}
    data = server.get("runs/get", run_id=run_id).json["run"]["data"]
    assert [len(data[group]) for group in ("metrics", "params", "tags")] == [1, 1, 2]


@pytest.mark.parametrize("path", ["runs/log-metric", "runs/log-batch"])
def test_camel_case_is_not_lost_in_fast_decoding(server: Caller, path: str) -> None:
    run_id = server.new_run()
    model_id = server.ok("logged-models", {"experiment_id": "0"})["model"]["info"]["model_id"]
    point = {"key": "a", "value": 1, "timestamp": 1, "modelId": model_id}
    body = {"runId": run_id, **point} if path == "runs/log-metric" else {"runId": run_id, "metrics": [point]}
    assert server.ok(path, body) == {}
    assert len(server.get(f"logged-models/{model_id}").json["model"]["data"]["metrics"]) == 1
    both = {**body, "run_id": run_id}
    assert (server.post(path, both).status, server.post(path, both).code) == (400, "INVALID_PARAMETER_VALUE")


def test_unknown_fields_and_nulls_are_ignored(server: Caller) -> None:
    run_id = server.new_run()
    body = {"run_id": run_id, "key": "a", "value": 1, "timestamp": 1, "step": None, "model_id": None, "colour": {"deep": [1]}}
    assert server.ok("runs/log-metric", body) == {}


@pytest.mark.parametrize(
    "path", ["/nope", "/api/2.0/mlflow/nope", "/api/2.0/mlflow/runs/get/", "/api/3.0/mlflow/runs/get", "/api/2.0/preview/mlflow/runs/get"]
)
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE"])
def test_unknown_paths(server: Caller, path: str, verb: str) -> None:
    answer = server.raw(verb, path, b"{}" if verb != "GET" else None, JSON)
    assert (answer.status, answer.code) == (404, "ENDPOINT_NOT_FOUND")


@pytest.mark.parametrize(
    ("verb", "path"), [("POST", "runs/get"), ("GET", "runs/create"), ("PUT", "logged-models/m-1"), ("POST", "/health")]
)
def test_wrong_verbs(server: Caller, verb: str, path: str) -> None:
    answer = server.raw(verb, path, b"{}" if verb != "GET" else None, JSON)
    assert answer.status == 405
    assert answer.headers["allow"]


def test_the_server_says_what_it_is(server: Caller) -> None:
    assert (server.get("/health").status, server.get("/health").data) == (200, b"OK")
    version = server.get("/version")
    assert [part.isdecimal() for part in version.data.decode().split(".")] == [True, True, True]
    for prefix in ("/api/3.0/mlflow", "/ajax-api/3.0/mlflow"):
        info = server.get(f"{prefix}/server-info").json
        assert (info["multipart_uploads_enabled"], info["multipart_downloads_enabled"]) == (False, False)


def test_every_answer_has_an_id_and_no_sniffing(server: Caller) -> None:
    answers = [server.get("/health"), server.get("/nope"), server.get("runs/get"), server.get("experiments/get", experiment_id="0")]
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_what_nobody_foresaw_is_kept_from_the_caller(
    server: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_run_id: str) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(server.store, "get_run", broken)
    answer = server.get("runs/get", run_id="x")
    assert (answer.status, answer.code) == (500, "INTERNAL_ERROR")
    assert "hunter2" not in answer.data.decode()
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert answer.json["request_id"] in caplog.text
    assert "hunter2" in caplog.text


def test_a_head_request_is_answered_like_a_get_without_a_body(server: Caller) -> None:
    answer = server.raw("HEAD", "experiments/get?experiment_id=0")
    assert (answer.status, answer.data) == (200, b"")

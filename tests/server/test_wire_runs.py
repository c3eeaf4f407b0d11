"""Runs and what is logged to them over HTTP: statuses, codes and shapes."""

import pytest
from server_caller import Caller

INFO_FIELDS = [
    "run_uuid", "experiment_id", "run_name", "user_id", "status", "start_time", "artifact_uri", "lifecycle_stage", "run_id",
]  # fmt: skip


def test_a_new_run_has_the_fields_of_the_wire_in_order(server: Caller) -> None:
    run = server.ok("runs/create", {"experiment_id": "0"})["run"]
    assert list(run) == ["info", "data", "inputs"]
    info = run["info"]
    assert list(info) == INFO_FIELDS
    assert info["run_uuid"] == info["run_id"]
    assert (info["status"], info["start_time"], info["user_id"]) == ("RUNNING", 0, "")
    assert info["artifact_uri"] == f"mlflow-artifacts:/0/{info['run_id']}/artifacts"
    assert run["data"] == {"tags": [{"key": "mlflow.runName", "value": info["run_name"]}]}
    assert run["inputs"] == {}


def test_a_run_is_got_with_outputs_under_either_id_field_and_prefix(server: Caller) -> None:
    run_id = server.new_run(run_name="n")
    run = server.get("runs/get", run_id=run_id).json["run"]
    assert list(run) == ["info", "data", "inputs", "outputs"]
    assert server.get("runs/get", run_uuid=run_id).json["run"] == run
    assert server.get("/ajax-api/2.0/mlflow/runs/get", run_id=run_id).json["run"] == run


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"experiment_id": "777"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ({"experiment_id": 0}, 400, "INVALID_PARAMETER_VALUE"),
        ({"experiment_id": "zero"}, 400, "INVALID_PARAMETER_VALUE"),
        ({"experiment_id": "0", "run_name": "a", "tags": [{"key": "mlflow.runName", "value": "b"}]}, 400, "INVALID_PARAMETER_VALUE"),
        ({"experiment_id": "0", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "1"}]}, 400, "BAD_REQUEST"),
        ({"experiment_id": "0", "start_time": "soon"}, 400, "INVALID_PARAMETER_VALUE"),
        ({"experiment_id": "0", "start_time": 2**63}, 400, "INVALID_PARAMETER_VALUE"),
    ],
)
def test_refused_creations(server: Caller, body: object, status: int, code: str) -> None:
    answer = server.post("runs/create", body)
    assert (answer.status, answer.code) == (status, code)


def test_update_changes_what_is_given(server: Caller) -> None:
    run_id = server.new_run(run_name="before")
    info = server.ok("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": "1700000000000", "run_name": "after"})["run_info"]
    assert (info["status"], info["end_time"], info["run_name"]) == ("FINISHED", 1700000000000, "after")
    info = server.ok("runs/update", {"run_uuid": run_id, "status": 1, "run_name": ""})["run_info"]
    assert (info["status"], info["end_time"], info["run_name"]) == ("RUNNING", 1700000000000, "after")
    bogus = server.post("runs/update", {"run_id": run_id, "status": "BOGUS"})
    assert (bogus.status, bogus.code) == (400, "INVALID_PARAMETER_VALUE")
    assert server.post("runs/update", {"run_id": "0" * 32, "status": "FINISHED"}).status == 404


def test_deleted_runs_take_no_writes(server: Caller) -> None:
    run_id = server.new_run()
    assert server.ok("runs/delete", {"run_id": run_id}) == {}
    assert server.ok("runs/delete", {"run_id": run_id}) == {}
    point = {"run_id": run_id, "key": "a", "value": 1, "timestamp": 1}
    writes = {
        "runs/log-metric": point,
        "runs/log-parameter": {"run_id": run_id, "key": "a", "value": "1"},
        "runs/set-tag": {"run_id": run_id, "key": "a", "value": "1"},
        "runs/log-batch": {"run_id": run_id, "metrics": [point]},
        "runs/update": {"run_id": run_id, "status": "FINISHED"},
        "runs/log-inputs": {"run_id": run_id, "datasets": [{"dataset": {"name": "d", "digest": "e"}}]},
        "runs/outputs": {"run_id": run_id, "models": [{"model_id": "m-1", "step": 0}]},
    }
    for path, body in writes.items():
        answer = server.post(path, body)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE"), path
    assert server.ok("runs/restore", {"run_id": run_id}) == {}
    assert server.ok("runs/restore", {"run_id": run_id}) == {}
    assert server.ok("runs/log-metric", point) == {}


@pytest.mark.parametrize("path", ["runs/get", "runs/delete", "runs/restore", "runs/update", "runs/set-tag", "runs/log-batch"])
def test_the_run_must_be_named(server: Caller, path: str) -> None:
    for body in ({}, {"run_id": None}, {"run_id": ""}):
        answer = server.get(path) if path == "runs/get" else server.post(path, {**body, "key": "k"})
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
        assert "Missing value for required parameter 'run_id'" in answer.message


@pytest.mark.parametrize(
    ("given", "stored"),
    [(1, 1.0), ("2.5", 2.5), ("NaN", "NaN"), ("Infinity", "Infinity"), ("-Infinity", "-Infinity"), (-0.1, -0.1), (1e308, 1e308)],
)
def test_values_come_back_as_they_are(server: Caller, given: object, stored: object) -> None:
    run_id = server.new_run()
    one = {"key": "one", "value": given, "timestamp": "5", "step": 2.0}
    many = [{"key": "batch", "value": given, "timestamp": 5, "step": "2", "run_id": "ignored"}]
    assert server.ok("runs/log-metric", {"run_id": run_id, "run_uuid": run_id, **one}) == {}
    assert server.ok("runs/log-batch", {"run_id": run_id, "metrics": many}) == {}
    expected = [{"key": key, "value": stored, "timestamp": 5, "step": 2} for key in ("one", "batch")]
    assert server.get("runs/get", run_id=run_id).json["run"]["data"]["metrics"] == expected


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"key": "a", "timestamp": 1}, "'value'"),
        ({"key": "a", "value": 1}, "'timestamp'"),
        ({"value": 1, "timestamp": 1}, "'key'"),
        ({"key": "a", "value": "x", "timestamp": 1}, "value"),
        ({"key": "a", "value": "inf", "timestamp": 1}, "value"),
        ({"key": "a", "value": True, "timestamp": 1}, "value"),
        ({"key": "a", "value": [1], "timestamp": 1}, "value"),
        ({"key": "a", "value": 1, "timestamp": -1}, "timestamp"),
        ({"key": "a", "value": 1, "timestamp": 1.5}, "timestamp"),
        ({"key": "a", "value": 1, "timestamp": 1, "step": 2**63}, "step"),
        ({"key": "a", "value": 1, "timestamp": 1, "step": "1_0"}, "step"),
        ({"key": "../a", "value": 1, "timestamp": 1}, "../a"),
        ({"key": "a" * 251, "value": 1, "timestamp": 1}, "251"),
        ({"key": 5, "value": 1, "timestamp": 1}, "key"),
    ],
)
def test_refused_points(server: Caller, fields: dict[str, object], named: str) -> None:
    run_id = server.new_run()
    one = server.post("runs/log-metric", {"run_id": run_id, **fields})
    assert (one.status, one.code) == (400, "INVALID_PARAMETER_VALUE")
    assert named in one.message
    good = {"key": "good", "value": 1, "timestamp": 1}
    batch = server.post("runs/log-batch", {"run_id": run_id, "metrics": [good, fields]})
    assert (batch.status, batch.code) == (400, "INVALID_PARAMETER_VALUE")
    assert "metrics" not in server.get("runs/get", run_id=run_id).json["run"]["data"]


@pytest.mark.parametrize(
    ("lists", "place"),
    [
        ({"metrics": [{"key": "a", "value": 1, "timestamp": 1}, {"key": "b//c", "value": 1, "timestamp": 1}]}, "metrics[1].name"),
        ({"metrics": [{"key": "a", "value": 1, "timestamp": 1}, {"value": 1, "timestamp": 1}]}, "metrics[1].key"),
        ({"metrics": [{"key": "a", "value": 1}]}, "metrics[0].timestamp"),
        ({"metrics": [{"key": "a", "value": "x", "timestamp": 1}]}, "value"),
        ({"params": [{"key": "/a", "value": "1"}]}, "params[0].key"),
        ({"params": [{"key": "a", "value": 5}]}, "params[0].value"),
        ({"params": [{"value": "1"}]}, "params[0].key"),
        ({"tags": [{"key": "t"}, {"key": ""}]}, "tags[1].key"),
        ({"params": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "'a'"),
        ({"metrics": [{"key": "a", "value": i, "timestamp": i} for i in range(1001)]}, "1000"),
        ({"params": [{"key": f"p{i}", "value": ""} for i in range(101)]}, "100"),
        ({"tags": [{"key": f"t{i}", "value": ""} for i in range(101)]}, "100"),
        (
            {
                "metrics": [{"key": "a", "value": i, "timestamp": i} for i in range(950)],
                "tags": [{"key": f"t{i}", "value": ""} for i in range(51)],
            },
            "1000",
        ),
        ({"metrics": {"key": "a"}}, "metrics"),
        ({"metrics": [5]}, "metrics[0]"),
    ],
)
def test_refused_batches_write_nothing(server: Caller, lists: dict[str, object], place: str) -> None:
    run_id = server.new_run()
    before = server.get("runs/get", run_id=run_id).json
    answer = server.post("runs/log-batch", {"run_id": run_id, "tags": [{"key": "fine", "value": "1"}], **lists})
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
    assert place in answer.message
    assert server.get("runs/get", run_id=run_id).json == before


def test_params_are_written_once(server: Caller) -> None:
    run_id = server.new_run()
    assert server.ok("runs/log-parameter", {"run_id": run_id, "key": "lr", "value": "0.1"}) == {}
    assert server.ok("runs/log-parameter", {"run_id": run_id, "key": "lr", "value": "0.1"}) == {}
    assert server.ok("runs/log-parameter", {"run_id": run_id, "key": "empty"}) == {}
    changed = server.post("runs/log-parameter", {"run_id": run_id, "key": "lr", "value": "0.2"})
    assert (changed.status, changed.code) == (400, "INVALID_PARAMETER_VALUE")
    assert all(text in changed.message for text in ("lr", "0.1", "0.2"))
    batch = {"run_id": run_id, "params": [{"key": "lr", "value": "0.3"}], "metrics": [{"key": "m", "value": 1, "timestamp": 1}]}
    assert server.post("runs/log-batch", batch).status == 400
    data = server.get("runs/get", run_id=run_id).json["run"]["data"]
    assert data["params"] == [{"key": "lr", "value": "0.1"}, {"key": "empty", "value": ""}]
    assert "metrics" not in data


def test_tags_are_replaced_and_deleted(server: Caller) -> None:
    run_id = server.new_run(run_name="old")
    assert server.ok("runs/set-tag", {"run_id": run_id, "key": "mlflow.runName", "value": "new"}) == {}
    assert server.get("runs/get", run_id=run_id).json["run"]["info"]["run_name"] == "new"
    assert server.ok("runs/delete-tag", {"run_id": run_id, "key": "mlflow.runName"}) == {}
    run = server.get("runs/get", run_id=run_id).json["run"]
    assert (run["info"]["run_name"], run["data"]) == ("new", {})
    missing = server.post("runs/delete-tag", {"run_id": run_id, "key": "mlflow.runName"})
    assert (missing.status, missing.code) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_inputs_and_outputs_come_back(server: Caller) -> None:
    run_id = server.new_run()
    dataset = {"name": "d", "digest": "e", "source_type": "local", "source": "{}", "schema": "{}"}
    given = {"dataset": dataset, "tags": [{"key": "mlflow.data.context", "value": "train"}]}
    assert server.ok("runs/log-inputs", {"run_id": run_id, "datasets": [given], "models": [{"model_id": "m-1"}]}) == {}
    assert server.ok("runs/outputs", {"run_id": run_id, "models": [{"model_id": "m-2", "step": 3}]}) == {}
    assert server.ok("runs/outputs", {"run_id": run_id, "models": [{"model_id": "m-2", "step": 3}]}) == {}
    assert server.ok("runs/outputs", {"run_id": run_id, "models": []}) == {}
    run = server.get("runs/get", run_id=run_id).json["run"]
    assert run["inputs"] == {"dataset_inputs": [{"tags": given["tags"], "dataset": dataset}], "model_inputs": [{"model_id": "m-1"}]}
    assert run["outputs"] == {"model_outputs": [{"model_id": "m-2", "step": 3}]}
    assert "'models'" in server.post("runs/outputs", {"run_id": run_id}).message


def test_search_pages_in_order(server: Caller) -> None:
    experiment_id = server.ok("experiments/create", {"name": "searched"})["experiment_id"]
    made = [server.new_run(experiment_id=experiment_id, start_time=i) for i in range(5)]
    first = server.ok("runs/search", {"experiment_ids": [experiment_id], "max_results": 3})
    second = server.ok("runs/search", {"experiment_ids": [experiment_id], "max_results": 3, "page_token": first["next_page_token"]})
    assert [run["info"]["run_id"] for run in first["runs"] + second["runs"]] == made[::-1]
    assert "next_page_token" not in second
    assert server.ok("runs/search", {}) == {}
    assert server.ok("runs/search", {"experiment_ids": ["4711"]}) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"max_results": 0},
        {"max_results": 50_001},
        {"max_results": -1},
        {"filter": "params.x = '1' OR"},
        {"filter": "metrics.x > 'a'"},
        {"order_by": ["nope"]},
        {"order_by": [""]},
        {"page_token": "x"},
        {"experiment_ids": [0]},
        {"experiment_ids": "0"},
        {"experiment_ids": ["zero"]},
        {"run_view_type": "SOME"},
        {"filter": 5},
    ],
)
def test_refused_searches(server: Caller, fields: dict[str, object]) -> None:
    answer = server.post("runs/search", {"experiment_ids": ["0"], **fields})
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_a_noted_model_goes_to_the_history_tag(server: Caller) -> None:
    run_id = server.new_run()
    entry = (
        '{"artifact_path": "model", "utc_time_created": "2024-01-01", "run_id": "r", "model_uuid": "u",'
        ' "flavors": {"sklearn": {"config": "c", "code": null}}, "signature": {}}'
    )
    for _ in range(2):
        assert server.ok("runs/log-model", {"run_id": run_id, "model_json": entry}) == {}
    tags = {tag["key"]: tag["value"] for tag in server.get("runs/get", run_id=run_id).json["run"]["data"]["tags"]}
    one = '{"run_id":"r","artifact_path":"model","utc_time_created":"2024-01-01","model_uuid":"u","flavors":{"sklearn":{"code":null}}}'
    assert tags["mlflow.log-model.history"] == f"[{one},{one}]"


@pytest.mark.parametrize("text", ["{", "[]", "5", "{}", '{"artifact_path": "m", "flavors": 3, "utc_time_created": "", "run_id": ""}'])
def test_refused_model_notes(server: Caller, text: str) -> None:
    answer = server.post("runs/log-model", {"run_id": server.new_run(), "model_json": text})
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")

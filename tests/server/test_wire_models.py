"""Logged models, registered models and versions over HTTP: statuses, codes and shapes."""

from itertools import count

import pytest
from server_caller import Caller

_names = count()


def new_logged_model(server: Caller, **fields: object) -> dict[str, object]:
    model: dict[str, object] = server.ok("logged-models", {"experiment_id": "0", **fields})["model"]["info"]
    return model


@pytest.fixture
def name(server: Caller) -> str:
    """A registered model with versions 1 to 3."""
    model = f"Power model {next(_names)}"
    server.ok("registered-models/create", {"name": model, "description": "d", "tags": [{"key": "a", "value": "b"}]})
    for _ in range(3):
        server.ok("model-versions/create", {"name": model, "source": "s3://bucket/model"})
    return model


def test_a_logged_model_lives(server: Caller) -> None:
    given = {
        "name": "forest",
        "model_type": "t",
        "source_run_id": "r",
        "params": [{"key": "p", "value": "1"}],
        "tags": [{"key": "t", "value": "2"}],
    }
    model = server.ok("logged-models", {"experiment_id": "0", **given})["model"]
    info = model["info"]
    assert list(info) == [
        "model_id", "experiment_id", "name", "creation_timestamp_ms", "last_updated_timestamp_ms", "artifact_uri", "status", "model_type",
        "source_run_id", "tags",
    ]  # fmt: skip
    path = f"logged-models/{info['model_id']}"
    assert info["model_id"].startswith("m-")
    assert info["status"] == "LOGGED_MODEL_PENDING"
    assert model["data"] == {"params": given["params"]}
    finalized = server.send("PATCH", path, {"model_id": info["model_id"], "status": "LOGGED_MODEL_READY"}).json
    assert finalized["model"]["info"]["status"] == "LOGGED_MODEL_READY"
    assert server.send("PATCH", path, {"status": 3}).json["model"]["info"]["status"] == "LOGGED_MODEL_UPLOAD_FAILED"
    assert server.send("PATCH", f"{path}/tags", {"tags": [{"key": "t", "value": "x"}, {"key": "t", "value": "3"}]}).json == {}
    assert server.post(f"{path}/params", {"model_id": info["model_id"], "params": [{"key": "q", "value": "5"}]}).json == {}
    taken = server.post(
        f"{path}/params", {"model_id": info["model_id"], "params": [{"key": "r", "value": "6"}, {"key": "q", "value": "5"}]}
    )
    assert (taken.status, taken.code) == (400, "BAD_REQUEST")
    model = server.get(path).json["model"]
    assert model["info"]["tags"] == [{"key": "t", "value": "3"}]
    assert model["data"]["params"] == [{"key": "p", "value": "1"}, {"key": "q", "value": "5"}]
    assert server.send("DELETE", f"{path}/tags/t", {}).json == {}
    assert server.raw("DELETE", f"{path}/tags/t").status == 404
    assert server.send("DELETE", path, {"model_id": info["model_id"]}).json == {}
    assert server.raw("DELETE", path).json == {}
    assert server.get(path).status == 404
    assert server.get(path, allow_deleted="True").status == 200
    assert server.get(path, allow_deleted="yes").status == 400


def test_metrics_of_a_logged_model_are_its_full_history(server: Caller) -> None:
    model_id, run_id = new_logged_model(server)["model_id"], server.new_run()
    point = {"key": "rmse", "value": 1, "timestamp": 1, "model_id": model_id, "dataset_name": "d", "dataset_digest": "e"}
    server.ok("runs/log-metric", {"run_id": run_id, **point})
    server.ok("runs/log-batch", {"run_id": run_id, "metrics": [{**point, "step": 1}]})
    metrics = server.get(f"logged-models/{model_id}").json["model"]["data"]["metrics"]
    assert [metric["step"] for metric in metrics] == [0, 1]
    assert metrics[1] == {
        "key": "rmse", "value": 1.0, "timestamp": 1, "step": 1, "dataset_name": "d", "dataset_digest": "e", "model_id": model_id,
        "run_id": run_id,
    }  # fmt: skip
    unknown = server.post("runs/log-metric", {"run_id": run_id, **point, "model_id": "m-0"})
    assert unknown.status in (400, 404)


@pytest.mark.parametrize(
    ("verb", "path", "body", "status", "code"),
    [
        ("POST", "logged-models", {}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models", {"experiment_id": "0", "name": "a/b"}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models", {"experiment_id": "777"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("POST", "logged-models", {"experiment_id": "0", "tags": [{"key": "a"}, {"key": "a"}]}, 400, "BAD_REQUEST"),
        ("GET", "logged-models/m-0", None, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("PATCH", "logged-models/m-0", {"status": "LOGGED_MODEL_READY"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("PATCH", "logged-models/m-0", {"model_id": "m-1", "status": "LOGGED_MODEL_READY"}, 400, "INVALID_PARAMETER_VALUE"),
        ("PATCH", "logged-models/m-0", {"status": "READY?"}, 400, "INVALID_PARAMETER_VALUE"),
        ("PATCH", "logged-models/m-0", {}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models/search", {}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models/search", {"experiment_ids": ["0"], "filter": "nope = 1"}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models/search", {"experiment_ids": ["0"], "page_token": "x"}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models/search", {"experiment_ids": ["0"], "datasets": [{"dataset_digest": "d"}]}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "logged-models/search", {"experiment_ids": ["0"], "max_results": -1}, 400, "INVALID_PARAMETER_VALUE"),
    ],
)
def test_refused_calls_on_logged_models(server: Caller, verb: str, path: str, body: object, status: int, code: str) -> None:
    answer = server.raw(verb, path) if body is None else server.send(verb, path, body)
    assert (answer.status, answer.code) == (status, code)


def test_logged_models_are_searched(server: Caller) -> None:
    experiment_id = server.ok("experiments/create", {"name": "models"})["experiment_id"]
    made = [new_logged_model(server, experiment_id=experiment_id, name=f"n{i}")["model_id"] for i in range(3)]
    found = server.ok("logged-models/search", {"experiment_ids": [experiment_id], "order_by": [{"field_name": "name", "ascending": False}]})
    assert [model["info"]["model_id"] for model in found["models"]] == made[::-1]
    assert server.ok("logged-models/search", {"experiment_ids": []}) == {}
    assert len(server.ok("logged-models/search", {"experiment_ids": [experiment_id], "max_results": 0})["models"]) == 3
    page = server.ok("logged-models/search", {"experiment_ids": [experiment_id], "max_results": 2})
    rest = server.ok("logged-models/search", {"experiment_ids": [experiment_id], "max_results": 2, "page_token": page["next_page_token"]})
    assert len(page["models"]) + len(rest["models"]) == 3


def test_a_registered_model_has_the_fields_of_the_wire(server: Caller, name: str) -> None:
    server.ok("registered-models/alias", {"name": name, "alias": "z", "version": "1"})
    server.ok("registered-models/alias", {"name": name, "alias": "a", "version": "2"})
    model = server.get("registered-models/get", name=name).json["registered_model"]
    assert list(model) == ["name", "creation_timestamp", "last_updated_timestamp", "description", "latest_versions", "tags", "aliases"]
    assert model["aliases"] == [{"alias": "a", "version": "2"}, {"alias": "z", "version": "1"}]
    assert [version["version"] for version in model["latest_versions"]] == ["3"]
    cleared = server.send("PATCH", "registered-models/update", {"name": name}).json["registered_model"]
    assert "description" not in cleared


def test_a_version_has_the_fields_of_the_wire(server: Caller, name: str) -> None:
    version = server.get("model-versions/get", name=name, version="2").json["model_version"]
    assert list(version) == [
        "name", "version", "creation_timestamp", "last_updated_timestamp", "current_stage", "source", "run_id", "status", "run_link",
    ]  # fmt: skip
    assert (version["version"], version["current_stage"], version["status"], version["run_id"]) == ("2", "None", "READY", "")
    described = server.send("PATCH", "model-versions/update", {"name": name, "version": "2", "description": "x"}).json["model_version"]
    assert described["description"] == "x"
    download = server.get("model-versions/get-download-uri", name=name, version="2").json
    assert download == {"artifact_uri": "s3://bucket/model"}


def test_stages_move_and_archive(server: Caller, name: str) -> None:
    move = "model-versions/transition-stage"
    for version in ("1", "2"):
        moved = server.ok(move, {"name": name, "version": version, "stage": "pRoDuction"})["model_version"]
        assert moved["current_stage"] == "Production"
    server.ok(move, {"name": name, "version": "3", "stage": "Production", "archive_existing_versions": True})
    latest = server.ok("registered-models/get-latest-versions", {"name": name})["model_versions"]
    assert {version["current_stage"]: version["version"] for version in latest} == {"Production": "3", "Archived": "2"}
    by_get = server.get("registered-models/get-latest-versions", name=name, stages=["production", "Staging"]).json["model_versions"]
    assert [version["version"] for version in by_get] == ["3"]
    assert server.ok("registered-models/get-latest-versions", {"name": name, "stages": ["Staging"]}) == {}
    for bad in (
        {"stage": "None", "archive_existing_versions": True},
        {"stage": "Nope"},
        {"stage": "Staging", "archive_existing_versions": "true"},
    ):
        answer = server.post(move, {"name": name, "version": "1", **bad})
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_aliases(server: Caller, name: str) -> None:
    server.ok("registered-models/alias", {"name": name, "alias": "champion", "version": "1"})
    server.ok("registered-models/alias", {"name": name, "alias": "champion", "version": "2"})
    found = server.get("registered-models/alias", name=name, alias="champion").json["model_version"]
    assert (found["version"], found["aliases"]) == ("2", ["champion"])
    assert server.get("registered-models/alias", name=name, alias="latest").json["model_version"]["version"] == "3"
    for _ in range(2):
        assert server.send("DELETE", "registered-models/alias", {"name": name, "alias": "champion"}).json == {}
    gone = server.get("registered-models/alias", name=name, alias="champion")
    assert (gone.status, gone.code) == (400, "INVALID_PARAMETER_VALUE")
    assert server.get("registered-models/alias", name="no such", alias="champion").status == 404
    for alias in ("latest", "v1", "a b", ""):
        assert server.post("registered-models/alias", {"name": name, "alias": alias, "version": "1"}).status == 400
    assert server.post("registered-models/alias", {"name": name, "alias": "x", "version": "9"}).status == 404


def test_tags(server: Caller, name: str) -> None:
    assert server.ok("registered-models/set-tag", {"name": name, "key": "k", "value": "v"}) == {}
    assert server.ok("model-versions/set-tag", {"name": name, "version": "1", "key": "k", "value": "v"}) == {}
    assert server.get("model-versions/get", name=name, version=1).json["model_version"]["tags"] == [{"key": "k", "value": "v"}]
    for _ in range(2):
        assert server.send("DELETE", "registered-models/delete-tag", {"name": name, "key": "k"}).json == {}
        assert server.send("DELETE", "model-versions/delete-tag", {"name": name, "version": "1", "key": "k"}).json == {}
    assert server.send("DELETE", "registered-models/delete-tag", {"name": "no such", "key": "k"}).status == 404
    assert server.send("DELETE", "model-versions/delete-tag", {"name": name, "version": "9", "key": "k"}).status == 404


def test_numbers_are_never_used_again(server: Caller, name: str) -> None:
    assert server.send("DELETE", "model-versions/delete", {"name": name, "version": "3"}).json == {}
    assert server.send("DELETE", "model-versions/delete", {"name": name, "version": "3"}).status == 404
    created = server.ok("model-versions/create", {"name": name, "source": "s3://bucket/model"})["model_version"]
    assert created["version"] == "4"


def test_renaming_and_deleting(server: Caller, name: str) -> None:
    taken = server.post("registered-models/rename", {"name": name, "new_name": name})
    assert taken.status in (200, 400)
    renamed = server.ok("registered-models/rename", {"name": name, "new_name": f"{name} new"})["registered_model"]
    assert renamed["name"] == f"{name} new"
    assert server.get("registered-models/get", name=name).status == 404
    assert server.raw("DELETE", f"registered-models/delete?name={name} new").status == 400
    assert server.send("DELETE", "registered-models/delete", {"name": f"{name} new"}).json == {}
    assert server.send("DELETE", "registered-models/delete", {"name": f"{name} new"}).status == 404


@pytest.mark.parametrize(
    ("verb", "path", "body", "status", "code"),
    [
        ("POST", "registered-models/create", {"name": " "}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "registered-models/create", {"name": "a/b"}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "registered-models/create", {}, 400, "INVALID_PARAMETER_VALUE"),
        ("POST", "registered-models/search", {}, 405, "BAD_REQUEST"),
        ("PATCH", "registered-models/update", {"name": "no such"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("POST", "registered-models/get-latest-versions", {"name": "no such"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("POST", "model-versions/create", {"name": "no such", "source": "s3://b/m"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("POST", "model-versions/transition-stage", {"name": "no such", "version": "1", "stage": "None"}, 404, "RESOURCE_DOES_NOT_EXIST"),
        ("PATCH", "model-versions/update", {"name": "no such", "version": 1}, 400, "INVALID_PARAMETER_VALUE"),
        ("PATCH", "model-versions/update", {"name": "no such", "version": "one"}, 400, "INVALID_PARAMETER_VALUE"),
    ],
)
def test_refused_calls_on_the_registry(server: Caller, verb: str, path: str, body: object, status: int, code: str) -> None:
    answer = server.send(verb, path, body)
    assert (answer.status, answer.code) == (status, code)


def test_a_name_is_taken_once(server: Caller, name: str) -> None:
    answer = server.post("registered-models/create", {"name": name})
    assert (answer.status, answer.code) == (400, "RESOURCE_ALREADY_EXISTS")


@pytest.mark.parametrize("path", ["registered-models/search", "model-versions/search"])
def test_searches_of_the_registry(server: Caller, name: str, path: str) -> None:
    assert server.get(path, filter=f"name = '{name}'").status == 200
    assert server.get(path, filter="tag.`mlflow.prompt.is_prompt` != 'true'", max_results=100).status == 200
    assert server.get(path, filter="name = 'nothing'").json == {}
    for query in ({"max_results": 0}, {"max_results": 200_001}, {"filter": "nope = 1"}, {"order_by": "nope"}, {"page_token": "x"}):
        answer = server.get(path, **query)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE"), query


def test_a_version_of_a_logged_model_is_noted_on_it(server: Caller, name: str) -> None:
    run_id = server.new_run()
    model = new_logged_model(server, source_run_id=run_id)
    body = {"name": name, "source": f"models:/{model['model_id']}", "model_id": model["model_id"]}
    version = server.ok("model-versions/create", body)["model_version"]
    assert version["run_id"] == run_id
    tags = server.get(f"logged-models/{model['model_id']}").json["model"]["info"]["tags"]
    assert tags == [{"key": "mlflow.modelVersions", "value": f'[{{"name":"{name}","version":{version["version"]}}}]'}]
    assert server.get("model-versions/get-download-uri", name=name, version=version["version"]).json == {
        "artifact_uri": model["artifact_uri"]
    }


def test_sources_must_belong_to_the_run_or_model(server: Caller, name: str) -> None:
    run_id, model = server.new_run(), new_logged_model(server)
    root = server.get("runs/get", run_id=run_id).json["run"]["info"]["artifact_uri"]
    accepted = server.ok("model-versions/create", {"name": name, "source": f"{root}/model", "run_id": run_id})["model_version"]
    assert accepted["source"] == f"{root}/model"
    refused: list[dict[str, object]] = [
        {"source": "/etc/passwd"},
        {"source": "file:///etc"},
        {"source": f"{root}/model"},
        {"source": f"{root}/../x", "run_id": run_id},
        {"source": f"{root}/%2e%2e/x", "run_id": run_id},
        {"source": f"{root}%252f..%252fx", "run_id": run_id},
        {"source": "mlflow-artifacts:/0/other/artifacts", "run_id": run_id},
        {"source": f"runs:/{'0' * 32}/m", "run_id": run_id},
        {"source": f"models:/{model['model_id']}"},
        {"source": f"models:/{model['model_id']}", "model_id": new_logged_model(server)["model_id"]},
        {"source": "gopher://x/y"},
        {"source": ""},
    ]
    for body in refused:
        answer = server.post("model-versions/create", {"name": name, **body})
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE"), body
    assert len(server.get("model-versions/search", filter=f"name = '{name}'").json["model_versions"]) == 4

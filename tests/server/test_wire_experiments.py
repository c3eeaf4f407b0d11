"""Experiments over HTTP: statuses, codes and shapes."""

import pytest
from server_caller import Caller


def test_create_get_and_find_by_name(server: Caller) -> None:
    created = server.ok("experiments/create", {"name": "wind/é\n", "tags": [{"key": "a", "value": "1"}, {"key": "b"}]})
    assert list(created) == ["experiment_id"]
    found = server.get("experiments/get", experiment_id=created["experiment_id"]).json["experiment"]
    assert list(found) == [
        "experiment_id", "name", "artifact_location", "lifecycle_stage", "last_update_time", "creation_time", "tags",
    ]  # fmt: skip
    assert found["artifact_location"] == f"mlflow-artifacts:/{created['experiment_id']}"
    assert found["tags"] == [{"key": "a", "value": "1"}, {"key": "b", "value": ""}]
    assert server.get("experiments/get-by-name", experiment_name="wind/é\n").json["experiment"] == found


def test_the_default_experiment_is_there(server: Caller) -> None:
    found = server.get("experiments/get", experiment_id="0").json["experiment"]
    assert (found["name"], found["lifecycle_stage"]) == ("Default", "active")
    assert "tags" not in found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "INVALID_PARAMETER_VALUE"),
        ({"name": None}, "INVALID_PARAMETER_VALUE"),
        ({"name": ""}, "INVALID_PARAMETER_VALUE"),
        ({"name": 5}, "INVALID_PARAMETER_VALUE"),
        ({"name": "x" * 501}, "INVALID_PARAMETER_VALUE"),
        ({"name": "Default"}, "RESOURCE_ALREADY_EXISTS"),
        ({"name": "n1", "artifact_location": "runs:/x"}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "artifact_location": "s3://b/" + "x" * 2050}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "artifact_location": "file:///a/../../etc"}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "artifact_location": "http://internal/x?y"}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "artifactLocation": "s3://b/a", "artifact_location": "s3://b/a"}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "tags": {"a": "b"}}, "INVALID_PARAMETER_VALUE"),
        ({"name": "n1", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "BAD_REQUEST"),
        ({"name": "n1", "tags": [{"key": "a", "value": "x" * 20_001}]}, "INVALID_PARAMETER_VALUE"),
    ],
)
def test_refused_creations(server: Caller, body: object, code: str) -> None:
    answer = server.post("experiments/create", body)
    assert (answer.status, answer.code) == (400, code)
    assert server.get("experiments/get-by-name", experiment_name="n1").status == 404


def test_camel_case_is_read_as_well(server: Caller) -> None:
    created = server.ok("experiments/create", {"name": "camel", "artifactLocation": "s3://bucket/place"})
    found = server.get("experiments/get", experiment_id=created["experiment_id"]).json["experiment"]
    assert found["artifact_location"] == "s3://bucket/place"


def test_deleted_ones_are_found_by_id_and_name_and_keep_their_name(server: Caller) -> None:
    experiment_id = server.ok("experiments/create", {"name": "gone"})["experiment_id"]
    assert server.ok("experiments/delete", {"experiment_id": experiment_id}) == {}
    assert server.get("experiments/get", experiment_id=experiment_id).json["experiment"]["lifecycle_stage"] == "deleted"
    assert server.get("experiments/get-by-name", experiment_name="gone").status == 200
    again = server.post("experiments/create", {"name": "gone"})
    assert (again.status, again.code) == (400, "RESOURCE_ALREADY_EXISTS")
    assert server.post("experiments/delete", {"experiment_id": experiment_id}).status == 404
    update = server.post("experiments/update", {"experiment_id": experiment_id, "new_name": "n2"})
    assert (update.status, update.code) == (400, "INVALID_PARAMETER_VALUE")
    assert server.ok("experiments/restore", {"experiment_id": experiment_id}) == {}
    assert server.post("experiments/restore", {"experiment_id": experiment_id}).status == 404


def test_renaming_to_a_name_in_use_is_a_bad_request(server: Caller) -> None:
    experiment_id = server.ok("experiments/create", {"name": "renamed"})["experiment_id"]
    answer = server.post("experiments/update", {"experiment_id": experiment_id, "new_name": "Default"})
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")


def test_tags_are_set_and_deleted(server: Caller) -> None:
    experiment_id = server.ok("experiments/create", {"name": "tagged"})["experiment_id"]
    assert server.ok("experiments/set-experiment-tag", {"experiment_id": experiment_id, "key": "k", "value": "v"}) == {}
    assert server.ok("experiments/delete-experiment-tag", {"experiment_id": experiment_id, "key": "k"}) == {}
    assert server.post("experiments/delete-experiment-tag", {"experiment_id": experiment_id, "key": "k"}).status == 404


@pytest.mark.parametrize(("experiment_id", "status"), [("999", 404), ("abc", 400), ("", 400), ("-1", 400)])
def test_unknown_and_malformed_ids(server: Caller, experiment_id: str, status: int) -> None:
    assert server.get("experiments/get", experiment_id=experiment_id).status == status


def test_searching_needs_a_page_size(server: Caller) -> None:
    for size in (None, 0, -1, 50_001):
        answer = server.post("experiments/search", {} if size is None else {"max_results": size})
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
    assert server.get("experiments/search").status == 400


def test_search_pages_by_post_and_get(server: Caller) -> None:
    names, token = [], None
    while True:
        page = server.ok("experiments/search", {"max_results": 2, "view_type": "ALL", **({"page_token": token} if token else {})})
        names += [found["name"] for found in page["experiments"]]
        token = page.get("next_page_token")
        if token is None:
            break
    listed = server.get("experiments/search", max_results="1000", view_type="ALL").json["experiments"]
    assert names == [found["name"] for found in listed]
    assert len(names) == len(set(names)) >= 3


def test_search_without_hits_is_an_empty_object(server: Caller) -> None:
    assert server.ok("experiments/search", {"max_results": 5, "filter": "name = 'nothing'"}) == {}


@pytest.mark.parametrize(
    "body",
    [
        {"max_results": 5, "filter": "name == 'x'"},
        {"max_results": 5, "filter": "nope = 1"},
        {"max_results": 5, "order_by": ["tags.x"]},
        {"max_results": 5, "order_by": "name"},
        {"max_results": 5, "view_type": "SOME"},
        {"max_results": 5, "page_token": "no token"},
        {"max_results": "five"},
        {"max_results": True},
        {"max_results": 1.5},
    ],
)
def test_refused_searches(server: Caller, body: object) -> None:
    answer = server.post("experiments/search", body)
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_datasets_of_experiments_are_for_browsers(server: Caller) -> None:
    run_id = server.new_run()
    dataset = {"name": "turbines", "digest": "abc", "source_type": "local", "source": "{}"}
    inputs = [{"dataset": dataset, "tags": [{"key": "mlflow.data.context", "value": "train"}]}]
    assert server.ok("runs/log-inputs", {"run_id": run_id, "datasets": inputs}) == {}
    path = "/ajax-api/2.0/mlflow/experiments/search-datasets"
    found = server.post(path, {"experiment_ids": ["0"]}).json["dataset_summaries"]
    assert found == [{"experiment_id": "0", "name": "turbines", "digest": "abc", "context": "train"}]
    assert server.post("experiments/search-datasets", {"experiment_ids": ["0"]}).status == 404
    assert server.post(path, {"experiment_ids": []}).status == 400
    assert server.post(path, {"experiment_ids": [str(i) for i in range(21)]}).status == 400

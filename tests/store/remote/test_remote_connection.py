import json
import math

import pytest

from barograph import outbound
from barograph.errors import BarographError, InvalidValue, NotFound, ParamChanged
from barograph.model import LoggedModelStatus, Metric, NewModelVersion, NewRun, Query, RunStatus
from barograph.store.remote import RemoteStore
from scripted_http import Asked, Handler, scripted_http

RUN = {
    "info": {
        "run_uuid": "r1",
        "experiment_id": "0",
        "run_name": "n",
        "user_id": "",
        "status": "RUNNING",
        "start_time": 0,
        "artifact_uri": "mlflow-artifacts:/0/r1/artifacts",
        "lifecycle_stage": "active",
        "run_id": "r1",
    },
    "data": {},
}
VERSION = {"name": "m", "version": "3", "creation_timestamp": 1, "source": "models:/m-1", "current_stage": "None", "status": "READY"}


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_BACKOFF_FACTOR", "0")
    outbound._forget_connections()


def saying(answer: object, status: int = 200):
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return scripted_http(lambda handler, asked: handler.answer(status, body))


def test_a_get_puts_its_fields_into_the_query() -> None:
    with saying({"metrics": []}) as (url, asked):
        RemoteStore(url).metric_interval(["a", "b"], "k/é", start_step=0, end_step=5)
    assert asked[0].path == (
        "/api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=a&run_ids=b&metric_key=k%2F%C3%A9&start_step=0&end_step=5&max_results=2500"
    )


def test_a_post_carries_json() -> None:
    with saying({"run_info": RUN["info"]}) as (url, asked):
        RemoteStore(url).update_run("r1", status=RunStatus.FINISHED, end_time_ms=5)
    assert asked[0].headers["content-type"] == "application/json"
    assert json.loads(asked[0].body) == {"run_id": "r1", "run_uuid": "r1", "status": "FINISHED", "end_time": 5}


def test_special_values_are_written_as_words() -> None:
    metrics = [Metric(key="m", value=value, timestamp_ms=0) for value in (math.nan, math.inf, -math.inf, 1.0)]
    with saying({}) as (url, asked):
        RemoteStore(url).log_batch("r1", metrics=metrics)
    assert [metric["value"] for metric in json.loads(asked[0].body)["metrics"]] == ["NaN", "Infinity", "-Infinity", 1.0]


def test_the_bare_word_nan_is_read() -> None:
    with saying(b'{"metrics": [{"key": "m", "run_id": "r1", "step": 0, "timestamp": 1, "value": NaN}]}') as (url, asked):
        (point,) = RemoteStore(url).metric_histories(["r1"], "m")
    assert math.isnan(point.value)
    assert asked[0].path.startswith("/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id=r1")


def test_fields_of_newer_servers_are_ignored() -> None:
    with saying({"run": {**RUN, "news": 1}, "more": []}) as (url, _):
        assert RemoteStore(url).get_run("r1").info.run_id == "r1"


@pytest.mark.parametrize("answer", [b"<html></html>", {"run": {"info": 3}}, [], b"\xff"])
def test_an_answer_that_is_not_understood_is_an_error(answer: object) -> None:
    with saying(answer) as (url, _), pytest.raises(BarographError, match=url):
        RemoteStore(url).get_run("r1")


def test_errors_of_the_server_are_raised_as_ours() -> None:
    failure = {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Run 'x' not found."}
    with saying(failure, 404) as (url, _), pytest.raises(NotFound, match="Run 'x' not found"):
        RemoteStore(url).get_run("x")


def test_what_cannot_be_sent_is_refused_before_sending() -> None:
    with saying({}) as (url, asked):
        store = RemoteStore(url)
        for call in (
            lambda: store.get_run("\ud800"),
            lambda: store.get_logged_model("\ud800"),
            lambda: store.set_experiment_tag("0", "k", "\ud800"),
            lambda: store.set_experiment_tag("0", "k", b"bytes"),  # type: ignore[arg-type]  # what a caller without types may pass
            lambda: store.create_experiment("x", tags={"k": b"bytes"}),  # type: ignore[dict-item]
            lambda: store.set_experiment_tag("0", "k", object()),  # type: ignore[arg-type]
        ):
            with pytest.raises(InvalidValue):
                call()
    assert asked == []


@pytest.mark.parametrize("model_id", ["", ".", ".."])
def test_an_id_cannot_be_another_route(model_id: str) -> None:
    with saying({}) as (url, asked):
        store = RemoteStore(url)
        for call in (
            store.get_logged_model,
            store.delete_logged_model,
            lambda it: store.finalize_logged_model(it, LoggedModelStatus.READY),
        ):
            with pytest.raises(InvalidValue):
                call(model_id)
    assert asked == []


def test_an_id_is_one_segment_of_a_route() -> None:
    with saying({}) as (url, asked):
        RemoteStore(url).delete_logged_model_tag("../runs", "a/b?c")
    assert asked[0].path == "/api/2.0/mlflow/logged-models/..%2Fruns/tags/a%2Fb%3Fc"


def test_a_run_is_not_created_twice() -> None:
    def lose_first_answer(handler: Handler, asked: Asked) -> None:
        handler.close_connection = True

    with scripted_http(lose_first_answer) as (url, asked), pytest.raises(BarographError, match="connection broke"):
        RemoteStore(url).create_run(NewRun(experiment_id="0"))
    assert len(asked) == 1


def test_a_batch_that_would_be_refused_in_part_is_not_begun() -> None:
    with saying({"run": {**RUN, "data": {"params": [{"key": "k150", "value": "old"}]}}}) as (url, asked):
        store = RemoteStore(url)
        with pytest.raises(ParamChanged, match="k150"):
            store.log_batch("r1", params={f"k{n}": "new" for n in range(200)})
        with pytest.raises(InvalidValue, match=r"metrics\[1500\]"):
            store.log_batch("r1", metrics=[Metric(key="m" if n != 1_500 else "", value=0.0, timestamp_ms=n) for n in range(2_000)])
    assert [one.method for one in asked] == ["GET"]


def test_the_files_of_a_version_that_points_elsewhere_are_asked_for() -> None:
    def script(handler: Handler, asked: Asked) -> None:
        handler.answer(
            200, json.dumps({"artifact_uri": "s3://b/x"} if "download-uri" in asked.path else {"model_version": VERSION}).encode()
        )

    with scripted_http(script) as (url, asked):
        store = RemoteStore(url)
        version = store.get_model_version("m", 3)
        store.create_model_version(NewModelVersion(name="m", source="models:/m-1"))
    assert version.storage_location == "s3://b/x"
    assert version.model_id == "m-1"
    assert len(asked) == 4


def test_a_closed_store_refuses_calls() -> None:
    store = RemoteStore("http://me:s3cret@localhost:1")
    store.close()
    with pytest.raises(InvalidValue, match="closed"):
        store.search_runs(["0"], Query())
    assert "s3cret" not in repr(store)

"""Searching runs, as lists and as DataFrames."""

import math
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pandas as pd
import pytest
import uvicorn

import barograph
from barograph import MlflowClient
from barograph.client.frames import runs_frame
from barograph.exceptions import MlflowException
from barograph.server import routes
from barograph.server.app import create_app
from barograph.server.route import Family
from barograph.server.settings import ServerSettings
from barograph.store.memory import MemoryStore


def test_columns_come_as_first_seen_with_their_types(tracking: str) -> None:
    with barograph.start_run(run_name="older"):
        barograph.log_params({"z": 1, "a": 2})
        barograph.log_metrics({"late": 1.5})
    with barograph.start_run(run_name="newer") as newer:
        barograph.log_params({"m": 3})
        barograph.log_metric("rmse", 1)
    frame = barograph.search_runs(order_by=["attributes.start_time DESC"])
    fixed = ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"]
    assert list(frame.columns)[:8] == [*fixed, "metrics.rmse", "metrics.late"]
    params = [column for column in frame.columns if column.startswith("params.")]
    assert (params[0], sorted(params[1:])) == ("params.m", ["params.a", "params.z"])
    assert frame["run_id"][0] == newer.info.run_id
    assert frame["metrics.late"].dtype == "float64"
    assert math.isnan(frame["metrics.late"][0])
    assert isinstance(frame["start_time"].dtype, pd.DatetimeTZDtype)
    assert frame["params.m"].isna().tolist() == [False, True]
    assert frame["params.m"].dtype == frame["run_id"].dtype == pd.Series(["text"]).dtype
    assert (frame["end_time"] >= frame["start_time"]).all()
    started = frame["start_time"][0].timestamp() * 1000
    assert round(started) == barograph.get_run(newer.info.run_id).info.start_time


def test_no_runs_have_the_fixed_columns(sqlite_uri: str) -> None:
    frame = barograph.search_runs(filter_string="metrics.m > 1")
    assert list(frame.columns) == ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"]
    assert len(frame) == 0
    assert str(frame["start_time"].dt.tz) == "UTC"


def test_an_unended_run_has_no_end(sqlite_uri: str) -> None:
    barograph.start_run()
    assert barograph.search_runs()["end_time"].isna().all()


def test_where_to_search(sqlite_uri: str) -> None:
    for name in ("one", "two"):
        barograph.set_experiment(name)
        with barograph.start_run(run_name=name):
            pass

    def names(**arguments: object) -> set[str]:
        return {run.info.run_name for run in barograph.search_runs(output_format="list", **arguments)}  # type: ignore[arg-type]  # as users call it

    assert names() == {"two"}
    assert names(experiment_ids=["0"]) == set()
    assert names(experiment_names=["one", "unknown"]) == {"one"}
    assert names(search_all_experiments=True) == {"one", "two"}
    assert names(experiment_ids=[], filter_string="attributes.run_name = 'two'") == {"two"}
    with pytest.raises(MlflowException, match="Both"):
        names(experiment_ids=["0"], experiment_names=["one"])
    with pytest.raises(ValueError, match="pandas"):
        barograph.search_runs(output_format="table")
    with pytest.raises(MlflowException) as refused:
        barograph.search_runs(filter_string="metrics.m >")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_pages_join(tracking: str) -> None:
    experiment = barograph.set_experiment(f"pages {tracking}")
    client = MlflowClient()
    made = [client.create_run(experiment.experiment_id, start_time=n).info.run_id for n in range(5)]
    token, found = None, []
    while True:
        page = client.search_runs([experiment.experiment_id], max_results=2, order_by=["attributes.start_time ASC"], page_token=token)
        found += [run.info.run_id for run in page]
        token = page.token
        if not token:
            break
    assert found == made
    assert [run.info.run_id for run in client.search_runs(experiment.experiment_id, max_results=1)] == made[-1:]
    assert len(barograph.search_runs(max_results=3)) == 3
    client.delete_run(made[0])
    assert len(barograph.search_runs()) == 4
    assert len(barograph.search_runs(run_view_type=2)) == 1


@contextmanager
def serving_mlflow_routes_only() -> Iterator[str]:
    """A server without the routes that MLflow's servers do not have."""
    table = [row for row in routes.TABLE if row.family is not Family.NATIVE]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app = create_app(ServerSettings(), MemoryStore(), table=table)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


def log_a_few_runs() -> None:
    with barograph.start_run(run_name="bare"):
        pass
    with barograph.start_run():
        barograph.log_params({"z": 1, "a": "é", "long": "x" * 5_000})
        barograph.log_metrics({"late": math.nan, "inf": math.inf})
    with barograph.start_run():
        barograph.log_metrics({"rmse": 1.0, "late": -0.0})
        barograph.set_tag("team", "")
    barograph.start_run()


@pytest.mark.parametrize("order", ["start_time DESC", "start_time ASC", "metrics.late"])
def test_tables_and_lists_make_the_same_frame(tracking: str, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    log_a_few_runs()
    expected = runs_frame(barograph.search_runs(order_by=[order], output_format="list"))
    assert len(expected) == 4
    pd.testing.assert_frame_equal(barograph.search_runs(order_by=[order]), expected)
    monkeypatch.setattr("barograph.client.search._PAGE", 1)
    pd.testing.assert_frame_equal(barograph.search_runs(order_by=[order]), expected)
    assert list(barograph.search_runs(order_by=[order], max_results=3)["run_id"]) == list(expected["run_id"][:3])


def test_a_server_without_tables_is_searched_as_well(clean_session: None) -> None:
    with serving_mlflow_routes_only() as url:
        barograph.set_tracking_uri(url)
        log_a_few_runs()
        barograph.end_run()
        frame = barograph.search_runs()
        pd.testing.assert_frame_equal(frame, runs_frame(barograph.search_runs(output_format="list")))
        assert len(frame) == 4
        with pytest.raises(MlflowException, match="column"):
            barograph.search_runs(filter_string="metrics.m >")

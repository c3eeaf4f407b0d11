"""Reads of metric series over HTTP."""

import pytest
from server_caller import Caller

BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
INTERVAL = "metrics/get-history-bulk-interval"


@pytest.fixture(scope="module")
def runs(server: Caller) -> list[str]:
    """Two runs with ten points each of `loss`: (timestamp, step) = (i, 9 - i), value i; the first point of the first is NaN."""
    made = [server.new_run() for _ in range(2)]
    for run_id in made:
        points = [{"key": "loss", "value": float(i), "timestamp": i, "step": 9 - i} for i in range(10)]
        if run_id == made[0]:
            points[0]["value"] = "NaN"
        server.ok("runs/log-batch", {"run_id": run_id, "metrics": points})
    return made


def test_history_is_ordered_by_time_and_whole_by_default(server: Caller, runs: list[str]) -> None:
    metrics = server.get("metrics/get-history", run_id=runs[0], metric_key="loss").json["metrics"]
    assert [metric["timestamp"] for metric in metrics] == list(range(10))
    assert metrics[0] == {"key": "loss", "value": "NaN", "timestamp": 0, "step": 9}


def test_history_pages(server: Caller, runs: list[str]) -> None:
    first = server.get("metrics/get-history", run_uuid=runs[0], metric_key="loss", max_results="7").json
    second = server.get("metrics/get-history", run_id=runs[0], metric_key="loss", max_results=7, page_token=first["next_page_token"]).json
    assert [metric["timestamp"] for metric in first["metrics"] + second["metrics"]] == list(range(10))
    assert "next_page_token" not in second


def test_unknown_runs_and_keys_give_nothing(server: Caller, runs: list[str]) -> None:
    assert server.get("metrics/get-history", run_id="nope", metric_key="loss").json == {}
    assert server.get("metrics/get-history", run_id=runs[0], metric_key="nope").json == {}
    assert server.get(BULK, run_id="nope", metric_key="loss").json == {"metrics": []}
    assert server.get(INTERVAL, run_ids="nope", metric_key="loss").json == {}


def test_bulk_reads_several_runs_for_browsers_only(server: Caller, runs: list[str]) -> None:
    metrics = server.get(BULK, run_id=runs, metric_key="loss").json["metrics"]
    assert [metric["run_id"] for metric in metrics] == [run_id for run_id in sorted(runs) for _ in range(10)]
    assert len(server.get(BULK, run_id=runs, metric_key="loss", max_results=15).json["metrics"]) == 15
    assert server.get("metrics/get-history-bulk", run_id=runs, metric_key="loss").status == 404


def test_intervals_keep_the_order_of_runs_and_thin_each(server: Caller, runs: list[str]) -> None:
    asked = runs[::-1]
    metrics = server.get(INTERVAL, run_ids=asked, metric_key="loss", start_step=2, end_step=8, max_results=3).json["metrics"]
    assert [metric["run_id"] for metric in metrics] == [run_id for run_id in asked for _ in range(3)]
    assert [metric["step"] for metric in metrics][0::3] == [2, 2]
    assert [metric["step"] for metric in metrics][2::3] == [8, 8]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("metrics/get-history", {"metric_key": "loss"}),
        ("metrics/get-history", {"run_id": "r"}),
        ("metrics/get-history", {"run_id": "r", "metric_key": "loss", "max_results": 0}),
        ("metrics/get-history", {"run_id": "r", "metric_key": "loss", "max_results": "many"}),
        ("metrics/get-history", {"run_id": "r", "metric_key": "loss", "max_results": "5", "page_token": "%%"}),
        (BULK, {"metric_key": "loss"}),
        (BULK, {"run_id": [str(i) for i in range(101)], "metric_key": "loss"}),
        (BULK, {"run_id": "r", "metric_key": "loss", "max_results": 25_001}),
        (INTERVAL, {"metric_key": "loss"}),
        (INTERVAL, {"run_ids": [str(i) for i in range(101)], "metric_key": "loss"}),
        (INTERVAL, {"run_ids": "r", "metric_key": "loss", "max_results": 2_501}),
        (INTERVAL, {"run_ids": "r", "metric_key": "loss", "start_step": 1}),
        (INTERVAL, {"run_ids": "r", "metric_key": "loss", "start_step": 5, "end_step": 4}),
    ],
)
def test_refused_reads(server: Caller, path: str, query: dict[str, object]) -> None:
    answer = server.get(path, **query)
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")

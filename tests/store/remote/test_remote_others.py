"""Series and contexts where the server is MLflow's, and where the client is."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from barograph.model import Axis, Metric, NewRun, SeriesQuery
from barograph.model.metric_context import contextual_name
from barograph.store.memory import MemoryStore
from barograph.store.remote import RemoteStore
from barograph.testing.server import running_server

REPOSITORY = Path(__file__).resolve().parents[3]
VAL = contextual_name("loss", {"subset": "val", "note": "a b"})
LOG_AND_READ = """
import json, sys, mlflow
from mlflow import MlflowClient
assert "barograph" not in sys.modules
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
name = sys.argv[3]
client.log_metric(sys.argv[2], name, 0.25, timestamp=5, step=9)
found = client.search_runs(["0"], filter_string=f"metrics.`{name}` = 0.25")
history = client.get_metric_history(sys.argv[2], name)
print(json.dumps([[run.info.run_id for run in found], [[point.step, point.value] for point in history], found[0].data.metrics]))
"""


@pytest.fixture(scope="module")
def mlflow_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real MLflow server on a fresh database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder, url = tmp_path_factory.mktemp("mlflow"), f"http://127.0.0.1:{port}"
    arguments = ("server", "--backend-store-uri", "sqlite:///mlflow.db", "--host", "127.0.0.1", "--port", str(port), "--workers", "1")
    with (folder / "log").open("wb") as log:
        program = str(REPOSITORY / ".env-mlflow3" / "bin" / "mlflow")
        server = subprocess.Popen([program, *arguments], cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while not _answers(url):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # its session: workers and jobs too; it would take its time, and its data are thrown away
        server.wait()


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", f"{url}/health", retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def test_an_mlflow_server_keeps_contexts_as_names_and_gives_the_same_series(mlflow_url: str) -> None:
    ours, theirs = MemoryStore(), RemoteStore(mlflow_url)
    points = [Metric(key="loss", value=math.sin(step), timestamp_ms=1_000 + step, step=step) for step in range(300)]
    points += [Metric(key=VAL, value=value, timestamp_ms=7, step=1) for value in (0.5, math.nan)]
    runs = [store.create_run(NewRun(experiment_id="0", start_time_ms=1)).info.run_id for store in (ours, theirs)]
    for store, run_id in zip((ours, theirs), runs, strict=True):
        store.log_batch(run_id, metrics=points)
    for query in (
        SeriesQuery(run_ids=()),
        SeriesQuery(run_ids=(), keys=("loss",), contexts=({},), max_points=50),
        SeriesQuery(run_ids=(), keys=("loss",), start_step=100, end_step=200, axis=Axis.TIME),
        SeriesQuery(run_ids=(), contexts=({"subset": "val", "note": "a b"},)),
        SeriesQuery(run_ids=(), keys=("nothing",)),
    ):
        found = []
        for store, run_id in zip((ours, theirs), runs, strict=True):
            series = store.metric_series(SeriesQuery(**{**{n: getattr(query, n) for n in query.__struct_fields__}, "run_ids": (run_id,)}))
            columns = [(each.steps.tolist(), each.timestamps_ms.tolist(), str(each.values.tolist())) for each in series]
            heads = [(each.name, each.key, each.context, each.count, each.first_step, each.last_step) for each in series]
            found.append((heads, columns))
        assert found[0] == found[1]
    assert theirs.metric_names([runs[1]]) == ours.metric_names([runs[0]])
    assert theirs.metric_names(["0" * 32]) == theirs.metric_series(SeriesQuery(run_ids=("0" * 32,))) == ()


@pytest.mark.parametrize("version", ["2", "3"])
def test_mlflow_s_clients_read_and_write_series_in_contexts_by_their_names(tmp_path: Path, version: str) -> None:
    with running_server(tmp_path / "server") as server:
        store = RemoteStore(server.url)
        run_id = store.create_run(NewRun(experiment_id="0", start_time_ms=1)).info.run_id
        store.log_batch(run_id, metrics=[Metric(key=VAL, value=0.5, timestamp_ms=1)])
        python = REPOSITORY / f".env-mlflow{version}" / "bin" / "python"
        command = [str(python), "-W", "ignore", "-c", LOG_AND_READ, server.url, run_id, VAL]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.strip().rpartition("\n")[2]) == [[run_id], [[0, 0.5], [9, 0.25]], {VAL: 0.25}]
        (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,), keys=("loss",)))
        assert (found.context, found.values.tolist()) == ({"note": "a b", "subset": "val"}, [0.5, 0.25])
        store.close()

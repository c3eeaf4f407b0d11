"""Journals against a real MLflow server: its own routes are used, and what was sent before changes nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from training import sync, training

import barograph
from barograph.client.session import session
from barograph.model import Query
from barograph.store.remote import RemoteStore
from barograph.store.remote.runs import RUN_ID_TAG

MLFLOW = Path(__file__).resolve().parents[2] / ".env-mlflow3" / "bin" / "mlflow"

pytestmark = pytest.mark.usefixtures("own_session")


@pytest.fixture(scope="module")
def mlflow_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mlflow")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_"))}
    command = [str(MLFLOW), "server", "--port", str(port), "--workers", "1", "--backend-store-uri", f"sqlite:///{folder / 'x.db'}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                if urllib3.request("GET", f"{url}/health", retries=False, timeout=5).status == 200:
                    break
            except urllib3.exceptions.HTTPError:
                assert server.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)
        yield url
    finally:
        os.killpg(server.pid, 15)
        server.wait(30)


def steps_of(url: str, run_id: str) -> list[int]:
    found, token = [], None
    while True:
        page = RemoteStore(url).metric_history(run_id, "loss", max_results=1_000, page_token=token)
        found += [(point.step, point.value) for point in page.items]
        token = page.next_token
        if not token:
            break
    assert all(value == step / 7 for step, value in found)
    return sorted(step for step, _ in found)


def test_a_run_is_logged_through_the_journal(mlflow_url: str, journals: Path) -> None:
    barograph.set_tracking_uri(mlflow_url)
    barograph.set_experiment("near")
    with barograph.start_run(run_name="r", tags={"a": "1"}) as run:
        barograph.log_params({"lr": 0.1})
        for step in range(2_500):
            barograph.log_metric("loss", step / 7, step=step)
        barograph.set_tag("a", 2)
    session.close()
    assert steps_of(mlflow_url, run.info.run_id) == list(range(2_500))
    stored = RemoteStore(mlflow_url).get_run(run.info.run_id)
    assert (stored.info.name, stored.info.status.value, stored.params, stored.tags["a"]) == ("r", "FINISHED", {"lr": "0.1"}, "2")
    assert list(journals.iterdir()) == []


def test_what_a_killed_process_left_is_sent_twice_without_harm(mlflow_url: str, journals: Path, tmp_path: Path) -> None:
    with training(mlflow_url, tmp_path / "steps") as trained:
        trained.await_steps(600)
        returned = trained.kill()
    kept = {file.name: file.read_bytes() for file in journals.iterdir()}
    sync()
    stored = steps_of(mlflow_url, trained.run_id)
    assert len(stored) in (returned, returned + 1)
    for name, content in kept.items():
        (journals / name).write_bytes(content)
    sync()
    assert steps_of(mlflow_url, trained.run_id) == stored


def test_a_run_made_offline_is_created_once(mlflow_url: str, journals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as offline:
        offline.setenv("BAROGRAPH_OFFLINE", "1")
        barograph.set_tracking_uri(mlflow_url)
        barograph.set_experiment("far")
        with barograph.start_run(run_name="far") as run:
            for step in range(100):
                barograph.log_metric("loss", step / 7, step=step)
            barograph.log_text("hello", "notes.txt")
        session.close()
    (journal,) = journals.glob("*.journal")
    content = journal.read_bytes()
    sync()
    journal.write_bytes(content)
    sync()
    store = RemoteStore(mlflow_url)
    experiment_id = store.get_experiment_by_name("far").experiment_id
    (found,) = store.search_runs([experiment_id], Query()).items
    assert (found.info.name, found.info.status.value, found.tags[RUN_ID_TAG]) == ("far", "FINISHED", run.info.run_id)
    assert steps_of(mlflow_url, found.info.run_id) == list(range(100))
    barograph.set_tracking_uri(mlflow_url)
    assert barograph.artifacts.load_text(f"runs:/{found.info.run_id}/notes.txt") == "hello"

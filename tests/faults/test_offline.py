"""Offline, and while the server cannot be reached: everything is kept, and `barograph sync` brings it to the server, once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from training import sync

import barograph
from barograph.client.session import session
from barograph.errors import ParamChanged, Unavailable
from barograph.model import Lifecycle, NewRun, Query, Run
from barograph.store.remote import RemoteStore
from barograph.testing.server import RunningServer, running_server
from scripted_http import scripted_http

NOWHERE = "http://127.0.0.1:9"

pytestmark = pytest.mark.usefixtures("own_session")


def log_everything(name: str, files: Path) -> tuple[str, str]:
    """Two nested runs with something of every kind; their ids."""
    (files / "folder").mkdir(parents=True)
    (files / "model.bin").write_bytes(b"\0" * 100_000)
    (files / "folder" / "a.txt").write_text("a")
    barograph.set_experiment(name)
    with barograph.start_run(run_name="outer", tags={"given": "1"}, description="what it is about") as outer:
        barograph.log_params({"lr": 0.1, "depth": 3})
        for step in range(500):
            barograph.log_metric("loss", step / 7, step=step)
        barograph.log_metrics({"a": 1, "b": float("nan")}, step=2)
        barograph.set_tag("team", "wind")
        barograph.log_artifact(files / "model.bin")
        barograph.log_artifacts(files / "folder", "more")
        barograph.log_text("hello", "notes.txt")
        barograph.log_dict({"a": 1}, "a.json")
        with barograph.start_run(nested=True) as inner:
            barograph.log_metric("inner", 1.0)
    return outer.info.run_id, inner.info.run_id


def check_everything(url: str, outer_id: str, inner_id: str, name: str) -> tuple[Run, Run]:
    store = RemoteStore(url)
    outer, inner = store.get_run(outer_id), store.get_run(inner_id)
    experiment = store.get_experiment_by_name(name)
    assert {outer.info.experiment_id, inner.info.experiment_id} == {experiment.experiment_id}
    assert outer.info.name == "outer"
    assert outer.params == {"lr": "0.1", "depth": "3"}
    assert (outer.tags["given"], outer.tags["team"], outer.tags["mlflow.note.content"]) == ("1", "wind", "what it is about")
    assert inner.tags["mlflow.parentRunId"] == outer_id
    assert [point.step for point in store.metric_history(outer_id, "loss").items] == list(range(500))
    assert {metric.key for metric in outer.metrics} == {"loss", "a", "b"}
    assert {run.info.status.value for run in (outer, inner)} == {"FINISHED"}
    for run in (outer, inner):
        assert run.info.end_time_ms is not None
        assert 0 <= run.info.end_time_ms - run.info.start_time_ms < 3_600_000
    barograph.set_tracking_uri(url)
    client = barograph.MlflowClient()
    assert [file.path for file in client.list_artifacts(outer_id)] == ["a.json", "model.bin", "more", "notes.txt"]
    assert barograph.artifacts.load_text(f"runs:/{outer_id}/more/a.txt") == "a"
    assert Path(client.download_artifacts(outer_id, "model.bin")).read_bytes() == b"\0" * 100_000
    return outer, inner


def test_what_is_logged_offline_is_synced_once(
    server: RunningServer, journals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"offline-{uuid4().hex}"
    with monkeypatch.context() as offline:
        offline.setenv("BAROGRAPH_OFFLINE", "1")
        barograph.set_tracking_uri(server.url)
        outer_id, inner_id = log_everything(name, tmp_path / "files")
        assert barograph.get_run(outer_id).data.params == {"lr": "0.1", "depth": "3"}
        assert barograph.artifacts.load_text(f"runs:/{outer_id}/notes.txt") == "hello"
        with pytest.raises(Unavailable, match="BAROGRAPH_OFFLINE"):
            barograph.search_runs(experiment_ids=["0"])
        with barograph.start_run() as run:
            barograph.log_param("a", 1)
            with pytest.raises(ParamChanged):
                barograph.log_param("a", 2)
        session.close()
    assert name not in {experiment.name for experiment in RemoteStore(server.url).search_experiments(Query()).items}
    assert capsys.readouterr().err.count("`barograph sync` sends them") == 1
    told = sync()
    assert "4 files uploaded" in told
    outer, _ = check_everything(server.url, outer_id, inner_id, name)
    assert RemoteStore(server.url).get_run(run.info.run_id).params == {"a": "1"}
    assert sync() == "Nothing to send.\n"
    assert RemoteStore(server.url).get_run(outer_id) == outer
    assert list(journals.iterdir()) == []


def test_a_run_that_is_there_is_gone_on_with_offline(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RemoteStore(server.url)
    run_id = store.create_run(NewRun(experiment_id="0", tags={"old": "1"})).info.run_id
    store.log_batch(run_id, params={"lr": "0.1"})
    with monkeypatch.context() as offline:
        offline.setenv("BAROGRAPH_OFFLINE", "1")
        barograph.set_tracking_uri(server.url)
        with barograph.start_run(run_id=run_id):
            barograph.log_param("depth", 3)
            barograph.log_text("more", "more.txt")
        barograph.MlflowClient().log_metric(run_id, "m", 2.0)
        session.close()
    sync()
    run = store.get_run(run_id)
    assert (run.params, run.tags["old"], run.metrics[0].value) == ({"lr": "0.1", "depth": "3"}, "1", 2.0)
    barograph.set_tracking_uri(server.url)
    assert barograph.artifacts.load_text(f"runs:/{run_id}/more.txt") == "more"


def test_a_run_that_starts_while_the_server_is_out_of_reach_follows_when_it_is_back(
    tmp_path: Path, journals: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("barograph.store.wrap.journal.store._START_WITHIN_S", 0.5)
    with running_server(tmp_path / "server") as once:
        url, port = once.url, once.url.rpartition(":")[2]
    barograph.set_tracking_uri(url)
    with monkeypatch.context() as impatient:
        impatient.setenv("BAROGRAPH_FLUSH_TIMEOUT", "0.1")
        outer_id, inner_id = log_everything("out of reach", tmp_path / "files")
    told = [record.message for record in caplog.records if record.levelname == "WARNING" and "cannot be reached" in record.message]
    assert len(told) == 1
    with running_server(tmp_path / "server", "--port", port):
        session.close()
        check_everything(url, outer_id, inner_id, "out of reach")
        session.close()
        assert list(journals.iterdir()) == []


def test_runs_of_a_deleted_experiment_wait_until_it_is_restored(
    server: RunningServer, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, name = RemoteStore(server.url), f"deleted-{uuid4().hex}"
    experiment_id = store.create_experiment(name)
    store.delete_experiment(experiment_id)
    with monkeypatch.context() as offline:
        offline.setenv("BAROGRAPH_OFFLINE", "1")
        barograph.set_tracking_uri(server.url)
        barograph.set_experiment(name)
        with barograph.start_run() as run:
            barograph.log_param("lr", 0.1)
        session.close()
    failed = subprocess.run([sys.executable, "-m", "barograph.cli", "sync"], capture_output=True, text=True, check=False)
    assert (failed.returncode, "Restore it" in failed.stderr) == (1, True)
    store.restore_experiment(experiment_id)
    sync()
    found = store.get_run(run.info.run_id)
    assert (found.info.experiment_id, found.info.lifecycle, found.params) == (experiment_id, Lifecycle.ACTIVE, {"lr": "0.1"})
    assert list(journals.iterdir()) == []


def test_offline_dials_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"""
import socket
def refuse(*_): raise AssertionError("dialled")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
import barograph
barograph.set_tracking_uri({NOWHERE!r})
barograph.set_experiment("x")
with barograph.start_run(log_system_metrics=False):
    barograph.log_metric("m", 1.0)
    barograph.log_text("a", "a.txt")
"""
    monkeypatch.setenv("BAROGRAPH_OFFLINE", "1")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, "dialled" in done.stderr) == (0, False), done.stderr


def test_files_logged_while_the_server_is_gone_follow(tmp_path: Path, journals: Path, caplog: pytest.LogCaptureFixture) -> None:
    with running_server(tmp_path / "server") as first:
        url, port = first.url, first.url.rpartition(":")[2]
        barograph.set_tracking_uri(url)
        run = barograph.start_run()
        barograph.log_text("first", "kept.txt")
        barograph.log_text("first", "changed.txt")
        first.process.kill()
    barograph.log_text("second", "changed.txt")
    barograph.log_text("second", "back.txt")
    barograph.log_metric("m", 1.0)
    with running_server(tmp_path / "server", "--port", port):
        barograph.log_text("third", "back.txt")
        assert barograph.artifacts.load_text(f"runs:/{run.info.run_id}/changed.txt") == "second"
        assert [file.path for file in barograph.MlflowClient().list_artifacts(run.info.run_id)] == ["back.txt", "changed.txt", "kept.txt"]
        barograph.end_run()
        session.close()
        assert list(journals.iterdir()) == []
        texts = {name: barograph.artifacts.load_text(f"runs:/{run.info.run_id}/{name}.txt") for name in ("kept", "changed", "back")}
        assert texts == {"kept": "first", "changed": "second", "back": "third"}
        session.close()
    assert len([record for record in caplog.records if "kept beside the journal" in record.message]) == 2


def test_a_directory_from_elsewhere_does_not_choose_who_gets_the_credentials(journals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_http(lambda handler, _: handler.answer(503)) as (url, asked):
        with monkeypatch.context() as offline:
            offline.setenv("BAROGRAPH_OFFLINE", "1")
            barograph.set_tracking_uri(url)
            with barograph.start_run():
                pass
            session.close()
        barograph.set_tracking_uri("")
        command = [sys.executable, "-m", "barograph.cli", "sync"]
        for arguments, uri, expected in (
            ([str(journals)], "", None),
            ([str(journals)], "http://127.0.0.1:9", None),
            ([str(journals)], url, "Bearer secret"),
            ([], "", "Bearer secret"),
        ):
            asked.clear()
            variables = {"BAROGRAPH_TRACKING_TOKEN": "secret", "BAROGRAPH_TRACKING_URI": uri}
            assert subprocess.run([*command, *arguments], env=os.environ | variables, capture_output=True, check=False).returncode == 1
            assert {request.headers.get("authorization") for request in asked} == {expected}

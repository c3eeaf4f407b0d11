"""What is logged through a journal arrives once, whatever happens to server, network, disk and client."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from barograph.errors import ParamChanged
from barograph.model import REFUSED_TAG, Metric, NewRun
from barograph.store.remote import RemoteStore
from barograph.store.wrap.journal import JournaledStore
from barograph.testing.server import RunningServer, running_server
from scripted_http import Asked, Handler, scripted_http

INGEST = "/api/barograph/1/ingest"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BAROGRAPH_JOURNAL_DIR")
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
    return tmp_path / "user" / "journals"


def a_run(url: str) -> str:
    return RemoteStore(url).create_run(NewRun(experiment_id="0")).info.run_id


def log(store: JournaledStore, run_id: str, steps: range) -> None:
    for step in steps:
        store.log_batch(run_id, metrics=[Metric(key="loss", value=step / 7, timestamp_ms=step, step=step)], tags={"last": str(step)})


def steps_of(url: str, run_id: str) -> list[int]:
    points = RemoteStore(url).metric_history(run_id, "loss").items
    assert all(point.value == point.step / 7 and point.timestamp_ms == point.step for point in points)
    return [point.step for point in points]


def passed_on(url: str, handler: Handler, asked: Asked) -> urllib3.BaseHTTPResponse:
    headers = {name: value for name, value in asked.headers.items() if name not in ("host", "content-length")}
    return urllib3.request(asked.method, url + asked.path, body=asked.body, headers=headers, retries=False)


def test_reads_see_what_was_logged_before_and_the_journal_goes_when_all_is_sent(server: RunningServer, journals: Path) -> None:
    run_id = a_run(server.url)
    store = JournaledStore(RemoteStore(server.url))
    log(store, run_id, range(2_000))
    assert journals.stat().st_mode & 0o777 == 0o700
    assert len(store.metric_history(run_id, "loss").items) == 2_000
    assert store.get_run(run_id).tags["last"] == "1999"
    store.close()
    assert list(journals.iterdir()) == []


def test_a_changed_param_raises_if_the_client_knows_and_else_warns_and_is_recorded(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    run_id = a_run(server.url)
    store = JournaledStore(RemoteStore(server.url))
    store.log_batch(run_id, params={"lr": "0.1"})
    with pytest.raises(ParamChanged):
        store.log_batch(run_id, params={"lr": "0.2"})
    RemoteStore(server.url).log_batch(run_id, params={"depth": "3"})
    with caplog.at_level(logging.WARNING, "barograph"):
        store.log_batch(run_id, params={"depth": "4"})
        log(store, run_id, range(3))
        run = store.get_run(run_id)
    store.close()
    assert (run.params["depth"], run.tags["last"]) == ("3", "2")
    assert "depth" in run.tags[REFUSED_TAG]
    assert len(caplog.records) == 1


def test_answers_lost_after_the_commit_double_nothing(server: RunningServer) -> None:
    lost = 0

    def script(handler: Handler, asked: Asked) -> None:
        nonlocal lost
        answer = passed_on(server.url, handler, asked)
        if asked.path == INGEST and lost < 3:
            lost += 1
            RemoteStore(server.url).log_batch(run_id, tags={"applied": str(lost)})
            handler.close_connection = True
            return
        handler.answer(answer.status, answer.data)

    run_id = a_run(server.url)
    with scripted_http(script) as (url, _):
        store = JournaledStore(RemoteStore(url))
        store.log_batch(run_id, tags={"applied": "0"})
        log(store, run_id, range(200))
        store.close()
    assert lost == 3
    assert RemoteStore(server.url).get_run(run_id).tags["applied"] != "0"
    assert steps_of(server.url, run_id) == list(range(200))


def test_logging_does_not_wait_for_the_server(server: RunningServer) -> None:
    logged = threading.Event()

    def script(handler: Handler, asked: Asked) -> None:
        if asked.path == INGEST:
            assert logged.wait(30)
        answer = passed_on(server.url, handler, asked)
        handler.answer(answer.status, answer.data)

    run_id = a_run(server.url)
    with scripted_http(script) as (url, _):
        store = JournaledStore(RemoteStore(url))
        log(store, run_id, range(1_000))
        logged.set()
        store.close()
    assert steps_of(server.url, run_id) == list(range(1_000))


def test_an_mlflow_server_gets_its_own_routes(server: RunningServer) -> None:
    def script(handler: Handler, asked: Asked) -> None:
        if asked.path.startswith("/api/barograph"):
            handler.answer(404, b"")
            return
        answer = passed_on(server.url, handler, asked)
        handler.answer(answer.status, answer.data)

    run_id = a_run(server.url)
    with scripted_http(script) as (url, asked):
        store = JournaledStore(RemoteStore(url))
        log(store, run_id, range(20))
        store.close()
    assert steps_of(server.url, run_id) == list(range(20))
    assert any(request.path.endswith("/runs/log-batch") for request in asked)


def test_a_server_that_is_gone_is_waited_for_within_the_bound_and_named_once(
    tmp_path: Path, journals: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAROGRAPH_FLUSH_TIMEOUT", "0.2")
    with running_server(tmp_path / "server") as running:
        url, run_id = running.url, a_run(running.url)
        store = JournaledStore(RemoteStore(url))
        store.get_run(run_id)
    log(store, run_id, range(10))
    store.close()
    (left,) = journals.iterdir()
    said = capsys.readouterr().err
    assert (said.count("\n"), said.count(str(left)), said.count("20 records")) == (1, 1, 1)
    with running_server(tmp_path / "server", "--port", url.rpartition(":")[2]):
        environment = os.environ | {"BAROGRAPH_FLUSH_TIMEOUT": "30"}
        subprocess.run([sys.executable, "-m", "barograph.cli", "sync", str(journals)], check=True, capture_output=True, env=environment)
        assert steps_of(url, run_id) == list(range(10))

"""Answers that are lost after the server has done what was asked, refusals that pass, and servers that hang."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3
from training import steps_of

import barograph
from barograph.client.experiments import forget_active_experiment
from barograph.client.session import session
from barograph.model import REFUSED_TAG, Query
from barograph.store.remote import RemoteStore
from barograph.testing.server import RunningServer
from scripted_http import Asked, Handler, scripted_http

INGEST = "/api/barograph/1/ingest"
CREATE = "/api/barograph/1/runs/create"


def passed_on(url: str, asked: Asked) -> urllib3.BaseHTTPResponse:
    headers = {name: value for name, value in asked.headers.items() if name not in ("host", "content-length")}
    return urllib3.request(asked.method, url + asked.path, body=asked.body, headers=headers, retries=False)


@contextmanager
def tracking_through(server: RunningServer, script: Callable[[Handler, Asked], bool]) -> Iterator[list[Asked]]:
    """Track to the server through a proxy. `script` says whether it has dealt with a request itself."""

    def serve(handler: Handler, asked: Asked) -> None:
        if not script(handler, asked):
            answer = passed_on(server.url, asked)
            handler.answer(answer.status, answer.data)

    with scripted_http(serve) as (url, asked):
        barograph.set_tracking_uri(url)
        try:
            yield asked
        finally:
            session.close()
            barograph.set_tracking_uri("")
            forget_active_experiment()


def test_start_run_makes_one_run_however_often_its_answer_is_lost(server: RunningServer) -> None:
    lost: list[str] = []

    def script(handler: Handler, asked: Asked) -> bool:
        if asked.path == CREATE and len(lost) < 3:
            assert passed_on(server.url, asked).status == 200
            lost.append(asked.path)
            handler.close_connection = True
            return True
        return False

    experiment_id = RemoteStore(server.url).create_experiment("created once")
    with tracking_through(server, script), barograph.start_run(experiment_id=experiment_id) as run:
        barograph.log_param("lr", 0.1)
    assert len(lost) == 3
    (found,) = RemoteStore(server.url).search_runs([experiment_id], Query()).items
    assert (found.info.run_id, found.params, found.info.status.value) == (run.info.run_id, {"lr": "0.1"}, "FINISHED")


def test_what_was_applied_before_its_answer_was_lost_counts_once(server: RunningServer) -> None:
    chance = iter([True, True, False, True, False, False, True])
    lost = 0

    def script(handler: Handler, asked: Asked) -> bool:
        nonlocal lost
        if asked.path == INGEST and next(chance, False):
            assert passed_on(server.url, asked).status == 200
            lost += 1
            handler.close_connection = True
            return True
        return False

    with tracking_through(server, script), barograph.start_run() as run:
        for step in range(3_000):
            barograph.log_metric("loss", step / 7, step=step)
            barograph.set_tag("last", step)
            if step % 500 == 0:
                barograph.flush_async_logging()
    assert lost == 4
    assert steps_of(server.url, run.info.run_id) == list(range(3_000))
    assert RemoteStore(server.url).get_run(run.info.run_id).tags["last"] == "2999"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503])
def test_refusals_that_pass_are_waited_out_and_told_once(server: RunningServer, caplog: pytest.LogCaptureFixture, status: int) -> None:
    asked_times = 0

    def script(handler: Handler, asked: Asked) -> bool:
        nonlocal asked_times
        if asked.path != INGEST or asked_times == 3:
            return False
        asked_times += 1
        handler.answer(status, b"{}", Retry_After="0")
        return True

    with caplog.at_level(logging.WARNING, "barograph"), tracking_through(server, script), barograph.start_run() as run:
        for step in range(100):
            barograph.log_metric("loss", step / 7, step=step)
    assert asked_times == 3
    assert steps_of(server.url, run.info.run_id) == list(range(100))
    assert len([record for record in caplog.records if "waits in" in record.message]) == 1


def test_a_server_that_hangs_holds_up_no_logging(server: RunningServer) -> None:
    logged = threading.Event()

    def script(_handler: Handler, asked: Asked) -> bool:
        if asked.path == INGEST:
            assert logged.wait(60)
        return False

    with tracking_through(server, script), barograph.start_run() as run:
        for step in range(20_000):
            barograph.log_metric("loss", step / 7, step=step)
        logged.set()
    assert steps_of(server.url, run.info.run_id) == list(range(20_000))


def test_what_only_the_server_can_find_wrong_is_one_warning_of_its_kind(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "barograph"), tracking_through(server, lambda *_: False), barograph.start_run() as run:
        RemoteStore(server.url).log_batch(run.info.run_id, params={f"p{i}": "taken" for i in range(20)})
        for i in range(20):
            barograph.log_param(f"p{i}", "mine")
            barograph.log_metric("loss", i / 7, step=i)
    assert steps_of(server.url, run.info.run_id) == list(range(20))
    stored = RemoteStore(server.url).get_run(run.info.run_id)
    assert set(stored.params.values()) == {"taken"}
    assert "'mine'" in stored.tags[REFUSED_TAG]
    told = Counter(record.message.partition(" that was logged")[0] for record in caplog.records)
    assert sum(told.values()) == 1


def test_what_is_logged_to_a_run_deleted_meanwhile_raises_nothing(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "barograph"), tracking_through(server, lambda *_: False), barograph.start_run() as run:
        barograph.log_metric("loss", 0.0, step=0)
        barograph.flush_async_logging()
        RemoteStore(server.url).delete_run(run.info.run_id)
        for step in range(1, 50):
            barograph.log_metric("loss", step / 7, step=step)
    assert steps_of(server.url, run.info.run_id) == [0]
    assert 1 <= len(caplog.records) <= 2
    assert "deleted" in caplog.records[0].message


def test_a_server_that_chooses_ids_itself_gets_one_run_too(server: RunningServer) -> None:
    lost: list[str] = []

    def script(handler: Handler, asked: Asked) -> bool:
        if asked.path.startswith("/api/barograph"):
            handler.answer(404, b"")
            return True
        if asked.path.endswith("/runs/create") and len(lost) < 2:
            if not lost:
                assert passed_on(server.url, asked).status == 200
            lost.append(asked.path)
            handler.close_connection = True
            return True
        return False

    experiment_id = RemoteStore(server.url).create_experiment("other servers")
    with tracking_through(server, script), barograph.start_run(experiment_id=experiment_id):
        barograph.log_param("lr", 0.1)
    (found,) = RemoteStore(server.url).search_runs([experiment_id], Query()).items
    assert (found.params, found.info.status.value) == ({"lr": "0.1"}, "FINISHED")


def test_a_record_that_a_server_does_not_understand_holds_up_no_other(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    def script(handler: Handler, asked: Asked) -> bool:
        if asked.path == INGEST and b"poison" in asked.body:
            handler.answer(400, b'{"error_code": "INVALID_PARAMETER_VALUE", "message": "not understood"}')
            return True
        return False

    with caplog.at_level(logging.WARNING, "barograph"), tracking_through(server, script), barograph.start_run() as run:
        for step in range(500):
            barograph.log_metric("loss", step / 7, step=step)
            if step in (100, 101, 400):
                barograph.set_tag("poison", step)
        barograph.set_tag("last", "sent")
    assert steps_of(server.url, run.info.run_id) == list(range(500))
    stored = RemoteStore(server.url).get_run(run.info.run_id)
    assert (stored.tags["last"], "poison" in stored.tags, stored.info.status.value) == ("sent", False, "FINISHED")
    assert [record.message.partition(" that was logged")[0] for record in caplog.records] == ["The server refused the tag 'poison'"]


def test_a_journal_damaged_under_our_hands_is_kept_and_the_rest_is_sent(
    server: RunningServer, journals: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = threading.Event()

    def script(_handler: Handler, asked: Asked) -> bool:
        return asked.path == INGEST and not blocked.wait(60)

    with caplog.at_level(logging.WARNING, "barograph"), tracking_through(server, script), barograph.start_run() as run:
        barograph.log_metric("loss", 0.0, step=0)
        (file,) = journals.iterdir()
        start = file.stat().st_size
        for step in range(1, 100):
            barograph.log_metric("loss", step / 7, step=step)
        with file.open("r+b") as content:
            content.seek((start + file.stat().st_size) // 2)
            content.write(b"\xff" * 8)
        blocked.set()
        barograph.flush_async_logging()
        for step in range(100, 200):
            barograph.log_metric("loss", step / 7, step=step)
    stored = steps_of(server.url, run.info.run_id)
    assert len(stored) < 200
    assert stored == [*range(stored.index(100)), *range(100, 200)]
    assert [kept.name for kept in journals.iterdir()] == [file.name]
    assert "is damaged" in caplog.text

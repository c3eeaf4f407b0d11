"""Runs whose process fails, is killed, is resumed or is one of many: real processes, on SQLite and on a server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import barograph
from barograph.client.resume import PAUSES_TAG, pauses_of
from barograph.client.run_end import ERROR_TAG, TRACEBACK_FILE
from barograph.client.session import session
from barograph.client.signals import kill_signals
from barograph.entities import Run
from barograph.model import ContactState

START = """
import os, signal, sys, time
import barograph
barograph.set_tracking_uri({uri!r})
barograph.set_experiment("life")
"""
WAITING = "print('ready', flush=True)\ntime.sleep(60)\n"
PATIENCE_S = 30.0


class Program:
    """Starts programs that log to the test's tracking URI, in the experiment `life`."""

    def __init__(self, uri: str, folder: Path) -> None:
        self._uri = uri
        self._folder = folder
        self._started: list[subprocess.Popen[str]] = []

    def start(self, text: str, **environment: str) -> subprocess.Popen[str]:
        path = self._folder / f"program{len(self._started)}.py"
        path.write_text(START.format(uri=self._uri) + text)
        process = subprocess.Popen(
            [sys.executable, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
        )
        self._started.append(process)
        return process

    def ready(self, text: str, **environment: str) -> subprocess.Popen[str]:
        """A program that has come as far as to wait."""
        process = self.start(text + WAITING, **environment)
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        return process

    def close(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()


@pytest.fixture
def program(tracking: str, tmp_path: Path) -> object:
    started = Program(tracking, tmp_path)
    experiment = barograph.get_experiment_by_name("life")
    for run in [] if experiment is None else _runs():
        barograph.delete_run(run.info.run_id)
    barograph.set_experiment("life")
    yield started
    started.close()


def _runs() -> list[Run]:
    return barograph.search_runs(experiment_names=["life"], output_format="list")


def the_run() -> Run:
    (run,) = _runs()
    return run


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def contact() -> ContactState:
    return session.tracking_store().contacts([the_run().info.run_id])[0].state


@pytest.mark.parametrize("block", ["with barograph.start_run():", "barograph.start_run()\nif True:"])
def test_an_exception_fails_the_run_and_leaves_its_traceback(program: Program, block: str) -> None:
    ended = program.start(f"{block}\n    barograph.log_metric('m', 1)\n    raise ValueError('broken ' + 'by design')\n")
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 1
    run = the_run()
    assert run.info.status == "FAILED"
    assert run.data.tags[ERROR_TAG] == "ValueError: broken by design"
    kept = barograph.artifacts.load_text(f"runs:/{run.info.run_id}/{TRACEBACK_FILE}")
    assert kept.startswith("Traceback (most recent call last)")
    assert kept.splitlines()[-1] in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_kills_run_and_process(program: Program, number: signal.Signals) -> None:
    started = program.ready("barograph.start_run()\nbarograph.start_run(nested=True)\n")
    started.send_signal(number)
    started.communicate(timeout=PATIENCE_S)
    assert started.returncode == -number
    assert [run.info.status for run in _runs()] == ["KILLED"] * 2
    assert all(run.info.end_time for run in _runs())


def test_a_handler_that_was_set_before_decides(program: Program) -> None:
    """One that returns keeps the run open, one that exits ends it."""
    text = """
told = []
def note(number, frame):
    told.append(number)
    if len(told) == 2:
        sys.exit(7)
signal.signal(signal.SIGTERM, note)
barograph.start_run()
os.kill(os.getpid(), signal.SIGTERM)
assert told == [signal.SIGTERM]
barograph.set_tag("after", barograph.get_run(barograph.active_run().info.run_id).info.status)
os.kill(os.getpid(), signal.SIGTERM)
"""
    ended = program.start(text)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 7, errors
    assert (the_run().data.tags["after"], the_run().info.status) == ("RUNNING", "KILLED")


def test_handlers_are_put_back(sqlite_uri: str) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with barograph.start_run():
        assert signal.getsignal(signal.SIGTERM) == kill_signals._received
    assert signal.getsignal(signal.SIGTERM) is before

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with barograph.start_run():
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_forked_child_that_is_terminated_leaves_the_run_alone(program: Program) -> None:
    text = """
barograph.start_run()
child = os.fork()
if child == 0:
    time.sleep(60)
os.kill(child, signal.SIGTERM)
assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGTERM
assert barograph.get_run(barograph.active_run().info.run_id).info.status == "RUNNING"
"""
    ended = program.start(text)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 0, errors
    assert the_run().info.status == "FINISHED"


def test_contact_with_a_killed_process_is_lost_and_resuming_tells_the_pause(program: Program) -> None:
    started = program.ready("barograph.start_run()\n", BAROGRAPH_HEARTBEAT_S="0.2")
    wait_until(lambda: contact() is ContactState.LIVE)
    started.kill()
    wait_until(lambda: contact() is ContactState.LOST)
    run = the_run()
    assert run.info.status == "RUNNING"
    last_ms = session.tracking_store().contacts([run.info.run_id])[0].last_ms
    with barograph.start_run(run_id=run.info.run_id) as resumed:
        ((ended_ms, resumed_ms),) = pauses_of(resumed.data.tags)
        assert ended_ms == last_ms
        assert resumed_ms > ended_ms + 400
    assert contact() is ContactState.ENDED


def test_every_resume_adds_a_pause(tracking: str) -> None:
    with barograph.start_run() as run:
        pass
    for _ in range(2):
        with barograph.start_run(run_id=run.info.run_id) as resumed:
            assert resumed.info.status == "RUNNING"
            with barograph.start_run(run_id=run.info.run_id, nested=True):
                pass  # the run was running: no pause
            barograph.MlflowClient().update_run(run.info.run_id, status="RUNNING")
    ended = barograph.get_run(run.info.run_id)
    pauses = pauses_of(ended.data.tags)
    assert len(pauses) == 2
    assert all(before <= after for before, after in pauses)
    assert sorted(pauses) == pauses
    assert ended.info.start_time == run.info.start_time
    assert ended.info.end_time >= pauses[-1][1]


def test_pauses_stay_within_a_tag(sqlite_uri: str) -> None:
    many = [(10**12 + step, 10**12 + step) for step in range(500)]
    with barograph.start_run(tags={PAUSES_TAG: json.dumps(many[:200])}) as run:
        pass
    with barograph.start_run(run_id=run.info.run_id) as resumed:
        assert pauses_of(resumed.data.tags)[:199] == many[1:200]
    assert pauses_of({PAUSES_TAG: "spoilt"}) == []


def test_without_heartbeats_nothing_is_known(program: Program) -> None:
    started = program.ready("barograph.start_run()\ntime.sleep(1.3)\n", BAROGRAPH_HEARTBEAT_S="0")
    assert contact() is ContactState.UNKNOWN
    started.terminate()
    started.communicate(timeout=PATIENCE_S)
    assert contact() is ContactState.ENDED

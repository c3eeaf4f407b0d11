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
            [sys.executable, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def ready(self, text: str, wait: str = WAITING, **environment: str) -> subprocess.Popen[str]:
        """A program that has come as far as to wait."""
        process = self.start(text + wait, **environment)
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


@pytest.mark.parametrize(
    ("leave", "code", "status"),
    [
        ("sys.exit()", 0, "FINISHED"),
        ("sys.exit(0)", 0, "FINISHED"),
        ("sys.exit(3)", 3, "FAILED"),
        ("sys.exit('no data')", 1, "FAILED"),
        ("try: sys.exit(3)\nexcept SystemExit: pass", 0, "FINISHED"),
        ("import _thread; _thread.interrupt_main(); time.sleep(60)", -signal.SIGINT, "KILLED"),
    ],
)
@pytest.mark.parametrize("block", [False, True])
def test_how_a_process_leaves_is_how_its_run_ends(sqlite_uri: str, tmp_path: Path, leave: str, code: int, status: str, block: bool) -> None:
    program = Program(sqlite_uri, tmp_path)
    start = "with barograph.start_run():\n    " if block else "barograph.start_run()\n"
    ended = program.start(start + leave.replace("\n", "\n    ") if block else start + leave)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == code, errors
    assert the_run().info.status == status
    assert the_run().data.tags.get(ERROR_TAG) == {3: "SystemExit: 3", 1: "SystemExit: no data"}.get(code)


def test_an_exception_in_a_thread_fails_its_runs_alone(program: Program) -> None:
    text = """
import threading
def work():
    barograph.start_run(run_name="outer")
    barograph.start_run(run_name="inner", nested=True)
    raise ValueError("in a thread")
barograph.start_run(run_name="main")
thread = threading.Thread(target=work)
thread.start()
thread.join()
assert {run.info.run_name: run.info.status for run in barograph.search_runs(output_format="list")} == {
    "main": "RUNNING", "outer": "FAILED", "inner": "FAILED"
}
"""
    ended = program.start(text)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 0, errors
    assert "ValueError: in a thread" in errors
    assert {run.info.run_name: run.data.tags.get(ERROR_TAG) for run in _runs()} == {
        "main": None,
        "outer": "ValueError: in a thread",
        "inner": "ValueError: in a thread",
    }


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_runs_of_workers_end_with_them(program: Program, method: str) -> None:
    text = f"""
import multiprocessing
def work(name):
    barograph.start_run(run_name=name, nested=True)
    barograph.log_metric("m", 1)
    if name != "fine":
        {{"raises": lambda: 1 / 0, "leaves": lambda: sys.exit(2)}}[name]()
if __name__ == "__main__":
    barograph.start_run(run_name="parent")
    context = multiprocessing.get_context({method!r})
    workers = [context.Process(target=work, args=[name]) for name in ("fine", "raises", "leaves")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
"""
    ended = program.start(text)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 0, errors
    assert {run.info.run_name: run.info.status for run in _runs()} == {
        "parent": "FINISHED",
        "fine": "FINISHED",
        "raises": "FAILED",
        "leaves": "FAILED",
    }


def test_a_signal_to_the_whole_group_kills_the_runs_of_all(program: Program) -> None:
    """As a batch system ends a job."""
    text = """
import multiprocessing
def work(ready):
    barograph.start_run(run_name="worker", nested=True)
    ready.set()
    time.sleep(60)
ready = multiprocessing.Event()
barograph.start_run(run_name="parent")
worker = multiprocessing.Process(target=work, args=[ready])
worker.start()
ready.wait()
"""
    started = program.ready(text)
    os.killpg(started.pid, signal.SIGTERM)
    started.communicate(timeout=PATIENCE_S)
    assert started.returncode == -signal.SIGTERM
    wait_until(lambda: [run.info.status for run in _runs()] == ["KILLED"] * 2)


IN_NATIVE_CODE = "print('ready', flush=True)\nimport hashlib\nhashlib.pbkdf2_hmac('sha256', b'', b'', 2**31 - 1)\n"


def test_a_signal_ends_a_process_that_is_in_native_code(program: Program) -> None:
    """One call of minutes, in which Python calls no handler."""
    started = program.ready("barograph.start_run()\n", wait=IN_NATIVE_CODE)
    started.terminate()
    started.communicate(timeout=PATIENCE_S)
    assert started.returncode == -signal.SIGTERM
    assert the_run().info.status == "KILLED"


def test_a_signal_to_a_child_of_native_code_is_not_the_parent_s(program: Program) -> None:
    """Such a child shares handlers and descriptors with its parent, and Python does not know of it."""
    text = """
import ctypes, hashlib
barograph.start_run()
child = ctypes.CDLL(None).fork()
if child == 0:
    hashlib.pbkdf2_hmac('sha256', b'', b'', 3_000_000)
    time.sleep(60)
os.kill(child, signal.SIGTERM)
hashlib.pbkdf2_hmac('sha256', b'', b'', 6_000_000)
assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGTERM
assert barograph.get_run(barograph.active_run().info.run_id).info.status == "RUNNING"
"""
    ended = program.start(text)
    _, errors = ended.communicate(timeout=PATIENCE_S)
    assert ended.returncode == 0, errors
    assert the_run().info.status == "FINISHED"


@pytest.mark.parametrize("leave", ["os._exit(0)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_process_that_ends_without_a_word_loses_contact(program: Program, leave: str) -> None:
    started = program.start(f"barograph.start_run()\nsys.stdin.read(1)\n{leave}\n", BAROGRAPH_HEARTBEAT_S="0.3")
    wait_until(lambda: bool(_runs()) and contact() is ContactState.LIVE)
    started.communicate(".", timeout=PATIENCE_S)
    wait_until(lambda: contact() is ContactState.LOST)
    assert the_run().info.status == "RUNNING"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_kills_run_and_process(program: Program, number: signal.Signals) -> None:
    started = program.ready("barograph.start_run()\nbarograph.start_run(nested=True)\n")
    started.send_signal(number)
    started.communicate(timeout=PATIENCE_S)
    assert started.returncode == -number
    assert [run.info.status for run in _runs()] == ["KILLED"] * 2
    assert all(run.info.end_time for run in _runs())


def test_a_signal_kills_a_run_that_logs_through_a_journal(server_url: str, clean_session: None, tmp_path: Path) -> None:
    barograph.set_tracking_uri(server_url)
    program = Program(server_url, tmp_path)
    for run in _runs() if barograph.get_experiment_by_name("life") else []:
        barograph.delete_run(run.info.run_id)
    text = "barograph.start_run()\nfor step in range(500): barograph.log_metric('m', step, step=step)\n"
    started = program.ready(text, BAROGRAPH_JOURNAL="1", BAROGRAPH_USER_DATA_DIR=str(tmp_path / "user"))
    started.terminate()
    started.communicate(timeout=PATIENCE_S)
    assert started.returncode == -signal.SIGTERM
    assert the_run().info.status == "KILLED"
    assert the_run().data.metrics == {"m": 499.0}


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

"""Agents as processes beside a real server: who runs what, and what happens when one of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from barograph.model import RunFilter, RunStatus
from barograph.model.job import JobQuery, JobState, NewJob, ProjectJob
from barograph.store.base import Store
from barograph.testing.contract.making import new_experiment, unique
from barograph.testing.server import RunningServer, running_server

PROCESS = Path(__file__).with_name("agent_process.py")
NOTE = """
import os, time
from pathlib import Path
notes = Path(__file__).parent / "notes"
def note(word):
    with notes.open("a") as file:
        file.write(f"{word} {os.environ['JOB_ID']} {os.environ['BAROGRAPH_RUN_ID']}\\n")
"""
QUICK = f"{NOTE}\nnote('ran')\n"
TRACKED = f"{NOTE}\nimport barograph\nwith barograph.start_run() as run:\n    barograph.log_metric('rmse', 0.5)\nnote('ran')\n"
GATED = f"{NOTE}\nnote('began')\ngate = Path(__file__).parent / 'gate'\nwhile not gate.exists():\n    time.sleep(0.02)\nnote('ran')\n"
FAILING = f"{NOTE}\nprint('the tide is out')\nraise SystemExit(7)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name, script in (("quick", QUICK), ("tracked", TRACKED), ("gated", GATED), ("failing", FAILING)):
        (folder / f"{name}.py").write_text(script)
    return folder


@pytest.fixture
def start(server: RunningServer, project: Path, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start an agent that takes the queue; what it says is kept beside the project. It does not outlive the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(queue: str, *arguments: str, name: str = "a") -> subprocess.Popen[bytes]:
        command = [sys.executable, str(PROCESS), "--queue", queue, "--tracking-uri", server.url, "--name", name, "--poll", "0.1"]
        if "--allow" not in arguments:
            command += ["--allow", str(project)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_"))}
        with (tmp_path / f"{name}.log").open("wb") as log:
            process = subprocess.Popen([*command, "--heartbeat", "0.2", *arguments], stdout=log, stderr=subprocess.STDOUT, env=environment)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def enqueued(store: Store, project: Path, queue: str, script: str = "quick", **fields: object) -> ProjectJob:
    experiment_id = fields.pop("experiment_id", None) or new_experiment(store)
    said = {"uri": str(project), "entry_point": f"{script}.py", "queue": queue, "experiment_id": experiment_id, **fields}
    new = NewJob(**said)  # type: ignore[arg-type]  # real fields
    return store.enqueue_job(new)


def notes(project: Path, word: str) -> list[str]:
    """Runs of the jobs that noted a word, as often as they did."""
    file = project / "notes"
    lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
    return [run_id for said, _, run_id in lines if said == word]


def until(holds: Callable[[], bool], *, within_s: float = 60.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def state(store: Store, job: ProjectJob) -> JobState:
    return store.get_job(job.job_id).state


def status(store: Store, job: ProjectJob) -> RunStatus:
    return store.get_run(job.run_id).info.status


def test_two_agents_run_each_of_twenty_jobs_once(
    store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    queue, experiment_id = unique("queue"), new_experiment(store)
    jobs = [enqueued(store, project, queue, experiment_id=experiment_id, parameters={"i": str(i)}) for i in range(20)]
    agents = [start(queue, "--once", "--slots", "2", name=name) for name in ("one", "two")]
    assert [agent.wait(120) for agent in agents] == [0, 0]
    assert sorted(notes(project, "ran")) == sorted(job.run_id for job in jobs)
    done = store.list_jobs(JobQuery(queue=queue)).items
    assert {(job.state, job.attempts) for job in done} == {(JobState.FINISHED, 1)}
    assert {job.agent_name for job in done} == {"one", "two"}
    assert {status(store, job) for job in jobs} == {RunStatus.FINISHED}
    assert store.count_runs(RunFilter(experiment_ids=(experiment_id,))) == 20
    assert store.list_agents() == ()
    said = (tmp_path / "one.log").read_text()
    assert "takes jobs of" in said
    assert "FINISHED after" in said


def test_a_script_that_tracks_writes_to_the_run_of_its_job(
    store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    queue, experiment_id = unique("queue"), new_experiment(store)
    job = enqueued(store, project, queue, "tracked", experiment_id=experiment_id)
    assert start(queue, "--once").wait(60) == 0
    run = store.get_run(job.run_id)
    assert ({metric.key: metric.value for metric in run.metrics}, run.info.status) == ({"rmse": 0.5}, RunStatus.FINISHED)
    assert store.count_runs(RunFilter(experiment_ids=(experiment_id,))) == 1


def test_a_job_that_fails_says_why_and_is_not_repeated(store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    queue = unique("queue")
    job = enqueued(store, project, queue, "failing")
    assert start(queue, "--once").wait(60) == 0
    failed = store.get_job(job.job_id)
    assert (failed.state, failed.attempts, status(store, job)) == (JobState.FAILED, 1, RunStatus.FAILED)
    assert failed.message is not None
    assert "the tide is out" in failed.message


def test_the_job_of_an_agent_that_was_killed_is_retried_in_the_same_run(
    store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    queue, experiment_id = unique("queue"), new_experiment(store)
    job = enqueued(store, project, queue, "gated", experiment_id=experiment_id)
    killed = start(queue, name="killed")
    until(lambda: len(notes(project, "began")) == 1)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    other = start(queue, name="other")
    until(lambda: len(notes(project, "began")) == 2)
    (project / "gate").touch()
    until(lambda: state(store, job) is JobState.FINISHED)
    other.terminate()
    assert other.wait(30) == 0
    assert notes(project, "ran") == [job.run_id], "the killed agent's script went on"
    done = store.get_job(job.job_id)
    assert (done.attempts, done.agent_name, status(store, job)) == (2, "other", RunStatus.FINISHED)
    assert store.count_runs(RunFilter(experiment_ids=(experiment_id,))) == 1


def test_an_agent_outlives_a_restart_of_the_server(
    store: Store, server: RunningServer, project: Path, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    queue = unique("queue")
    job = enqueued(store, project, queue, "gated")
    agent = start(queue)
    until(lambda: len(notes(project, "began")) == 1)
    server.process.terminate()
    server.process.wait(30)
    until(lambda: "cannot be reached" in (tmp_path / "a.log").read_text())
    (project / "gate").touch()  # it ends while nobody can be told
    until(lambda: "FINISHED after" in (tmp_path / "a.log").read_text())
    with running_server(tmp_path / "server", "--port", str(urlsplit(server.url).port)):
        until(lambda: state(store, job) is JobState.FINISHED)
        later = enqueued(store, project, queue)
        until(lambda: state(store, later) is JobState.FINISHED)
        assert (store.get_job(job.job_id).attempts, status(store, job)) == (1, RunStatus.FINISHED)
        agent.terminate()
        assert agent.wait(30) == 0
    assert sorted(notes(project, "ran")) == sorted([job.run_id, later.run_id])


def test_jobs_are_cancelled_before_and_while_they_run(store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    queue = unique("queue")
    running, waiting, last = (enqueued(store, project, queue, script) for script in ("gated", "quick", "quick"))
    agent = start(queue)
    until(lambda: len(notes(project, "began")) == 1)
    assert store.cancel_job(waiting.job_id).state is JobState.CANCELLED
    assert store.cancel_job(running.job_id).cancel_requested
    until(lambda: state(store, last) is JobState.FINISHED)
    assert (state(store, running), status(store, running)) == (JobState.CANCELLED, RunStatus.KILLED)
    assert status(store, waiting) is RunStatus.KILLED
    assert notes(project, "ran") == [last.run_id]
    agent.terminate()
    assert agent.wait(30) == 0


def test_an_agent_that_is_told_to_stop_lets_its_job_end(store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    queue = unique("queue")
    job, later = (enqueued(store, project, queue, script) for script in ("gated", "quick"))
    agent = start(queue)
    until(lambda: len(notes(project, "began")) == 1)
    agent.terminate()
    (project / "gate").touch()
    assert agent.wait(60) == 0
    assert (state(store, job), state(store, later)) == (JobState.FINISHED, JobState.QUEUED)


def test_an_agent_that_has_no_time_gives_its_job_back(store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    queue = unique("queue")
    job = enqueued(store, project, queue, "gated")
    agent = start(queue, "--grace", "0", name="hasty")
    until(lambda: len(notes(project, "began")) == 1)
    agent.terminate()
    assert agent.wait(60) == 0
    back = store.get_job(job.job_id)
    assert (back.state, back.attempts, back.place, status(store, job)) == (JobState.QUEUED, 0, 1, RunStatus.SCHEDULED)
    (project / "gate").touch()
    assert start(queue, "--once", name="patient").wait(60) == 0
    assert notes(project, "ran") == [job.run_id]


def test_an_agent_runs_only_what_it_was_started_for(
    store: Store, project: Path, start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    queue = unique("queue")
    job = enqueued(store, project, queue)
    assert start(queue, "--once", "--allow", str(tmp_path / "elsewhere")).wait(60) == 0
    refused = store.get_job(job.job_id)
    assert (refused.state, status(store, job)) == (JobState.FAILED, RunStatus.FAILED)
    assert "not among those that this agent was started to run" in (refused.message or "")
    assert notes(project, "ran") == []

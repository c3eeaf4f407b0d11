"""Jobs whose projects are real: enqueued and cloned by the command, run by `barograph agent` as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from barograph.artifacts.opening import open_artifacts
from barograph.cli.commands import app
from barograph.model import Query, RunFilter, RunStatus
from barograph.model.job import JobState
from barograph.store.base import Store
from barograph.testing.server import RunningServer

MLPROJECT = """
name: wind
entry_points:
  main:
    parameters:
      depth: {type: float, default: 3}
      note: {type: string, default: none}
    command: "python train.py {depth} {note}"
  wait:
    command: "python wait.py"
"""
TRAIN = """
import sys
import barograph
with barograph.start_run():
    barograph.log_metric("depth", float(sys.argv[1]))
    barograph.set_tag("note", sys.argv[2])
    assert sys.stdin.read() == ""
print("trained")
"""
WAIT = """
import time
from pathlib import Path
Path(__file__).with_name("began").touch()
time.sleep(600)
"""


class Told(NamedTuple):
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


Barograph = Callable[..., Told]


@pytest.fixture
def barograph(server: RunningServer, tmp_path: Path) -> Barograph:
    def call(*arguments: str) -> Told:
        if arguments[0] == "jobs":  # quicker than a process
            done = CliRunner().invoke(app, arguments, env={"BAROGRAPH_TRACKING_URI": server.url, "COLUMNS": "200"})
            told = done.stderr + (str(done.exception) if done.exception else "")
            return Told(returncode=done.exit_code, stdout=done.stdout, stderr=told)
        ran = subprocess.run(
            command(*arguments), cwd=tmp_path, env=environment(server), capture_output=True, text=True, timeout=120, check=False
        )
        return Told(returncode=ran.returncode, stdout=ran.stdout, stderr=ran.stderr)

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a project, also a git repository."""
    folder = tmp_path / "wind"
    folder.mkdir()
    for name, text in (("MLproject", MLPROJECT), ("train.py", TRAIN), ("wait.py", WAIT)):
        (folder / name).write_text(text)
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "first")):
        git(folder, *arguments)
    return folder


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "barograph.cli", *arguments]


def environment(server: RunningServer) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return kept | {"BAROGRAPH_TRACKING_URI": server.url, "PATH": path, "COLUMNS": "200"}


def barograph_runs(server: RunningServer) -> str:
    return CliRunner().invoke(app, ["runs", "list", "--json"], env={"BAROGRAPH_TRACKING_URI": server.url}).stdout


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_job_is_run_cloned_with_another_parameter_and_run_again(store: Store, barograph: Barograph, project: Path) -> None:
    uri = f"file://{project}"
    told = barograph("jobs", "enqueue", uri, "-P", "note=calm; $(touch x) sea", "--env-manager", "local", "--json")
    assert told.returncode == 0, told.stderr
    (enqueued,) = json.loads(told.stdout)
    assert enqueued["state"] == "QUEUED"
    assert store.get_run(enqueued["run_id"]).info.status is RunStatus.SCHEDULED
    agent = ("agent", "--once", "--allow", uri)
    done = barograph(*agent)
    assert done.returncode == 0, done.stderr
    assert f"[job {enqueued['job_id']}] trained" in done.stdout
    run = store.get_run(enqueued["run_id"])
    assert store.get_job(enqueued["job_id"]).state is JobState.FINISHED, done.stdout
    assert run.info.status is RunStatus.FINISHED
    assert run.params == {"depth": "3", "note": "calm; $(touch x) sea"}
    assert (run.tags["note"], {metric.key: metric.value for metric in run.metrics}) == ("calm; $(touch x) sea", {"depth": 3.0})
    assert run.tags["mlflow.source.git.commit"] == git(project, "rev-parse", "HEAD")
    cloned = barograph("jobs", "clone", run.info.run_id, "-P", "depth=5", "--run-name", "deeper", "--json")
    assert cloned.returncode == 0, cloned.stderr
    (again,) = json.loads(cloned.stdout)
    assert barograph(*agent).returncode == 0
    deeper = store.get_run(again["run_id"])
    assert (deeper.info.name, deeper.info.status) == ("deeper", RunStatus.FINISHED)
    assert deeper.params == {"depth": "5", "note": "calm; $(touch x) sea"}
    assert deeper.tags["barograph.repeats"] == run.info.run_id
    assert store.count_runs(RunFilter(experiment_ids=("0",))) == 2
    assert not (project / "x").exists()


def test_a_run_that_was_made_by_hand_is_cloned_from_what_it_tells(store: Store, barograph: Barograph, project: Path) -> None:
    made = barograph("run", str(project), "-P", "depth=4", "--env-manager", "local")
    assert made.returncode == 0, made.stderr
    page = json.loads(barograph("runs", "list", "--json").stdout)
    (run_id,) = [row["run_id"] for row in page]
    (again,) = json.loads(barograph("jobs", "clone", run_id, "--queue", "gpu", "--json").stdout)
    assert (again["queue"], again["parameters"], again["entry_point"]) == ("gpu", {"depth": "4", "note": "none"}, "main")
    told = barograph("jobs", "list", "--state", "QUEUED")
    assert again["run_name"] in told.stdout
    (gone,) = json.loads(barograph("jobs", "cancel", again["job_id"], "--json").stdout)
    assert gone["state"] == "CANCELLED"
    assert barograph("jobs", "clone", "0" * 32).returncode == 1


def test_a_running_command_is_cancelled(store: Store, server: RunningServer, barograph: Barograph, project: Path, tmp_path: Path) -> None:
    (job,) = json.loads(barograph("jobs", "enqueue", str(project), "-e", "wait", "--env-manager", "local", "--json").stdout)
    with (tmp_path / "agent.log").open("wb") as log:
        arguments = ("agent", "--once", "--allow", str(tmp_path), "--heartbeat", "0.2")
        agent = subprocess.Popen(command(*arguments), env=environment(server), cwd=tmp_path, stdout=log, stderr=log)
    try:
        until((project / "began").exists)
        (asked,) = json.loads(barograph("jobs", "cancel", job["job_id"], "--json").stdout)
        assert asked["cancel_requested"]
        assert agent.wait(60) == 0
    finally:
        agent.kill()
        agent.wait()
    assert store.get_job(job["job_id"]).state is JobState.CANCELLED
    assert store.get_run(job["run_id"]).info.status is RunStatus.KILLED


def test_a_run_is_handed_to_agents_and_waited_for(
    store: Store, server: RunningServer, barograph: Barograph, project: Path, tmp_path: Path
) -> None:
    with (tmp_path / "agent.log").open("wb") as log:
        arguments = ("agent", "--queue", "gpu", "--allow", str(tmp_path), "--poll", "0.2")
        agent = subprocess.Popen(command(*arguments), env=environment(server), cwd=tmp_path, stdout=log, stderr=log)
    try:
        config = ("--backend", "agents", "--backend-config", '{"queue": "gpu"}')
        told = barograph("run", str(project), "-P", "depth=8", *config)
        assert told.returncode == 0, told.stderr
    finally:
        agent.terminate()
        agent.wait(60)
    (run,) = store.search_runs(["0"], Query()).items
    assert run.tags["mlflow.project.backend"] == "agents"
    files = open_artifacts(run.info.artifact_uri, tracking_uri=server.url)
    assert b"trained" in b"".join(files.get("logs/job.log"))
    (row,) = json.loads(barograph_runs(server))
    assert (row["status"], row["params"], row["metrics"]) == ("FINISHED", {"depth": "8", "note": "none"}, {"depth": 8.0})
    assert "[job 1] trained" in (tmp_path / "agent.log").read_text()


def test_a_project_that_cannot_be_started_says_why(store: Store, barograph: Barograph, project: Path) -> None:
    (job,) = json.loads(barograph("jobs", "enqueue", str(project), "-P", "depth=deep", "--env-manager", "local", "--json").stdout)
    barograph("agent", "--once", "--allow-any")
    failed = store.get_job(job["job_id"])
    assert (failed.state, store.get_run(job["run_id"]).info.status) == (JobState.FAILED, RunStatus.FAILED)
    assert failed.message


def test_an_agent_must_be_told_what_it_may_run(barograph: Barograph) -> None:
    told = barograph("agent", "--once")
    assert told.returncode == 1
    assert "--allow" in told.stderr
    assert barograph("agent", "--once", "--allow", "relative/folder").returncode == 1


def test_agents_are_listed(barograph: Barograph) -> None:
    assert json.loads(barograph("jobs", "agents", "--json").stdout) == []
    assert barograph("jobs", "enqueue", "https://git.example.org/x.git", "-P", "nonsense").returncode == 2

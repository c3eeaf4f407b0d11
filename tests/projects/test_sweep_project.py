"""Sweeps of projects, by the command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from barograph.errors import InvalidValue
from barograph.model import Metric, Query, Run, RunStatus
from barograph.projects.sweeps.project_source import project_source
from barograph.projects.sweeps.reading import read_sweep
from barograph.projects.sweeps.space import grid_point
from barograph.projects.sweeps.sweep_runs import SweepRuns, create_sweep, digest_of
from barograph.projects.sweeps.trial import Proposal
from barograph.store.opening import open_store
from ray_dashboard import dashboard

EXAMPLE = Path(__file__).parents[2] / "examples" / "sweep"
PROJECT = """
name: echo
entry_points:
  main:
    parameters:
      text: {type: string}
      other: {type: string, default: usual}
    command: "python say.py {text} {other}"
  broken:
    command: "python nowhere.py"
"""
SAY = """
import sys
import barograph
with barograph.start_run():
    barograph.set_tag("said", sys.argv[1])
    barograph.log_metric("length", len(sys.argv[1]))
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("BAROGRAPH_TRACKING_URI", f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def command(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "barograph.cli", "sweep", *arguments], cwd=place, capture_output=True, text=True, timeout=200, check=False
    )


def written(place: Path, **changes: Any) -> str:
    """A project in a folder, and the file of a sweep of it."""
    project = place / "project"
    if not project.exists():
        project.mkdir()
        (project / "MLproject").write_text(PROJECT)
        (project / "say.py").write_text(SAY)
    told = {
        "project": {"uri": "project", "env_manager": "local"},
        "method": "grid",
        "parameters": {"text": {"values": ["a", "bb"]}},
        "metric": {"name": "length", "goal": "maximize"},
    } | changes
    (place / "sweep.yaml").write_text(json.dumps(told))
    return "sweep.yaml"


def trials_of(place: Path, run_id: str) -> list[Run]:
    store = open_store(f"sqlite:///{place / 'runs.db'}")
    try:
        experiment = store.get_run(run_id).info.experiment_id
        found = store.search_runs([experiment], Query(filter=f"tags.`mlflow.parentRunId` = '{run_id}'")).items
        return sorted(found, key=lambda run: int(run.tags["barograph.sweep.trial"]))
    finally:
        store.close()


def test_the_example_finds_a_good_rate(place: Path) -> None:
    shutil.copytree(EXAMPLE, place / "example")
    done = command(place, "example/sweep.yaml", "--trials", "6", "--experiment-name", "lines", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["state"], told["trials"], told["complete"] + told["pruned"]) == ("done", 6, 6)
    assert told["best"]["value"] < 0.1
    runs = trials_of(place, told["run_id"])
    assert {run.params["steps"] for run in runs} == {"30"}
    assert {run.tags["mlflow.project.entryPoint"] for run in runs} == {"main"}
    assert {run.tags["mlflow.source.type"] for run in runs} == {"PROJECT"}
    assert sum(run.info.status.value == "FINISHED" for run in runs) == told["complete"]


def test_values_are_data_and_defaults_are_recorded(place: Path) -> None:
    hostile = ["; touch stolen", "$(touch stolen)", "`touch stolen`", "a\nb", "'\"", "*", "--help", "ü ✓"]
    file = written(place, parameters={"text": {"values": hostile}})
    done = command(place, file, "-n", "2", "--json")
    assert done.returncode == 0, done.stderr
    runs = trials_of(place, json.loads(done.stdout)["run_id"])
    assert [run.tags.get("said") for run in runs] == hostile
    assert [run.params for run in runs] == [{"text": value, "other": "usual"} for value in hostile]
    assert not list(place.rglob("stolen"))


def test_a_sweep_in_which_no_trial_succeeds_exits_with_1_and_shows_why(place: Path) -> None:
    target = {"uri": "project", "env_manager": "local", "entry_point": "broken"}
    done = command(place, written(place, project=target, max_failures=1))
    assert done.returncode == 1
    assert "nowhere.py" in done.stderr
    assert "trial 0 failed" in done.stderr
    assert "To go on: barograph sweep --run-id" in done.stdout


def test_what_the_project_cannot_be_given_is_told_before_anything_is_begun(place: Path) -> None:
    target = {"uri": "project", "env_manager": "local"}
    for changes, told in (
        ({"parameters": {"other": {"values": [1]}}}, "No value given for parameter text"),
        ({"project": target | {"entry_point": "nothing"}}, "nothing"),
        ({"project": target | {"uri": "elsewhere"}}, "elsewhere"),
        ({"project": target | {"backend": "nowhere"}}, "nowhere"),
        ({"project": target | {"backend": "queue", "backend_config": {"workers": "many"}}}, "workers"),
        ({"project": target | {"backend": "ray"}}, "Leave env_manager out"),
    ):
        done = command(place, written(place, **changes))
        assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    assert everything(place) == []
    assert command(place).returncode == 2


def test_all_trials_of_a_repository_run_one_commit_also_after_it_moved(place: Path) -> None:
    written(place)
    project = place / "project"
    _git(project, "init", "-q", "-b", "main")
    first = _committed(project)
    target = {"uri": project.as_uri(), "version": "main", "env_manager": "local"}
    told = json.loads(command(place, written(place, project=target), "--trials", "1", "--json").stdout)
    (project / "say.py").write_text(SAY.replace("len(sys.argv[1])", "99"))
    assert _committed(project) != first
    done = command(place, "--run-id", told["run_id"], "--trials", "2", "--json")
    assert json.loads(done.stdout)["complete"] == 2, done.stderr
    runs = trials_of(place, told["run_id"])
    assert [run.tags["mlflow.source.git.commit"] for run in runs] == [first, first]
    assert [run.metrics[0].value for run in runs] == [1.0, 2.0]


def _git(folder: Path, *arguments: str) -> str:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | names, capture_output=True, text=True, check=True
    ).stdout.strip()


def _committed(folder: Path) -> str:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "as it is")
    return _git(folder, "rev-parse", "HEAD")


def test_a_job_that_outlived_its_sweep_is_waited_for_and_counts(place: Path) -> None:
    target = {"uri": "project", "env_manager": "local", "backend": "slurm"}
    sweep = read_sweep(
        {**json.loads((place / written(place, project=target)).read_text()), "project": target | {"uri": str(place / "project")}}
    )
    store = open_store(f"sqlite:///{place / 'runs.db'}")
    try:
        digest = digest_of(sweep, None)
        parent = create_sweep(store, sweep, experiment_id="0", digest=digest, seed=1)
        runs = SweepRuns(store, sweep, parent)
        trials = [runs.create(number, Proposal(grid_point(sweep.parameters, number))) for number in range(2)]
        run_ids = [trial.run_id for trial in trials]
        store.beat(run_ids, period_ms=60_000)
        assert [runs.looked_at(trial) for trial in trials] == [(trial, True) for trial in trials]
        with subprocess.Popen(
            [sys.executable, "-m", "barograph.cli", "sweep", str(place / "sweep.yaml"), "--resume"],
            cwd=place, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stderr is not None
            assert any("Waiting for 2 trials" in line for line in process.stderr)
            for run_id in run_ids:  # as the jobs do
                store.log_batch(run_id, metrics=[Metric(key="length", value=1.0, timestamp_ms=1)])
                store.update_run(run_id, status=RunStatus.FINISHED)
            told, _ = process.communicate(timeout=100)
        assert "2 complete" in told
    finally:
        store.close()
    assert [run.tags["barograph.sweep.attempt"] for run in trials_of(place, parent.info.run_id)] == ["1", "1"]


def test_trials_that_cannot_be_begun_are_put_off_and_not_failed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
    with dashboard(place) as cluster:
        cluster.failing = 1
        done = command(place, written(place, project={"uri": "project", "backend": "ray", "backend_config": {"address": cluster.address}}))
    assert done.returncode == 0, done.stderr
    assert "could not be begun, trying again in 2 s: The Ray cluster at" in done.stderr
    assert "the agent is restarting" in done.stderr
    assert "2 complete" in done.stdout
    (parent,) = (run for run in everything(place) if "mlflow.parentRunId" not in run.tags)
    assert [run.info.status for run in trials_of(place, parent.info.run_id)] == [RunStatus.FINISHED] * 2


def everything(place: Path) -> list[Run]:
    store = open_store(f"sqlite:///{place / 'runs.db'}")
    try:
        return list(store.search_runs(["0"], Query()).items)
    finally:
        store.close()


def test_what_runs_in_an_image_is_configured_as_docker_is(place: Path) -> None:
    written(place)
    (place / "project" / "MLproject").write_text(f"{PROJECT}docker_env: {{image: 'python:3.12-slim'}}\n")
    target = {"uri": str(place / "project"), "backend_config": {"docker_args": {"memory": "1g"}}}
    sweep = read_sweep({**json.loads((place / "sweep.yaml").read_text()), "project": target})
    assert sweep.project is not None
    assert project_source(sweep, sweep.project, None).target == sweep.project
    target["backend_config"] = {"memory": "1g"}
    sweep = read_sweep({**json.loads((place / "sweep.yaml").read_text()), "project": target})
    assert sweep.project is not None
    with pytest.raises(InvalidValue, match="backend docker has no configuration key"):
        project_source(sweep, sweep.project, None)

"""A sweep that is killed and resumed again and again, and what the store has of it afterwards."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psutil

from barograph.model import Query, Run, View
from barograph.store.base import Store
from barograph.store.opening import open_store

PROGRAM = """
import os, sys, time
import barograph
from barograph.projects import sweep

barograph.set_tracking_uri(sys.argv[1])
trials, workers, seconds, done = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]

def objective(parameters, run):
    time.sleep(seconds)
    value = (parameters["x"] - 1) ** 2 + parameters["y"]
    barograph.log_metric("loss", value)
    with open(done, "a") as file:  # what was really done, by whom
        file.write(f"{run.info.run_id} {os.getpid()}\\n")
    return value

if __name__ == "__main__":
    result = sweep(
        {
            "name": "killed",
            "method": "tpe",
            "metric": {"name": "loss"},
            "trials": trials,
            "workers": workers,
            "seed": 5,
            "parameters": {"x": {"min": -3.0, "max": 3.0}, "y": {"min": 1, "max": 8}},
        },
        objective,
        resume=True,
    )
    assert result.state == "done", result
"""


PROJECT = """
entry_points:
  main:
    parameters: {{x: float, y: float}}
    command: "{python} say.py {{x}} {{y}}"
"""
SAY = """
import os, sys, time
import barograph

with barograph.start_run() as run:
    time.sleep({seconds})
    barograph.log_metric("loss", (float(sys.argv[1]) - 1) ** 2 + float(sys.argv[2]))
    with open({done!r}, "a") as file:
        file.write(f"{{run.info.run_id}} {{os.getpid()}}\\n")
"""


def function_command(uri: str, folder: Path, *, trials: int, workers: int, seconds: float) -> list[str]:
    """The command of a sweep of a Python function."""
    return [sys.executable, "-c", PROGRAM, uri, str(trials), str(workers), str(seconds), str(folder / "done")]


def project_command(uri: str, folder: Path, *, trials: int, workers: int, seconds: float, backend: str, config: str) -> list[str]:
    """The command of a sweep of a project on a backend."""
    project = folder / "project"
    project.mkdir()
    (project / "MLproject").write_text(PROJECT.format(python=sys.executable))
    (project / "say.py").write_text(SAY.format(seconds=seconds, done=str(folder / "done")))
    told = {
        "name": "killed",
        "project": {"uri": str(project), "backend": backend, "backend_config": json.loads(config)}
        | ({} if backend in _ELSEWHERE else {"env_manager": "local"}),
        "method": "tpe",
        "metric": {"name": "loss"},
        "trials": trials,
        "workers": workers,
        "seed": 5,
        "parameters": {"x": {"min": -3.0, "max": 3.0}, "y": {"min": 1, "max": 8}},
    }
    (folder / "sweep.yaml").write_text(json.dumps(told))
    return [sys.executable, "-m", "barograph.cli", "sweep", str(folder / "sweep.yaml"), "--resume", "--tracking-uri", uri]


_ELSEWHERE = ("ray", "agents", "kubernetes")  # they make environments themselves


class Outcome(NamedTuple):
    """How often the sweep was killed and begun, how many lines of the objective were written, and the runs of the store."""

    kills: int
    performed: int
    parents: list[Run]
    children: list[Run]


def killed_sweep(command: list[str], uri: str, folder: Path, *, trials: int, kills: int, chance: random.Random) -> Outcome:
    """Run a sweep, kill it at random moments while it has trials left, and resume it until it is done."""
    done = folder / "done"
    killed = 0
    while True:
        at = chance.uniform(0.1, 0.9) * trials / (kills + 1) + trials * killed / (kills + 1) if killed < kills else trials
        at = max(at, _lines(done) + 1)  # each session does something before it is killed
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        while process.poll() is None and (killed >= kills or _lines(done) < at):
            time.sleep(0.002)
        if process.poll() is None:
            time.sleep(chance.uniform(0, 0.1))  # anywhere within a trial
            process.kill()
            killed += 1
            _, told = process.communicate()
            continue
        _, told = process.communicate()
        assert process.returncode == 0, told
        break
    store = open_store(uri)
    try:
        parents = found(store, "tags.`barograph.sweep` = 'tpe'")
        children = [run for parent in parents for run in found(store, f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'")]
        return Outcome(killed, _lines(done), parents, children)
    finally:
        store.close()


def found(store: Store, filter_text: str) -> list[Run]:
    """All runs that a filter finds, deleted ones too."""
    return list(store.search_runs(["0"], Query(filter=filter_text, view=View.ALL, max_results=50_000)).items)


def faults(outcome: Outcome, trials: int) -> list[str]:
    """What is not as it should be: every number once, each with its value and FINISHED."""
    told = []
    if len(outcome.parents) != 1:
        told.append(f"{len(outcome.parents)} sweeps")
    numbers = Counter(run.tags.get("barograph.sweep.trial", "?") for run in outcome.children)
    told += [f"trial {number} stands there {count} times" for number, count in numbers.items() if count > 1]
    told += [f"trial {number} is missing" for number in range(trials) if str(number) not in numbers]
    for run in outcome.children:
        state = (run.info.status.value, run.tags.get("barograph.sweep.state"), [metric.key for metric in run.metrics])
        if state != ("FINISHED", "complete", ["loss"]):
            told.append(f"trial {run.tags.get('barograph.sweep.trial')} is {state}")
        elif float(run.tags["barograph.sweep.value"]) != run.metrics[0].value:
            told.append(f"trial {run.tags['barograph.sweep.trial']} has another value than its metric")
    if len(outcome.children) != trials:
        told.append(f"{len(outcome.children)} trials instead of {trials}")
    return told


def processes_of(folder: Path) -> list[int]:
    """Processes that performed trials and are still there."""
    pids = {int(line.split()[1]) for line in (folder / "done").read_text().splitlines()}
    return [pid for pid in pids if _is_there(pid)]


def _is_there(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE  # an orphan stays in the table until the machine's first process looks
    except psutil.NoSuchProcess:
        return False


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0

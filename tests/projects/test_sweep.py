"""Sweeps of Python functions: how trials end, and how a sweep stops and goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sweep_objectives as objectives

import barograph
from barograph.client.session import session
from barograph.errors import Conflict, ExecutionFailed, InvalidValue
from barograph.model import Query, Run, RunStatus
from barograph.projects import SweepResult, sweep
from barograph.projects.sweeps.lease import Lease
from barograph.store.base import Store

X = {"x": {"min": -2.0, "max": 3.0}}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "user"))
    barograph.set_tracking_uri(f"sqlite:///{tmp_path / 'runs.db'}")
    return session.tracking_store()


def of(trials: int = 4, parameters: dict[str, Any] = X, **more: Any) -> dict[str, Any]:
    return {"name": "s", "method": "random", "metric": {"name": "loss"}, "trials": trials, "seed": 1, "parameters": parameters} | more


def runs_of(store: Store, result: SweepResult) -> list[Run]:
    found = store.search_runs([result.experiment_id], Query(filter=f"tags.`mlflow.parentRunId` = '{result.run_id}'", max_results=1000))
    return sorted(found.items, key=lambda run: int(run.tags["barograph.sweep.trial"]))


def test_a_sweep_is_a_run_with_its_trials_below_it(store: Store) -> None:
    result = sweep(of(workers=2), objectives.bowl, quiet=True)
    assert (result.state, result.complete, result.failed, result.resumed) == ("done", 4, 0, False)
    parent, runs = store.get_run(result.run_id), runs_of(store, result)
    assert [run.info.name for run in runs] == ["s-0", "s-1", "s-2", "s-3"]
    assert [run.info.status.value for run in (parent, *runs)] == ["FINISHED"] * 5
    values = {int(run.tags["barograph.sweep.trial"]): (float(run.params["x"]) - 1) ** 2 for run in runs}
    assert {number: pytest.approx(value) for number, value in values.items()} == {
        int(run.tags["barograph.sweep.trial"]): run.metrics[0].value for run in runs
    }
    best = min(values, key=lambda number: values[number])
    assert result.best is not None
    assert (result.best.trial, result.best.run_id) == (best, runs[best].info.run_id)
    assert parent.tags["barograph.sweep"] == "random"
    assert parent.tags["barograph.sweep.state"] == "done"
    assert parent.tags["barograph.sweep.best.run"] == runs[best].info.run_id
    assert json.loads(parent.tags["barograph.sweep.best.parameters"]) == result.best.parameters
    assert parent.params["search.x"] == "-2.0 to 3.0"
    assert {metric.key: metric.value for metric in parent.metrics} == {"best_loss": result.best.value}
    file = b"".join(session.run_artifacts(result.run_id, session.tracking_uri()).get("sweep.yaml")).decode()
    assert "max: 3.0" in file


def test_the_metric_may_be_logged_by_the_trial_itself(store: Store) -> None:
    result = sweep(of(2), objectives.logged_bowl, quiet=True)
    assert result.complete == 2
    assert [metric.step for run in runs_of(store, result) for metric in run.metrics] == [2, 2]


def test_a_value_that_is_returned_counts_and_is_the_last_of_the_curve(store: Store) -> None:
    result = sweep(of(1), objectives.best_seen, quiet=True)
    assert result.best is not None
    assert result.best.value == 1.0
    (run,) = runs_of(store, result)
    assert [(metric.step, metric.value) for metric in run.metrics] == [(2, 1.0)]
    assert [point.value for point in store.metric_history(run.info.run_id, "loss").items] == [3.0, 1.0, 2.0, 1.0]


def test_trials_fail_alone_and_say_why(store: Store) -> None:
    hows = ["raises", "exits", "dies", "nan", "nothing", "text", "well"]
    result = sweep(of(7, {"how": {"values": hows}}, method="grid"), objectives.moody, quiet=True)
    assert (result.state, result.complete, result.failed) == ("done", 1, 6)
    runs = dict(zip(hows, runs_of(store, result), strict=True))
    assert {how: run.info.status.value for how, run in runs.items()} == dict.fromkeys(hows, "FAILED") | {"well": "FINISHED"}
    errors = {how: run.tags.get("barograph.error", "") for how, run in runs.items()}
    assert errors["raises"] == "ArithmeticError: no such luck"
    assert "3" in errors["exits"]
    assert "signal 9" in errors["dies"]
    assert "NaN" in errors["nan"]
    assert "not logged" in errors["nothing"]
    assert "'good'" in errors["text"]


def test_too_many_failures_end_the_sweep_and_more_may_be_allowed(store: Store) -> None:
    result = sweep(of(9, max_failures=3), objectives.fails, quiet=True)
    assert (result.state, result.failed, result.complete) == ("failures", 3, 0)
    assert store.get_run(result.run_id).info.status.value == "FAILED"
    assert sweep(of(9), objectives.fails, run_id=result.run_id, quiet=True).failed == 9


def test_a_pruned_trial_is_killed_and_marked(store: Store) -> None:
    parameters = {"offset": {"values": [0, 1, 2, 50, 60]}}
    pruner = {"type": "median", "startup_trials": 2}
    begun = time.monotonic()
    result = sweep(of(5, parameters, method="grid", pruner=pruner), objectives.curve, quiet=True)
    assert time.monotonic() - begun < 50  # a trial that nobody ends takes 60 seconds
    assert (result.complete, result.pruned, result.failed) == (3, 2, 0)
    runs = runs_of(store, result)
    assert [run.info.status.value for run in runs] == ["FINISHED"] * 3 + ["KILLED"] * 2
    assert [run.tags["barograph.sweep.state"] for run in runs] == ["complete"] * 3 + ["pruned"] * 2
    assert float(runs[3].tags["barograph.sweep.value"]) == pytest.approx(50 + 1 / 3)


def test_a_sweep_that_is_done_stays_so_and_may_be_made_longer(store: Store) -> None:
    first = sweep(of(3), objectives.bowl, quiet=True)
    again = sweep(of(3), objectives.bowl, resume=True, quiet=True)
    assert (again.run_id, again.complete, again.resumed) == (first.run_id, 3, True)
    longer = sweep(of(6), objectives.bowl, resume=True, quiet=True)
    assert (longer.run_id, longer.complete) == (first.run_id, 6)
    whole = sweep(of(6), objectives.bowl, quiet=True)
    assert whole.run_id != first.run_id
    assert [run.params for run in runs_of(store, whole)] == [run.params for run in runs_of(store, longer)]


def test_time_that_is_up_begins_no_further_trial() -> None:
    result = sweep(of(50, timeout=0.001), objectives.bowl, quiet=True)
    assert result.state == "timeout"
    assert result.complete < 50
    assert sweep(of(50), objectives.bowl, resume=True, quiet=True).complete == 50


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"of": of(), "objective": None}, "no project, and no objective"),
        ({"of": of(project={"uri": "p"}), "objective": objectives.bowl}, "objective was given, too"),
        ({"of": None, "objective": objectives.bowl}, "YAML file"),
        ({"of": of(), "objective": objectives.bowl, "backend": "ray"}, "no project"),
        ({"of": of(), "objective": objectives.bowl, "experiment_id": "0", "experiment_name": "e"}, "one of them"),
        ({"of": of(), "objective": objectives.bowl, "workers": 0}, "workers is 0"),
    ],
)
def test_what_does_not_fit_together_is_told_before_anything_is_begun(store: Store, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidValue, match=told):
        sweep(**arguments, quiet=True)
    assert store.search_runs(["0"], Query()).items == ()


def test_another_sweep_cannot_go_on_as_this_one(store: Store) -> None:
    first = sweep(of(1), objectives.bowl, quiet=True)
    for other, objective in ((of(1, seed=2), objectives.bowl), (of(1), objectives.best_seen)):
        with pytest.raises(InvalidValue, match="another sweep"):
            sweep(other, objective, run_id=first.run_id, quiet=True)
    with pytest.raises(InvalidValue, match="no sweep"):
        sweep(of(1), objectives.bowl, run_id=runs_of(store, first)[0].info.run_id, quiet=True)


def test_only_one_process_conducts_a_sweep(store: Store) -> None:
    run_id = sweep(of(1), objectives.bowl, quiet=True).run_id
    held = Lease(store, run_id)
    held.take()
    with pytest.raises(Conflict, match="on this machine"):
        sweep(of(2), objectives.bowl, run_id=run_id, quiet=True)
    held.release()
    assert sweep(of(2), objectives.bowl, run_id=run_id, quiet=True).complete == 2


def test_a_process_on_another_machine_is_waited_for_and_one_that_is_overtaken_stops(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = sweep(of(1), objectives.bowl, quiet=True).run_id
    there = Lease(store, run_id)
    there.take()
    store.update_run(run_id, status=RunStatus.RUNNING)
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "another"))  # whose locks are not seen here
    with pytest.raises(Conflict, match="another process"):
        Lease(store, run_id).take()
    store.update_run(run_id, status=RunStatus.KILLED)  # no sign of life is expected any more
    here = Lease(store, run_id)
    here.take()
    here.check(now=True)
    with pytest.raises(Conflict, match="taken over"):
        there.check(now=True)
    here.release()
    there.release()


def test_of_two_that_go_on_at_once_one_does(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = sweep(of(1), objectives.bowl, quiet=True).run_id
    results: list[object] = []
    leases = []
    for number in range(8):  # each as on a machine of its own
        monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / f"machine-{number}"))
        leases.append(Lease(store, run_id))
    barrier = threading.Barrier(len(leases))

    def take(lease: Lease) -> None:
        barrier.wait()
        try:
            lease.take()
            results.append(lease)
        except Conflict as error:
            results.append(error)

    threads = [threading.Thread(target=take, args=(lease,)) for lease in leases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stands = []
    for lease in [each for each in results if isinstance(each, Lease)]:
        try:
            lease.check(now=True)
            stands.append(lease)
        except Conflict:
            pass
        lease.release()
    assert len(stands) == 1


INTERRUPTED = """
import sys
import barograph
import sweep_objectives
from barograph.projects import sweep

barograph.set_tracking_uri(sys.argv[1])
result = sweep(
    {"name": "s", "method": "grid", "metric": {"name": "loss"}, "workers": 2,
     "parameters": {"folder": {"values": [sys.argv[2]]}, "n": {"values": [1, 2, 3]}}},
    sweep_objectives.with_child,
    resume=True,
)
print(result.state, result.complete)
"""


def begun(folder: Path, uri: str) -> subprocess.Popen[str]:
    variables = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, uri, str(folder)], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not holds():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def children(folder: Path) -> list[int]:
    file = folder / "children"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def is_gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_what_trials_started_ends_with_the_sweep_which_goes_on_later(store: Store, tmp_path: Path, how: str) -> None:
    process = begun(tmp_path, session.tracking_uri())
    until(lambda: len(children(tmp_path)) == 2, process)
    process.send_signal(getattr(signal, how))
    said, told = process.communicate(timeout=60)
    if how == "SIGINT":
        assert said == "interrupted 0\n", told
    deadline = time.monotonic() + 20
    while not all(map(is_gone, children(tmp_path))) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [pid for pid in children(tmp_path) if not is_gone(pid)] == []
    parent = store.search_runs(["0"], Query(filter="tags.`barograph.sweep` = 'grid'")).items[0]
    assert parent.info.status.value == ("KILLED" if how == "SIGINT" else "RUNNING")
    (tmp_path / "free").touch()
    again = begun(tmp_path, session.tracking_uri())
    said, told = again.communicate(timeout=60)
    assert said == "done 3\n", told
    runs = store.search_runs(["0"], Query(filter=f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'")).items
    assert sorted((run.tags["barograph.sweep.trial"], run.tags["barograph.sweep.attempt"], run.info.status.value) for run in runs) == [
        ("0", "2", "FINISHED"), ("1", "2", "FINISHED"), ("2", "1", "FINISHED"),
    ]  # fmt: skip


class Unloadable:
    """An objective that a worker cannot make again."""

    def __call__(self, parameters: dict[str, Any], run: object) -> float:
        return 1.0

    def __reduce__(self) -> tuple[Any, ...]:
        return (int, ("no number",))


def test_an_objective_that_workers_cannot_load_ends_the_sweep(store: Store) -> None:
    with pytest.raises(ExecutionFailed, match="no number"):
        sweep(of(5), Unloadable(), quiet=True)
    (parent,) = (run for run in store.search_runs(["0"], Query()).items if "barograph.sweep" in run.tags)
    assert parent.info.status.value == "FAILED"

"""Whether anything changed, and what: on every store that can be watched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from barograph.model import NewRun, RunStatus
from barograph.model.changes import EXPERIMENT_LIST, JOB_LIST, Changes, changes_between
from barograph.model.job import AgentReport, JobState, NewJob
from barograph.store.base import Store
from barograph.store.memory import MemoryStore
from barograph.store.sql.store import SqlStore
from barograph.store.watch_base import WatchedStore
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, UNKNOWN_RUN, new_experiment, new_run, point, tick, unique


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path):
    if request.param == "memory":
        made: Store = MemoryStore()
    elif request.param == "sqlite":
        made = SqlStore(f"sqlite:///{tmp_path}/store.db", artifact_root="a")
    else:
        made = SqlStore(request.getfixturevalue("postgresql").new_database(), artifact_root="a")
    yield made
    made.close()


def told(store: Store, experiment: str, runs: tuple[str, ...], change: Callable[[], object]) -> Changes:
    assert isinstance(store, WatchedStore)
    pulse, before = store.pulse(), store.marks([experiment], runs)
    change()
    assert store.pulse() != pulse
    return changes_between(before, store.marks([experiment], runs))


def test_nothing_changes_where_nothing_is_written(store: Store) -> None:
    experiment = new_experiment(store)
    run_id = new_run(store, experiment, metrics={"loss": 1})
    assert isinstance(store, WatchedStore)
    one, other = (store.marks([experiment], [run_id]) for _ in range(2))
    assert not changes_between(one, other)


def test_runs_that_begin_end_and_go_change_their_experiment(store: Store) -> None:
    experiment, other = new_experiment(store), new_experiment(store)
    run_id = new_run(store, experiment)
    assert told(store, experiment, (), lambda: new_run(store, experiment)).experiments == (experiment,)
    assert told(store, experiment, (), lambda: store.update_run(run_id, status=RunStatus.FINISHED)).experiments == (experiment,)
    assert told(store, experiment, (), lambda: store.log_batch(run_id, tags={"a": "b"})).experiments == (experiment,)
    assert told(store, experiment, (), lambda: store.delete_run(run_id)).experiments == (experiment,)
    assert not told(store, experiment, (), lambda: store.create_run(NewRun(experiment_id=other)))


def test_what_running_runs_log_changes_their_experiment(store: Store) -> None:
    experiment, other = new_experiment(store), new_experiment(store)
    run_id, stranger = new_run(store, experiment), new_run(store, other)
    assert told(store, experiment, (), lambda: store.log_batch(run_id, params={"a": "b"})) == Changes(experiments=(experiment,))
    assert told(store, experiment, (), lambda: store.log_batch(run_id, tags={"note": "one"})) == Changes(experiments=(experiment,))
    changes = told(store, experiment, (run_id,), lambda: store.log_batch(run_id, tags={"note": "twelve"}))
    assert changes == Changes(experiments=(experiment,), runs=(run_id,))
    assert not told(store, experiment, (), lambda: store.log_batch(stranger, params={"a": "b"}))


def test_points_of_running_runs_are_told_by_run(store: Store) -> None:
    experiment = new_experiment(store)
    runs = [new_run(store, experiment, metrics={"loss": 1}) for _ in range(3)]
    changes = told(store, experiment, (), lambda: store.log_batch(runs[1], metrics=[point("loss", 0.5, step=1)]))
    assert changes == Changes(metrics=(runs[1],))


def test_runs_asked_for_are_told_of_running_or_not(store: Store) -> None:
    experiment = new_experiment(store)
    run_id = new_run(store, metrics={"loss": 1})
    changes = told(store, experiment, (run_id,), lambda: store.log_batch(run_id, tags={"a": "b"}))
    assert changes == Changes(runs=(run_id,))
    store.update_run(run_id, status=RunStatus.FINISHED)
    changes = told(store, experiment, (run_id,), lambda: store.log_batch(run_id, metrics=[point("loss", 0.5, step=1)]))
    assert (changes.experiments, changes.metrics) == ((), (run_id,))


def test_the_list_of_experiments_is_told_of(store: Store) -> None:
    assert isinstance(store, WatchedStore)
    experiment = new_experiment(store)
    run_id = new_run(store, experiment)

    def lists(change: Callable[[], object]) -> tuple[str, ...]:
        tick()
        before = store.marks([], [], lists=[EXPERIMENT_LIST])  # type: ignore[attr-defined]  # it can be watched
        change()
        return changes_between(before, store.marks([], [], lists=[EXPERIMENT_LIST])).lists  # type: ignore[attr-defined]  # as above

    assert lists(lambda: new_experiment(store)) == (EXPERIMENT_LIST,)
    assert lists(lambda: store.rename_experiment(experiment, unique("renamed"))) == (EXPERIMENT_LIST,)
    assert lists(lambda: store.set_experiment_tag(experiment, "a", "b")) == (EXPERIMENT_LIST,)
    assert lists(lambda: new_run(store, experiment)) == (EXPERIMENT_LIST,)
    assert lists(lambda: store.delete_experiment(experiment)) == (EXPERIMENT_LIST,)
    assert lists(lambda: store.get_run(run_id)) == ()
    assert store.marks([], []).lists == {}


def test_what_is_not_there_has_no_marks(store: Store) -> None:
    assert isinstance(store, WatchedStore)
    marks = store.marks([UNKNOWN_EXPERIMENT, "x", "9" * 40], [UNKNOWN_RUN, "\0"[:0] or "?"])
    assert (marks.experiments, marks.runs, marks.metrics) == ({}, {}, {})


def test_a_commit_of_another_process_is_felt(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    one, other = (SqlStore(url, artifact_root="a") for _ in range(2))
    pulse = one.pulse()
    assert one.pulse() == pulse
    new_run(other)
    assert one.pulse() != pulse
    one.close()
    other.close()


def test_the_list_of_jobs_is_told_of(store: Store) -> None:
    experiment = new_experiment(store)
    agent = AgentReport(agent_id="a", name="a", queues=("q",), lease_ms=60_000)

    def lists(change: Callable[[], object]) -> tuple[str, ...]:
        tick()
        before = store.marks([], [], lists=[JOB_LIST])  # type: ignore[attr-defined]  # it can be watched
        change()
        return changes_between(before, store.marks([], [], lists=[JOB_LIST])).lists  # type: ignore[attr-defined]  # as above

    assert lists(lambda: store.enqueue_job(NewJob(uri="/p", experiment_id=experiment, queue="q"))) == (JOB_LIST,)
    assert lists(lambda: store.lease_job(agent)) == (JOB_LIST,)
    assert lists(lambda: store.beat_agent(agent, holding=["1"])) == ()
    assert lists(lambda: store.cancel_job("1")) == (JOB_LIST,)
    assert lists(lambda: store.finish_job("1", agent_id="a", state=JobState.CANCELLED)) == (JOB_LIST,)
    assert lists(lambda: new_run(store, experiment)) == ()

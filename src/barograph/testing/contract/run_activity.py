import time

import pytest

from barograph.errors import InvalidValue
from barograph.model import ActivityQuery, ContactState, ExperimentActivity, RunStatus, View
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run


class TestRunActivity:
    """When runs of experiments began."""

    def test_runs_are_counted_by_the_stretch_in_which_they_began(self, store: Store) -> None:
        one, other = new_experiment(store), new_experiment(store)
        for start in (999, 1_000, 1_099, 1_100, 1_299, 1_300):
            new_run(store, one, start_time_ms=start)
        new_run(store, other, start_time_ms=1_250)
        query = ActivityQuery(experiment_ids=(other, UNKNOWN_EXPERIMENT, one, other), since_ms=1_000, step_ms=100, steps=3)
        assert store.experiment_activity(query) == (
            ExperimentActivity(experiment_id=other, runs=1, newest_ms=1_250, began=(0, 0, 1), running=1),
            ExperimentActivity(experiment_id=UNKNOWN_EXPERIMENT, runs=0, newest_ms=None, began=(0, 0, 0)),
            ExperimentActivity(experiment_id=one, runs=6, newest_ms=1_300, began=(2, 1, 1), running=6),
        )

    def test_the_view_says_which_runs_count(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, start_time_ms=10)
        store.delete_run(new_run(store, experiment_id, start_time_ms=20))

        def runs(view: View) -> tuple[int, int | None, tuple[int, ...]]:
            query = ActivityQuery(experiment_ids=(experiment_id,), since_ms=0, step_ms=10, steps=3, view=view)
            (found,) = store.experiment_activity(query)
            return found.runs, found.newest_ms, found.began

        assert runs(View.ACTIVE_ONLY) == (1, 10, (0, 1, 0))
        assert runs(View.DELETED_ONLY) == (1, 20, (0, 0, 1))
        assert runs(View.ALL) == (2, 20, (0, 1, 1))

    def test_runs_that_go_on_are_told_from_those_that_lost_contact(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        silent, beating, lost, ended, gone, deleted = (new_run(store, experiment_id) for _ in range(6))
        store.beat([beating], period_ms=3_600_000)
        store.beat([lost, ended, gone, deleted], period_ms=1)
        store.update_run(ended, status=RunStatus.FINISHED)
        store.delete_run(deleted)
        deadline = time.monotonic() + 20
        while {contact.state for contact in store.contacts([lost, gone])} != {ContactState.LOST}:
            assert time.monotonic() < deadline
        store.beat([gone], period_ms=1)
        last = store.contacts([gone])[0].last_ms
        while {contact.state for contact in store.contacts([gone])} != {ContactState.LOST}:
            assert time.monotonic() < deadline
        (found,) = store.experiment_activity(ActivityQuery(experiment_ids=(experiment_id,), since_ms=0, step_ms=1, steps=1))
        assert (found.runs, found.running, found.lost, found.lost_ms) == (5, 2, 2, last)
        store.beat([lost, gone, silent], period_ms=3_600_000)
        (found,) = store.experiment_activity(ActivityQuery(experiment_ids=(experiment_id,), since_ms=0, step_ms=1, steps=1))
        assert (found.running, found.lost, found.lost_ms) == (4, 0, None)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"experiment_ids": ()},
            {"experiment_ids": ("0",) * 1_001},
            {"experiment_ids": ("no number",)},
            {"step_ms": 0},
            {"steps": 0},
            {"steps": 1_001},
            {"since_ms": 2**60},
        ],
        ids=str,
    )
    def test_what_is_beyond_the_limits_is_refused(self, store: Store, wrong: dict[str, object]) -> None:
        given = {"experiment_ids": ("0",), "since_ms": 0, "step_ms": 1, "steps": 1} | wrong
        with pytest.raises(InvalidValue):
            store.experiment_activity(ActivityQuery(**given))  # type: ignore[arg-type]  # tests name real fields

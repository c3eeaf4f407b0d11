import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from barograph.errors import InvalidValue, NotFound
from barograph.model import ContactState, NewRun, RunStatus
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, UNKNOWN_RUN, new_experiment, new_run, unique

_LONG_MS = 3_600_000
_PATIENCE_S = 20.0


class TestContact:
    """Heartbeats, and what they say of a run's writers."""

    def test_a_run_without_heartbeats_is_unknown(self, store: Store) -> None:
        run_id = new_run(store)
        (contact,) = store.contacts([run_id])
        assert (contact.run_id, contact.state, contact.last_ms, contact.period_ms) == (run_id, ContactState.UNKNOWN, None, None)

    def test_a_heartbeat_keeps_contact(self, store: Store) -> None:
        run_id = new_run(store)
        before = store.get_run(run_id)
        store.beat([run_id], period_ms=_LONG_MS)
        first = store.contacts([run_id])[0]
        assert (first.state, first.period_ms) == (ContactState.LIVE, _LONG_MS)
        assert first.last_ms is not None
        assert store.get_run(run_id) == before
        store.beat([run_id], period_ms=_LONG_MS + 1)
        second = store.contacts([run_id])[0]
        assert second.period_ms == _LONG_MS + 1
        assert (second.last_ms or 0) >= first.last_ms

    def test_contact_is_lost_after_missed_beats(self, store: Store) -> None:
        run_id = new_run(store)
        store.beat([run_id], period_ms=1)
        deadline = time.monotonic() + _PATIENCE_S
        while store.contacts([run_id])[0].state is not ContactState.LOST:
            assert time.monotonic() < deadline
        assert store.get_run(run_id).info.status is RunStatus.RUNNING
        store.beat([run_id], period_ms=_LONG_MS)
        assert store.contacts([run_id])[0].state is ContactState.LIVE

    @pytest.mark.parametrize("status", [RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED])
    def test_an_ended_run_is_not_lost(self, store: Store, status: RunStatus) -> None:
        run_id = new_run(store)
        store.beat([run_id], period_ms=1)
        store.update_run(run_id, status=status)
        assert store.contacts([run_id])[0].state is ContactState.ENDED

    def test_contacts_come_in_the_order_asked_for(self, store: Store) -> None:
        runs = [new_run(store) for _ in range(150)]
        store.beat([*runs[::2], UNKNOWN_RUN], period_ms=_LONG_MS)
        found = store.contacts([UNKNOWN_RUN, *runs])
        assert [each.run_id for each in found] == runs
        assert [each.state for each in found] == [ContactState.LIVE, ContactState.UNKNOWN] * 75

    def test_nothing_about_nothing(self, store: Store) -> None:
        store.beat([], period_ms=1)
        assert store.contacts([]) == ()

    def test_too_many_and_malformed_ones_are_refused(self, store: Store) -> None:
        for run_ids in ([UNKNOWN_RUN] * 1_001, ["a/b"]):
            with pytest.raises(InvalidValue):
                store.beat(run_ids, period_ms=1)
            with pytest.raises(InvalidValue):
                store.contacts(run_ids)
        for period_ms in (0, -1, 2**40):
            with pytest.raises(InvalidValue):
                store.beat([], period_ms=period_ms)


class TestSharedRuns:
    """One run for everyone who names the same id."""

    def test_the_first_creates_and_the_others_join(self, store: Store) -> None:
        experiment_id, shared_id = new_experiment(store), unique("job")
        run, created = store.join_run(NewRun(experiment_id=experiment_id, name="first", tags={"a": "1"}), shared_id)
        assert created
        assert (run.info.name, run.tags["a"], run.info.status) == ("first", "1", RunStatus.RUNNING)
        joined, again = store.join_run(NewRun(experiment_id=experiment_id, name="second", tags={"b": "2"}), shared_id)
        assert not again
        assert joined == run == store.get_run(run.info.run_id)

    def test_ids_are_an_experiment_s_own(self, store: Store) -> None:
        shared_id = unique("job")
        made = [store.join_run(NewRun(experiment_id=new_experiment(store)), shared_id) for _ in range(2)]
        assert [created for _, created in made] == [True, True]
        assert made[0][0].info.run_id != made[1][0].info.run_id

    def test_many_at_the_same_moment_make_one(self, store: Store) -> None:
        experiment_id, shared_id = new_experiment(store), unique("job")
        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(lambda _: store.join_run(NewRun(experiment_id=experiment_id), shared_id), range(16)))
        assert len({run.info.run_id for run, _ in made}) == 1
        assert [created for _, created in made].count(True) == 1

    def test_a_deleted_run_is_not_joined(self, store: Store) -> None:
        experiment_id, shared_id = new_experiment(store), unique("job")
        run, _ = store.join_run(NewRun(experiment_id=experiment_id), shared_id)
        store.delete_run(run.info.run_id)
        with pytest.raises(InvalidValue):
            store.join_run(NewRun(experiment_id=experiment_id), shared_id)

    def test_bad_ids_and_experiments_are_refused(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for shared_id in ("", "x" * 251):
            with pytest.raises(InvalidValue):
                store.join_run(NewRun(experiment_id=experiment_id), shared_id)
        with pytest.raises(NotFound):
            store.join_run(NewRun(experiment_id=UNKNOWN_EXPERIMENT), "job")

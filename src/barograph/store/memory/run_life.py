"""Heartbeats, and runs that several processes share."""

from collections.abc import Sequence

from barograph.model import Contact, NewRun, Run
from barograph.model.contact import contact_of
from barograph.model.limits import check_contact_runs, check_experiment_id, check_heartbeat, check_shared_id
from barograph.store.memory.runs import MemoryRuns, active_run, run_value
from barograph.store.memory.state import locked, now_ms


class MemoryRunLife(MemoryRuns):
    """`RunStore` and `RunLifeStore` in memory."""

    @locked
    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        check_heartbeat(run_ids, period_ms)
        for run_id in run_ids:
            if run_id in self._state.runs:
                self._state.beats[run_id] = now_ms(), period_ms

    @locked
    def contacts(self, run_ids: Sequence[str]) -> tuple[Contact, ...]:
        check_contact_runs(run_ids)
        state, now = self._state, now_ms()
        return tuple(
            [contact_of(run_id, state.runs[run_id].info.status, state.beats.get(run_id), now) for run_id in run_ids if run_id in state.runs]
        )

    @locked
    def join_run(self, new: NewRun, shared_id: str) -> tuple[Run, bool]:
        place = (str(check_experiment_id(new.experiment_id)), check_shared_id(shared_id))
        if place in self._state.shared_runs:
            return run_value(active_run(self._state, self._state.shared_runs[place])), False
        run = self.create_run(new)
        self._state.shared_runs[place] = run.info.run_id
        return run, True

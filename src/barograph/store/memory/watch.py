"""Whether anything changed, and what."""

import time
from collections.abc import Collection, Hashable

from barograph.model import RunStatus
from barograph.model.changes import EXPERIMENT_LIST, JOB_LIST, Marks
from barograph.model.lifecycle import Lifecycle
from barograph.store.memory.state import Aggregate, RunRecord, locked


class MemoryWatch(Aggregate):
    """`WatchedStore` in memory. Every pulse differs: looking costs little here."""

    @locked
    def pulse(self) -> Hashable:
        return time.monotonic_ns()

    @locked
    def marks(self, experiment_ids: Collection[str], run_ids: Collection[str], *, lists: Collection[str] = ()) -> Marks:
        state, wanted = self._state, set(experiment_ids)
        inside = [run for run in state.runs.values() if run.info.experiment_id in wanted]
        asked = [state.runs[run_id] for run_id in run_ids if run_id in state.runs]
        known = [(run.info.experiment_id, (_about(run), None if _is_running(run) else _points(run))) for run in inside]
        return Marks(
            experiments={
                key: (
                    (state.experiments[key].base.name, state.experiments[key].base.updated_ms),
                    tuple([(run.info.run_id, run.info.lifecycle) for run in inside if run.info.experiment_id == key]),
                    tuple([about for owner, about in known if owner == key]),
                )
                for key in sorted(wanted & state.experiments.keys())
            },
            runs={run.info.run_id: _about(run) for run in asked},
            metrics={run.info.run_id: _points(run) for run in [*asked, *filter(_is_running, inside)] if run.series},
            lists={name: make() for name, make in ((EXPERIMENT_LIST, self._list), (JOB_LIST, self._jobs)) if name in lists},
        )

    def _jobs(self) -> Hashable:
        return tuple([(job.job_id, job.state, job.attempts, job.is_lost, job.cancel_requested) for job in self._state.jobs.values()])

    def _list(self) -> Hashable:
        records = self._state.experiments.values()
        return len(self._state.runs), tuple([(record.base, tuple(sorted(record.tags.items()))) for record in records])


def _is_running(run: RunRecord) -> bool:
    return run.info.status is RunStatus.RUNNING and run.info.lifecycle is Lifecycle.ACTIVE


def _about(run: RunRecord) -> Hashable:
    return run.info, len(run.params), tuple(sorted(run.tags.items()))


def _points(run: RunRecord) -> tuple[str, int, int]:
    return run.info.experiment_id, len(run.series), sum(len(points) for points in run.series.values())

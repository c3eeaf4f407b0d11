"""What goes on in experiments."""

from barograph.model import ActivityQuery, ContactState, ExperimentActivity, RunStatus
from barograph.model.activity import check_activity_query
from barograph.model.contact import contact_of
from barograph.model.limits import check_experiment_id
from barograph.store.memory.experiments import in_view
from barograph.store.memory.state import Aggregate, locked, now_ms


class MemoryRunActivity(Aggregate):
    """The part of `QueryStore` that tells what goes on in experiments."""

    @locked
    def experiment_activity(self, query: ActivityQuery) -> tuple[ExperimentActivity, ...]:
        check_activity_query(query)
        wanted = dict.fromkeys(str(check_experiment_id(experiment_id)) for experiment_id in query.experiment_ids)
        return tuple([self._activity(experiment_id, query) for experiment_id in wanted])

    def _activity(self, experiment_id: str, query: ActivityQuery) -> ExperimentActivity:
        infos = [run.info for run in self._state.runs.values() if run.info.experiment_id == experiment_id]
        infos = [info for info in infos if in_view(info.lifecycle, query.view)]
        starts = [info.start_time_ms for info in infos]
        began = [0] * query.steps
        for start in starts:
            step = (start - query.since_ms) // query.step_ms
            if 0 <= step < query.steps:
                began[step] += 1
        now, beats = now_ms(), self._state.beats
        running = [contact_of(info.run_id, info.status, beats.get(info.run_id), now) for info in infos if info.status is RunStatus.RUNNING]
        lost = [contact.last_ms for contact in running if contact.state is ContactState.LOST and contact.last_ms is not None]
        return ExperimentActivity(
            experiment_id=experiment_id,
            runs=len(starts),
            newest_ms=max(starts, default=None),
            began=tuple(began),
            running=len(running) - len(lost),
            lost=len(lost),
            lost_ms=max(lost, default=None),
        )

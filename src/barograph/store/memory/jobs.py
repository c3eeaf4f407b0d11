"""Jobs and agents."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from msgspec.structs import replace

from barograph.errors import InvalidValue, JobNotFound
from barograph.model import Lifecycle, NewRun, Page, RunStatus
from barograph.model import job_life as life
from barograph.model.job import (
    FORGET_AGENT_MS,
    JOB_TAG,
    MAX_WAITING,
    Agent,
    AgentReport,
    JobOrder,
    JobQuery,
    JobState,
    NewJob,
    ProjectJob,
)
from barograph.model.job_limits import check_agent, check_job_query, check_new_job
from barograph.store.memory.runs import MemoryRuns, run_record
from barograph.store.memory.state import State, locked, now_ms


class MemoryJobs(MemoryRuns):
    """`JobStore` in memory."""

    @locked
    def enqueue_job(self, new: NewJob) -> ProjectJob:
        check_new_job(new)
        state, now = self._state, now_ms()
        known = [job for job in state.jobs.values() if job.run_id == new.run_id]
        if known:
            return _shown(state, known[0])
        if len(_waiting(state, new.queue)) >= MAX_WAITING:
            raise InvalidValue(f"{MAX_WAITING:,} jobs wait in queue {new.queue!r}, the most there may be. Start more agents first.")
        number, run_id = str(state.last_job + 1), new.run_id or uuid4().hex
        if run_id in state.runs:
            info = run_record(state, run_id).info
            life.check_adopted(info, new)
            self.log_batch(run_id, params=new.parameters, tags=new.tags | {JOB_TAG: number})
        else:
            self._create_run_of(new, run_id, number, now)
        _set_run(state, run_id, RunStatus.SCHEDULED, now)
        state.last_job += 1
        state.jobs[number] = ProjectJob(
            job_id=number,
            queue=new.queue,
            state=JobState.QUEUED,
            uri=new.uri,
            version=new.version,
            entry_point=new.entry_point,
            parameters=dict(new.parameters),
            env_manager=new.env_manager,
            experiment_id=new.experiment_id,
            run_id=run_id,
            run_name="",
            max_attempts=new.max_attempts,
            created_ms=now,
            created_by=new.created_by,
        )
        return _shown(state, state.jobs[number])

    @locked
    def get_job(self, job_id: str) -> ProjectJob:
        _give_up_lost(self._state)
        return _shown(self._state, _found(self._state, job_id))

    @locked
    def list_jobs(self, query: JobQuery) -> Page[ProjectJob]:
        check_job_query(query)
        _give_up_lost(self._state)
        before = int(query.page_token) if query.page_token else self._state.last_job + 1
        found = [job for job in self._state.jobs.values() if int(job.job_id) < before and _is_wanted(job, query)]
        found.sort(key=lambda job: int(job.job_id), reverse=True)
        page = found[: query.max_results]
        token = page[-1].job_id if len(found) > len(page) else None
        return Page(items=tuple([_shown(self._state, job) for job in page]), next_token=token)

    @locked
    def lease_job(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> ProjectJob | None:
        check_agent(agent)
        state, now = self._state, now_ms()
        _give_up_lost(state)
        _note_agent(state, agent, now)
        for job in state.jobs.values():
            if job.state is JobState.RUNNING and job.agent_id == agent.agent_id and job.job_id not in holding:
                return _kept(state, (life.renewed(job, agent, now), None), now)
        for job in [job for queue in agent.queues for job in _waiting(state, queue)]:
            gone = run_record(state, job.run_id).info.lifecycle is Lifecycle.DELETED
            taken = _kept(state, life.leased(job, agent, now, run_is_deleted=gone), now)
            if taken.state is JobState.RUNNING:
                return taken
        return None

    @locked
    def beat_agent(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> tuple[tuple[str, JobOrder], ...]:
        check_agent(agent)
        state, now = self._state, now_ms()
        _note_agent(state, agent, now)
        orders = []
        for job_id in holding:
            order = JobOrder.DROP
            if job_id in state.jobs:
                order, changed = life.kept_alive(state.jobs[job_id], agent, now)
                _kept(state, changed, now)
            orders.append((job_id, order))
        return tuple(orders)

    @locked
    def finish_job(self, job_id: str, *, agent_id: str, state: JobState, message: str | None = None) -> ProjectJob:
        return self._change(job_id, lambda job, now: life.finished(job, agent_id, state, message, now))

    @locked
    def give_back_job(self, job_id: str, *, agent_id: str) -> ProjectJob:
        return self._change(job_id, lambda job, now: life.given_back(job, agent_id, now))

    @locked
    def cancel_job(self, job_id: str) -> ProjectJob:
        return self._change(job_id, life.cancelled)

    @locked
    def leave_agent(self, agent_id: str) -> None:
        self._state.agents.pop(agent_id, None)

    @locked
    def list_agents(self) -> tuple[Agent, ...]:
        state, now = self._state, now_ms()
        held = [job for job in state.jobs.values() if job.state is JobState.RUNNING]
        seen = [
            replace(
                agent,
                is_lost=agent.last_seen_ms + agent.lease_ms < now,
                job_ids=tuple([job.job_id for job in held if job.agent_id == agent.agent_id]),
            )
            for agent in state.agents.values()
            if agent.last_seen_ms > now - FORGET_AGENT_MS
        ]
        return tuple(sorted(seen, key=lambda agent: (agent.name, agent.agent_id)))

    def _create_run_of(self, new: NewJob, run_id: str, job_id: str, now: int) -> None:
        described = NewRun(
            experiment_id=new.experiment_id,
            run_id=run_id,
            name=new.run_name,
            user_id=new.created_by,
            start_time_ms=now,
            tags=new.run_tags() | {JOB_TAG: job_id},
        )
        self.create_run(described)
        self.log_batch(run_id, params=new.parameters)

    def _change(self, job_id: str, change: Callable[[ProjectJob, int], life.Changed]) -> ProjectJob:
        now = now_ms()
        return _kept(self._state, change(_found(self._state, job_id), now), now)


def _found(state: State, job_id: str) -> ProjectJob:
    job = state.jobs.get(job_id)
    if job is None:
        raise JobNotFound(job_id)
    return job


def _is_wanted(job: ProjectJob, query: JobQuery) -> bool:
    wanted = ((query.queue, job.queue), (query.experiment_id, job.experiment_id), (query.run_id, job.run_id))
    return all(asked in (None, held) for asked, held in wanted) and (not query.states or job.state in query.states)


def _waiting(state: State, queue: str) -> list[ProjectJob]:
    return [job for job in state.jobs.values() if job.queue == queue and job.state is JobState.QUEUED]


def _shown(state: State, job: ProjectJob) -> ProjectJob:
    waiting = [other.job_id for other in _waiting(state, job.queue)] if job.state is JobState.QUEUED else []
    place = waiting.index(job.job_id) + 1 if waiting else None
    return replace(job, place=place, run_name=run_record(state, job.run_id).info.name, parameters=dict(job.parameters))


def _kept(state: State, changed: life.Changed, now: int) -> ProjectJob:
    job, status = changed
    before, record = state.jobs[job.job_id], run_record(state, job.run_id)
    state.jobs[job.job_id] = job
    if status is not None and life.outranks(status, record.info.status, job, before):
        _set_run(state, job.run_id, status, now)
    return _shown(state, job)


def _set_run(state: State, run_id: str, status: RunStatus, now: int) -> None:
    record = run_record(state, run_id)
    began = now if status is RunStatus.RUNNING and record.info.status is RunStatus.SCHEDULED else record.info.start_time_ms
    ended = now if status.is_terminated else None
    record.info = replace(record.info, status=status, start_time_ms=began, end_time_ms=ended)


def _give_up_lost(state: State) -> None:
    now = now_ms()
    for job in list(state.jobs.values()):
        if life.is_overdue(job, now, state.opened_ms):
            _kept(state, life.lost(job, now, run_record(state, job.run_id).info.status), now)


def _note_agent(state: State, agent: AgentReport, now: int) -> None:
    known = state.agents.get(agent.agent_id)
    said = {name: getattr(agent, name) for name in AgentReport.__struct_fields__}
    state.agents[agent.agent_id] = Agent(**said, started_ms=now if known is None else known.started_ms, last_seen_ms=now)

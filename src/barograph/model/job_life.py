"""What happens to a job, as functions from a job to the job that it becomes: the same in every store.

Each returns the job and the status that its run gets, None where the run stays as it is.
"""

from __future__ import annotations

from msgspec.structs import replace

from barograph.errors import Conflict, InvalidValue
from barograph.model.job import MAX_MESSAGE, AgentReport, JobOrder, JobState, NewJob, ProjectJob
from barograph.model.run import RunInfo, RunStatus

Changed = tuple[ProjectJob, RunStatus | None]

LOST = "agent lost"
_RUN_DELETED = "its run was deleted"
_RUN_OF = {JobState.FINISHED: RunStatus.FINISHED, JobState.FAILED: RunStatus.FAILED, JobState.CANCELLED: RunStatus.KILLED}


def check_adopted(run: RunInfo, new: NewJob) -> None:
    """Raise unless a run that is there may be given to a job."""
    if run.experiment_id != new.experiment_id or run.status.is_terminated:
        problem = "has ended" if run.status.is_terminated else f"is one of experiment {run.experiment_id}"
        raise Conflict(f"Run {run.run_id} {problem}, so no job of experiment {new.experiment_id} can make it. Leave the run's id out.")


def outranks(status: RunStatus | None, run_status: RunStatus, changed: ProjectJob, before: ProjectJob) -> bool:
    """Whether a run takes the status of its job. One that has ended by itself is left alone by what ends the job, unless that is a loss."""
    ends_again = status is not None and status.is_terminated and run_status.is_terminated
    return status is not None and (not ends_again or changed.is_lost or before.is_lost)


def is_overdue(job: ProjectJob, now_ms: int, watched_since_ms: int) -> bool:
    """Whether the agent of a running job is to be given up.

    Nobody can say that it is alive to a server that is down, so a lease counts from when this process began to look at the earliest.
    """
    until_ms = max(job.lease_until_ms or 0, watched_since_ms + job.lease_ms)
    return job.state is JobState.RUNNING and until_ms < now_ms


def leased(job: ProjectJob, agent: AgentReport, now_ms: int, *, run_is_deleted: bool) -> Changed:
    """A queued job goes to an agent, unless its run was deleted: then nobody waits for it."""
    if run_is_deleted:
        return replace(job, state=JobState.CANCELLED, ended_ms=now_ms, message=_RUN_DELETED), RunStatus.KILLED
    taken = replace(
        job, state=JobState.RUNNING, attempts=job.attempts + 1, started_ms=now_ms, message=None, is_lost=False, cancel_requested=False
    )
    return renewed(taken, agent, now_ms), RunStatus.RUNNING


def renewed(job: ProjectJob, agent: AgentReport, now_ms: int) -> ProjectJob:
    """The job with a lease that begins now."""
    until_ms = now_ms + agent.lease_ms
    return replace(job, agent_id=agent.agent_id, agent_name=agent.name, lease_ms=agent.lease_ms, lease_until_ms=until_ms)


def kept_alive(job: ProjectJob, agent: AgentReport, now_ms: int) -> tuple[JobOrder, Changed]:
    """An agent says that it runs the job. One that was given up too early gets it back if nobody else has it yet."""
    if job.agent_id != agent.agent_id or (job.state is not JobState.RUNNING and not job.is_lost):
        return JobOrder.DROP, (job, None)
    if job.state is JobState.CANCELLED:
        return JobOrder.CANCEL, (job, None)
    back = None if job.state is JobState.RUNNING else RunStatus.RUNNING
    alive = replace(job, state=JobState.RUNNING, is_lost=False, ended_ms=None, message=None if back else job.message)
    order = JobOrder.CANCEL if job.cancel_requested else JobOrder.CONTINUE
    return order, (renewed(alive, agent, now_ms), back)


def lost(job: ProjectJob, now_ms: int, run_status: RunStatus) -> Changed:
    """The agent of a running job is given up.

    A run that has finished was the agent's last success; else somebody else tries, if attempts are left. That a run failed or was killed
    says nothing: what dies with its agent often has time to write so.
    """
    if run_status is RunStatus.FINISHED:
        return replace(job, state=JobState.FINISHED, ended_ms=now_ms, lease_until_ms=None, cancel_requested=False), None
    gone = replace(job, lease_until_ms=None, is_lost=True, message=LOST)
    if job.cancel_requested:
        return replace(gone, state=JobState.CANCELLED, ended_ms=now_ms, cancel_requested=False), RunStatus.KILLED
    if job.attempts < job.max_attempts:
        return replace(gone, state=JobState.QUEUED), RunStatus.SCHEDULED
    return replace(gone, state=JobState.FAILED, ended_ms=now_ms), RunStatus.FAILED


def given_back(job: ProjectJob, agent_id: str, now_ms: int) -> Changed:
    """An agent that stops gives a job back, which does not count as an attempt. One that was cancelled meanwhile has ended so."""
    if job.agent_id != agent_id or job.state is not JobState.RUNNING:
        return job, None
    if job.cancel_requested:
        return finished(job, agent_id, JobState.CANCELLED, None, now_ms)
    back = replace(job, state=JobState.QUEUED, attempts=job.attempts - 1, lease_until_ms=None, started_ms=None, agent_id=None)
    return replace(back, agent_name=None), RunStatus.SCHEDULED


def cancelled(job: ProjectJob, now_ms: int) -> Changed:
    """Somebody cancels: at once if the job waits, through its agent if it runs, and without effect if it has ended."""
    if job.state is JobState.QUEUED:
        return replace(job, state=JobState.CANCELLED, ended_ms=now_ms, message=None), RunStatus.KILLED
    return (replace(job, cancel_requested=True), None) if job.state is JobState.RUNNING else (job, None)


def finished(job: ProjectJob, agent_id: str, state: JobState, message: str | None, now_ms: int) -> Changed:
    """An agent says how a job ended. Said again it changes nothing; of a job that another agent has, `Conflict` is raised."""
    if not state.is_ended:
        raise InvalidValue(f"A job does not end {state.value}. Give FINISHED, FAILED or CANCELLED.")
    if job.agent_id != agent_id or (job.state is JobState.QUEUED and not job.is_lost):
        raise Conflict(f"Job {job.job_id} is no longer held by this agent: it is {job.state.value}. Forget it.")
    if job.state.is_ended and not job.is_lost:
        return job, None
    said = None if message is None else message[:MAX_MESSAGE]
    ended = replace(job, state=state, ended_ms=now_ms, lease_until_ms=None, is_lost=False, cancel_requested=False, message=said)
    return ended, _RUN_OF[state]

"""The store contract of jobs and agents; what is true for all contracts stands in `store.base`."""

from collections.abc import Sequence
from typing import Protocol

from barograph.model import Page
from barograph.model.job import Agent, AgentReport, JobOrder, JobQuery, JobState, NewJob, ProjectJob


class JobStore(Protocol):
    """Queues of jobs, and the agents that take them.

    A job has exactly one run, from when it is enqueued to its end. It is held by at most one agent, whose lease each heartbeat renews; what
    is said in `barograph.model.job_life` happens to it. Leases that ran out are noticed by the next call that leases, gets or lists jobs,
    and not before the store has been open in this process for as long as the lease. Unknown jobs raise `JobNotFound`.
    """

    def enqueue_job(self, new: NewJob) -> ProjectJob:
        """Create the run in status SCHEDULED, with parameters and tags, and put the job at the end of its queue.

        With a `run_id` that a job has, that job is returned and nothing is created. With that of a run that has no job and has not ended,
        the job is to make that run; one of another experiment, or that has ended, raises `Conflict`. 10,000 jobs may wait in a queue.
        """
        ...

    def get_job(self, job_id: str) -> ProjectJob:
        """Return it as it is now."""
        ...

    def list_jobs(self, query: JobQuery) -> Page[ProjectJob]:
        """Jobs, the one enqueued last comes first."""
        ...

    def lease_job(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> ProjectJob | None:
        """Give an agent the job that has waited longest in the first of its queues that has any, None if none has.

        `holding` are the jobs that it knows to hold. One that it was given without knowing, because the answer was lost, it is given again.
        """
        ...

    def beat_agent(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> tuple[tuple[str, JobOrder], ...]:
        """Note that an agent is alive and runs these jobs, and say of each what it is to do. Unknown jobs are to be dropped."""
        ...

    def finish_job(self, job_id: str, *, agent_id: str, state: JobState, message: str | None = None) -> ProjectJob:
        """Note how a job ended: FINISHED, FAILED or CANCELLED. A run that has not ended by itself ends alike.

        Said again it changes nothing. Another agent's job raises `Conflict`.
        """
        ...

    def give_back_job(self, job_id: str, *, agent_id: str) -> ProjectJob:
        """Put a job that an agent will not finish where it was in its queue; the attempt does not count."""
        ...

    def cancel_job(self, job_id: str) -> ProjectJob:
        """End a waiting job, or have its agent end a running one. A job that has ended is returned as it is."""
        ...

    def leave_agent(self, agent_id: str) -> None:
        """Forget an agent that stops; what it still holds is not touched. Unknown ones are passed over."""
        ...

    def list_agents(self) -> tuple[Agent, ...]:
        """Agents that were heard of within a week and did not leave, by name."""
        ...

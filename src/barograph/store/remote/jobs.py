"""Jobs and agents of a tracking server."""

from collections.abc import Sequence
from uuid import uuid4

from msgspec.structs import replace

from barograph.model import Page
from barograph.model.job import Agent, AgentReport, JobOrder, JobQuery, JobState, NewJob, ProjectJob
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import jobs as wire
from barograph.wire.message import Empty


class RemoteJobs(RemoteAggregate):
    """`store.job_base.JobStore` over HTTP. An MLflow server has no such routes: `EndpointNotFound`.

    A heartbeat is sent once: it is out of date by the time that trying again would help. All else may be sent again without harm.
    """

    def enqueue_job(self, new: NewJob) -> ProjectJob:
        request = wire.EnqueueJob.from_model(replace(new, run_id=new.run_id or uuid4().hex))
        return self._connection.post("jobs/enqueue", request, wire.JobKept, api=NATIVE_API).job.to_model()

    def get_job(self, job_id: str) -> ProjectJob:
        return self._connection.get("jobs/get", wire.GetJob(job_id=job_id), wire.JobKept, api=NATIVE_API).job.to_model()

    def list_jobs(self, query: JobQuery) -> Page[ProjectJob]:
        found = self._connection.get("jobs/list", wire.ListJobs.from_model(query), wire.JobsFound, api=NATIVE_API)
        return Page(items=tuple([job.to_model() for job in found.jobs]), next_token=found.next_page_token)

    def lease_job(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> ProjectJob | None:
        leased = self._connection.post("jobs/lease", wire.LeaseJob.from_model(agent, tuple(holding)), wire.JobLeased, api=NATIVE_API)
        return None if leased.job is None else leased.job.to_model()

    def beat_agent(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> tuple[tuple[str, JobOrder], ...]:
        request = wire.BeatAgent.from_model(agent, tuple(holding))
        told = self._connection.post("jobs/heartbeat", request, wire.JobOrders, api=NATIVE_API, patient=False)
        return tuple([(each.job_id, each.order) for each in told.orders])

    def finish_job(self, job_id: str, *, agent_id: str, state: JobState, message: str | None = None) -> ProjectJob:
        request = wire.FinishJob(job_id=job_id, agent_id=agent_id, state=state, message=message)
        return self._connection.post("jobs/finish", request, wire.JobKept, api=NATIVE_API).job.to_model()

    def give_back_job(self, job_id: str, *, agent_id: str) -> ProjectJob:
        request = wire.GiveBackJob(job_id=job_id, agent_id=agent_id)
        return self._connection.post("jobs/give-back", request, wire.JobKept, api=NATIVE_API).job.to_model()

    def cancel_job(self, job_id: str) -> ProjectJob:
        return self._connection.post("jobs/cancel", wire.CancelJob(job_id=job_id), wire.JobKept, api=NATIVE_API).job.to_model()

    def leave_agent(self, agent_id: str) -> None:
        self._connection.post("jobs/leave", wire.LeaveAgent(agent_id=agent_id), Empty, api=NATIVE_API)

    def list_agents(self) -> tuple[Agent, ...]:
        found = self._connection.get("jobs/agents", wire.ListAgents(), wire.AgentsFound, api=NATIVE_API)
        return tuple([agent.to_model() for agent in found.agents])

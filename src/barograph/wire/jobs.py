"""Jobs and agents: Barograph's own routes."""

from msgspec.structs import asdict

from barograph.model import job as model
from barograph.model.job import DEFAULT_QUEUE, JobState
from barograph.model.job import JobOrder as Order
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.message import Answer, Request
from barograph.wire.params import Param
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag


class EnqueueJob(Request, kw_only=True):
    """POST jobs/enqueue: a run of a project for an agent to take. With a `run_id` of the caller's it may be sent again."""

    uri: Required
    experiment_id: Required
    version: str | None = None
    entry_point: str = "main"
    parameters: tuple[Param, ...] = ()
    env_manager: str | None = None
    queue: str = DEFAULT_QUEUE
    run_id: str | None = None
    run_name: str | None = None
    tags: tuple[Tag, ...] = ()
    max_attempts: Int64 = 2
    created_by: str = ""

    @classmethod
    def from_model(cls, new: model.NewJob) -> "EnqueueJob":
        special = {"parameters": wire_params.from_mapping(new.parameters), "tags": wire_tags.from_mapping(new.tags)}
        return cls(**asdict(new) | special)

    def to_model(self) -> model.NewJob:
        special = {"parameters": wire_params.to_mapping(self.parameters), "tags": wire_tags.to_unique_mapping(self.tags)}
        absent = {name: getattr(self, name) or None for name in ("version", "env_manager", "run_id", "run_name")}
        return model.NewJob(**asdict(self) | special | absent)


class GetJob(Request, kw_only=True):
    """GET jobs/get: a job as it is now."""

    job_id: Required


class ListJobs(Request, kw_only=True):
    """GET jobs/list: jobs of a queue, in some states, of an experiment, of a run; what is not given does not matter."""

    queue: str | None = None
    states: tuple[JobState, ...] = ()
    experiment_id: str | None = None
    run_id: str | None = None
    max_results: Int64 = 100
    page_token: str | None = None

    @classmethod
    def from_model(cls, query: model.JobQuery) -> "ListJobs":
        return cls(**asdict(query))

    def to_model(self) -> model.JobQuery:
        absent = {name: getattr(self, name) or None for name in ("queue", "experiment_id", "run_id", "page_token")}
        return model.JobQuery(**asdict(self) | absent)


class ProjectJob(Answer, kw_only=True):
    """A job. `place` counts from 1 among those that wait in its queue; `is_lost` says that its agent was given up."""

    job_id: str
    queue: str
    state: JobState
    uri: str
    version: str | None = None
    entry_point: str
    parameters: tuple[Param, ...] = ()
    env_manager: str | None = None
    experiment_id: str
    run_id: str
    run_name: str
    place: int | None = None
    attempts: int = 0
    max_attempts: int
    agent_id: str | None = None
    agent_name: str | None = None
    lease_ms: int = 0
    lease_until_ms: int | None = None
    is_lost: bool = False
    cancel_requested: bool = False
    created_ms: int
    started_ms: int | None = None
    ended_ms: int | None = None
    created_by: str = ""
    message: str | None = None

    @classmethod
    def from_model(cls, job: model.ProjectJob) -> "ProjectJob":
        return cls(**asdict(job) | {"parameters": wire_params.from_mapping(job.parameters)})

    def to_model(self) -> model.ProjectJob:
        return model.ProjectJob(**asdict(self) | {"parameters": wire_params.to_mapping(self.parameters)})


class JobKept(Answer, kw_only=True):
    """The job as it is now."""

    job: ProjectJob


class JobsFound(Answer, kw_only=True):
    """Jobs, the one enqueued last comes first."""

    jobs: tuple[ProjectJob, ...] = ()
    next_page_token: str | None = None


class AgentRequest(Request, kw_only=True):
    """What every request of an agent says of itself, and of the jobs that it knows to hold."""

    agent_id: Required
    name: Required
    queues: tuple[str, ...] = ()
    slots: Int64 = 1
    lease_ms: Int64
    holding: tuple[str, ...] = ()

    def to_model(self) -> model.AgentReport:
        return model.AgentReport(**{name: getattr(self, name) for name in model.AgentReport.__struct_fields__})


class LeaseJob(AgentRequest, kw_only=True):
    """POST jobs/lease: the job that has waited longest in the first of the agent's queues that has any."""

    @classmethod
    def from_model(cls, agent: model.AgentReport, holding: tuple[str, ...]) -> "LeaseJob":
        return cls(**asdict(agent), holding=holding)


class JobLeased(Answer, kw_only=True):
    """The job that the agent holds from now on, absent if none waits."""

    job: ProjectJob | None = None


class BeatAgent(AgentRequest, kw_only=True):
    """POST jobs/heartbeat: an agent is alive and runs these jobs. It says so again within `lease_ms`, or others get them."""

    @classmethod
    def from_model(cls, agent: model.AgentReport, holding: tuple[str, ...]) -> "BeatAgent":
        return cls(**asdict(agent), holding=holding)


class JobOrder(Answer, kw_only=True):
    """What an agent is to do with a job: go on, end it, or end and forget it."""

    job_id: str
    order: Order


class JobOrders(Answer, kw_only=True):
    """What an agent is to do with each job that it named."""

    orders: tuple[JobOrder, ...] = ()


class FinishJob(Request, kw_only=True):
    """POST jobs/finish: an agent says how a job ended."""

    job_id: Required
    agent_id: Required
    state: JobState
    message: str | None = None


class GiveBackJob(Request, kw_only=True):
    """POST jobs/give-back: an agent that stops puts a job where it was in its queue."""

    job_id: Required
    agent_id: Required


class CancelJob(Request, kw_only=True):
    """POST jobs/cancel: end a waiting job, or have its agent end a running one."""

    job_id: Required


class LeaveAgent(Request, kw_only=True):
    """POST jobs/leave: an agent stops."""

    agent_id: Required


class ListAgents(Request, kw_only=True):
    """GET jobs/agents: agents that were heard of within a week and did not leave."""


class Agent(Answer, kw_only=True):
    """An agent: what it takes, and what it holds. LOST once it was not heard of for `lease_ms`."""

    agent_id: str
    name: str
    queues: tuple[str, ...] = ()
    slots: int = 1
    lease_ms: int
    started_ms: int
    last_seen_ms: int
    is_lost: bool = False
    job_ids: tuple[str, ...] = ()

    @classmethod
    def from_model(cls, agent: model.Agent) -> "Agent":
        return cls(**asdict(agent))

    def to_model(self) -> model.Agent:
        return model.Agent(**asdict(self))


class AgentsFound(Answer, kw_only=True):
    """Agents by name."""

    agents: tuple[Agent, ...] = ()

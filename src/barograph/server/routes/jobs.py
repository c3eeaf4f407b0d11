"""Jobs that wait for agents, and the agents."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import jobs as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def enqueue(context: Context, request: wire.EnqueueJob) -> wire.JobKept:
    return wire.JobKept(job=wire.ProjectJob.from_model(context.store.enqueue_job(request.to_model())))


def get(context: Context, request: wire.GetJob) -> wire.JobKept:
    return wire.JobKept(job=wire.ProjectJob.from_model(context.store.get_job(request.job_id)))


def list_jobs(context: Context, request: wire.ListJobs) -> wire.JobsFound:
    page = context.store.list_jobs(request.to_model())
    return wire.JobsFound(jobs=tuple([wire.ProjectJob.from_model(job) for job in page.items]), next_page_token=page.next_token)


def lease(context: Context, request: wire.LeaseJob) -> wire.JobLeased:
    job = context.store.lease_job(request.to_model(), holding=request.holding)
    return wire.JobLeased(job=None if job is None else wire.ProjectJob.from_model(job))


def heartbeat(context: Context, request: wire.BeatAgent) -> wire.JobOrders:
    orders = context.store.beat_agent(request.to_model(), holding=request.holding)
    return wire.JobOrders(orders=tuple([wire.JobOrder(job_id=job_id, order=order) for job_id, order in orders]))


def finish(context: Context, request: wire.FinishJob) -> wire.JobKept:
    job = context.store.finish_job(request.job_id, agent_id=request.agent_id, state=request.state, message=request.message)
    return wire.JobKept(job=wire.ProjectJob.from_model(job))


def give_back(context: Context, request: wire.GiveBackJob) -> wire.JobKept:
    return wire.JobKept(job=wire.ProjectJob.from_model(context.store.give_back_job(request.job_id, agent_id=request.agent_id)))


def cancel(context: Context, request: wire.CancelJob) -> wire.JobKept:
    return wire.JobKept(job=wire.ProjectJob.from_model(context.store.cancel_job(request.job_id)))


def leave(context: Context, request: wire.LeaveAgent) -> Empty:
    context.store.leave_agent(request.agent_id)
    return Empty()


def agents(context: Context, _request: wire.ListAgents) -> wire.AgentsFound:
    return wire.AgentsFound(agents=tuple([wire.Agent.from_model(agent) for agent in context.store.list_agents()]))


ROUTES = [
    Route("POST", "jobs/enqueue", Policy.WRITE, enqueue, family=Family.NATIVE),
    Route("GET", "jobs/get", Policy.READ, get, family=Family.NATIVE),
    Route("GET", "jobs/list", Policy.READ, list_jobs, family=Family.NATIVE),
    Route("POST", "jobs/lease", Policy.WRITE, lease, family=Family.NATIVE),
    Route("POST", "jobs/heartbeat", Policy.WRITE, heartbeat, family=Family.NATIVE),
    Route("POST", "jobs/finish", Policy.WRITE, finish, family=Family.NATIVE),
    Route("POST", "jobs/give-back", Policy.WRITE, give_back, family=Family.NATIVE),
    Route("POST", "jobs/cancel", Policy.WRITE, cancel, family=Family.NATIVE),
    Route("POST", "jobs/leave", Policy.WRITE, leave, family=Family.NATIVE),
    Route("GET", "jobs/agents", Policy.READ, agents, family=Family.NATIVE),
]

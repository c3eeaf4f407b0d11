"""Jobs: runs of projects that wait on the server for an agent, and the agents that take them."""

from __future__ import annotations

import re
from enum import Enum

import msgspec

from barograph.model.limits import MAX_HEARTBEAT_MS

DEFAULT_QUEUE = "default"
MAX_WAITING = 10_000
"""Jobs that may wait in a queue."""
MAX_JOB_PAGE = 1_000
MAX_MESSAGE = 8_000
MAX_LEASE_MS = MAX_HEARTBEAT_MS
FORGET_AGENT_MS = 7 * 24 * 60 * 60 * 1_000
"""An agent that was not heard of for so long is no longer listed."""

JOB_TAG = "barograph.job"
"""The run's tag that says which job it belongs to."""
REPEATS_TAG = "barograph.repeats"
"""The run's tag that says which run it was made from, with other parameters maybe."""


_COMMIT = re.compile("[0-9a-f]{40}")


class JobState(Enum):
    """What became of a job so far. A job that an agent holds is RUNNING."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more happens to it, unless an agent that was taken for lost comes back."""
        return self in (JobState.FINISHED, JobState.FAILED, JobState.CANCELLED)


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a job: a project, what to call it with, and in which experiment.

    `uri`, `version`, `entry_point`, `parameters` and `env_manager` mean what they mean to `barograph run`. `run_id` (32 hexadecimal
    characters) makes enqueueing repeatable. `tags` are set on the run. `max_attempts` is how many agents may get it, each after the one
    before was lost; a command that fails is not tried again.
    """

    uri: str
    experiment_id: str
    version: str | None = None
    entry_point: str = "main"
    parameters: dict[str, str] = {}
    env_manager: str | None = None
    queue: str = DEFAULT_QUEUE
    run_id: str | None = None
    run_name: str | None = None
    tags: dict[str, str] = {}
    max_attempts: int = 2
    created_by: str = ""

    def run_tags(self) -> dict[str, str]:
        """Tags that its run has from the start, as a run of a project has them. Those that are given win."""
        tags = {"mlflow.source.type": "PROJECT", "mlflow.source.name": self.uri, "mlflow.project.entryPoint": self.entry_point}
        if self.created_by:
            tags["mlflow.user"] = self.created_by
        if self.version is not None and _COMMIT.fullmatch(self.version):
            tags["mlflow.source.git.commit"] = self.version
        return tags | self.tags


class ProjectJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it is kept.

    `run_id` is the one run that it makes, created when it was enqueued. `place` counts from 1 among those that wait in the same queue, None
    for others. `agent_id` and `agent_name` are the agent that holds it or held it last; before `lease_until_ms` it is to say again
    that it is alive. `cancel_requested` is true from when somebody cancels a running job until its agent has ended it. `is_lost`:
    the agent was given up, and the job is queued again or failed for that.
    """

    job_id: str
    queue: str
    state: JobState
    uri: str
    version: str | None = None
    entry_point: str
    parameters: dict[str, str] = {}
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


class JobQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which jobs: of a queue, in some states, of an experiment, of a run. What is not given does not matter."""

    queue: str | None = None
    states: tuple[JobState, ...] = ()
    experiment_id: str | None = None
    run_id: str | None = None
    max_results: int = 100
    page_token: str | None = None


class AgentReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent says of itself. It takes jobs of `queues`, those of the first before those of the next, up to `slots` at once.

    `agent_id` is its own as long as its process lives. It says that it is alive within every `lease_ms`, or its jobs go to others.
    """

    agent_id: str
    name: str
    queues: tuple[str, ...]
    slots: int = 1
    lease_ms: int


class Agent(AgentReport, frozen=True, kw_only=True):
    """An agent as others see it: since when, when it was heard of last, and which jobs it holds."""

    started_ms: int
    last_seen_ms: int
    is_lost: bool = False
    job_ids: tuple[str, ...] = ()


class JobOrder(Enum):
    """What an agent is to do with a job that it holds: go on, end it, or end it and forget it, since it is another's now."""

    CONTINUE = "CONTINUE"
    CANCEL = "CANCEL"
    DROP = "DROP"

"""The backend `agents`: a job in a queue of the tracking server, for an agent to take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from barograph.client.context import user_name
from barograph.client.session import session
from barograph.model import RunStatus
from barograph.model.job import DEFAULT_QUEUE, JobState, NewJob
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.polled import PolledJob
from barograph.settings import ENV_MANAGER

if TYPE_CHECKING:
    from barograph.store.base import Store

_STATES = {
    JobState.QUEUED: RunStatus.SCHEDULED,
    JobState.RUNNING: RunStatus.RUNNING,
    JobState.FINISHED: RunStatus.FINISHED,
    JobState.FAILED: RunStatus.FAILED,
    JobState.CANCELLED: RunStatus.KILLED,
}


class AgentsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The queue, and how many agents may get the job, each after the one before was lost."""

    queue: str = DEFAULT_QUEUE
    max_attempts: int = 2


class AgentsBackend:
    """Enqueues jobs. An agent fetches the project itself, from where this machine has it: a folder must be there on the agent's, too."""

    name = "agents"
    activates = False
    configuration = AgentsConfig

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> QueuedJob:
        """Put the run into a queue of the server that keeps it."""
        options = read_configuration(AgentsConfig, self.name, config)
        session.flush()
        store = session.tracking_store(session.tracking_uri())
        job = store.enqueue_job(
            NewJob(
                uri=launch.uri,
                experiment_id=launch.experiment_id,
                version=launch.version,
                entry_point=launch.entry_point,
                parameters=dict(launch.parameters),
                env_manager=launch.variables.get(ENV_MANAGER.name) or None,
                queue=options.queue,
                max_attempts=options.max_attempts,
                run_id=launch.run_id,
                created_by=user_name(),
            )
        )
        return QueuedJob(store, job.job_id)


class QueuedJob(PolledJob):
    """A job of the server."""

    def __init__(self, store: Store, job_id: str) -> None:
        super().__init__(job_id)
        self._store = store

    def look(self) -> RunStatus:
        return _STATES[self._store.get_job(self.id).state]

    def stop(self) -> None:
        self._store.cancel_job(self.id)

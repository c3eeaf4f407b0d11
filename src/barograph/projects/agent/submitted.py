"""A job as a project's run: what `barograph.projects.run` is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from barograph.model import RunStatus
from barograph.model.job import ProjectJob
from barograph.projects.agent.child import AgentJob

if TYPE_CHECKING:
    from barograph.projects.submitted import SubmittedRun


class Submitted:
    """A run of a project, as a `Job`."""

    def __init__(self, submitted: SubmittedRun) -> None:
        self._submitted = submitted

    @property
    def id(self) -> str:
        return str(self._submitted.run_id)

    def status(self) -> RunStatus:
        return RunStatus(self._submitted.get_status())

    def wait(self) -> RunStatus:
        self._submitted.wait()
        return self.status()

    def cancel(self) -> None:
        self._submitted.cancel()

    def abandon(self) -> None:
        self._submitted.abandon()


def submit(job: ProjectJob) -> AgentJob:
    """Start the project of a job in the job's run."""
    from barograph.projects.sources.fetching import fetch_project
    from barograph.projects.start import BACKEND_TAG, Asked, start_checkout

    asked = Asked(
        entry_point=job.entry_point,
        parameters=job.parameters,
        env_manager=job.env_manager,
        run_id=job.run_id,
        tags={BACKEND_TAG: "agents"},
    )
    return Submitted(start_checkout(fetch_project(job.uri, job.version), asked, synchronous=False))

"""A job as a project's run: what `barograph.projects.run` is asked for."""

from __future__ import annotations

from typing import Any

from barograph.model import RunStatus
from barograph.model.job import ProjectJob
from barograph.projects.backends.base import Job


class Submitted:
    """A run of a project, as a `Job`."""

    def __init__(self, submitted: Any) -> None:
        self._submitted = submitted

    @property
    def id(self) -> str:
        return str(self._submitted.run_id)

    def status(self) -> RunStatus:
        return RunStatus[self._submitted.get_status().name]

    def wait(self) -> RunStatus:
        self._submitted.wait()
        return self.status()

    def cancel(self) -> None:
        self._submitted.cancel()


def submit(job: ProjectJob) -> Job:
    """Start the project of a job in the job's run."""
    from barograph import projects

    run: Any = projects.run  # type: ignore[attr-defined]
    return Submitted(
        run(
            job.uri,
            entry_point=job.entry_point,
            version=job.version,
            parameters=dict(job.parameters),
            env_manager=job.env_manager,
            experiment_id=job.experiment_id,
            run_id=job.run_id,
            synchronous=False,
        )
    )

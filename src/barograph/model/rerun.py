"""The same again: a job from a run of a project."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from msgspec.structs import replace

from barograph.errors import InvalidValue, shown
from barograph.model.job import DEFAULT_QUEUE, REPEATS_TAG, NewJob, ProjectJob
from barograph.model.run import Run

_IS_REMOTE = re.compile(r"(?!file:)(?:[A-Za-z][A-Za-z0-9+.\-]+://|[^/\s:]+:)")
_MANAGERS = ("uv", "virtualenv", "conda", "local")


def job_again(
    run: Run, job: ProjectJob | None, *, parameters: Mapping[str, str] = {}, queue: str | None = None, run_name: str | None = None
) -> NewJob:
    """A job that repeats a run, with some parameters changed or added. `job` is the one that made the run, if one did.

    Of a run that was started otherwise, source, commit, entry point and environment stand in its tags, and its parameters are those that it
    logged; texts that were logged as a shell would quote them are read as such. A run that is not one of a project raises `InvalidValue`.
    """
    again = _of_tags(run) if job is None else _of_job(run, job)
    return replace(
        again,
        parameters={**again.parameters, **parameters},
        queue=queue or again.queue,
        run_name=run_name,
        tags={REPEATS_TAG: run.info.run_id},
    )


def _of_job(run: Run, job: ProjectJob) -> NewJob:
    fetched = run.tags.get("mlflow.source.git.commit") if _is_remote(job.uri) else None
    same = ("uri", "entry_point", "parameters", "env_manager", "queue", "max_attempts")
    said = {name: getattr(job, name) for name in same}
    return NewJob(**said, experiment_id=run.info.experiment_id, version=fetched or job.version)


def _of_tags(run: Run) -> NewJob:
    tags = run.tags
    uri = tags.get("mlflow.source.name", "")
    if tags.get("mlflow.source.type") != "PROJECT" or not uri:
        raise InvalidValue(
            f"Run {shown(run.info.name)} ({run.info.run_id}) is not a run of a project, so what it ran is not known. Enqueue its project"
            " with `barograph jobs enqueue URI`."
        )
    manager = tags.get("mlflow.project.env")
    return NewJob(
        uri=uri,
        experiment_id=run.info.experiment_id,
        version=tags.get("mlflow.source.git.commit") if _is_remote(uri) else None,
        entry_point=tags.get("mlflow.project.entryPoint", "main"),
        parameters={key: unquoted(value) for key, value in run.params.items()},
        env_manager=manager if manager in _MANAGERS else None,
        queue=DEFAULT_QUEUE,
    )


def unquoted(value: str) -> str:
    """A parameter as it was given: runs of projects log it as a shell would quote it."""
    try:
        words = shlex.split(value)
    except ValueError:
        return value
    return words[0] if len(words) == 1 and shlex.quote(words[0]) == value else value


def _is_remote(uri: str) -> bool:
    """Whether a project is fetched, so that a commit can be asked for."""
    return _IS_REMOTE.match(uri) is not None

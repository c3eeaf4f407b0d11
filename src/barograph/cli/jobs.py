"""`barograph jobs`."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from barograph.cli.output import print_rows
from barograph.cli.tracking import AsJson, TrackingUri, open_tracking
from barograph.model import DEFAULT_EXPERIMENT_ID
from barograph.model.job import DEFAULT_QUEUE, JobQuery, JobState, NewJob, ProjectJob

if TYPE_CHECKING:
    from barograph.store.base import Store

app = typer.Typer(help="Enqueue runs of projects for agents, and look after them.", no_args_is_help=True)

Parameters = Annotated[list[str] | None, typer.Option("--param-list", "-P", help="Parameter as name=value; may be repeated.")]
RunName = Annotated[str | None, typer.Option("--run-name", help="What the run is called.")]
_COLUMNS = ("job_id", "queue", "state", "run_name", "entry_point", "agent_name", "created", "message")


@app.command("enqueue")
def enqueue(
    uri: Annotated[str, typer.Argument(metavar="URI", help="Project, as for `barograph run`; a folder is one of the agent's machine.")],
    param_list: Parameters = None,
    entry_point: Annotated[str, typer.Option("--entry-point", "-e", help="Entry point of the project.")] = "main",
    version: Annotated[str | None, typer.Option("--version", "-v", help="Branch, tag or commit.")] = None,
    env_manager: Annotated[str | None, typer.Option("--env-manager", help="What makes the environment.")] = None,
    queue: Annotated[str, typer.Option(help="Queue.")] = DEFAULT_QUEUE,
    experiment_name: Annotated[str | None, typer.Option("--experiment-name", help="Experiment, made if there is none.")] = None,
    experiment_id: Annotated[str | None, typer.Option("--experiment-id", help="Experiment.  [default: 0]")] = None,
    run_name: RunName = None,
    max_attempts: Annotated[int, typer.Option(min=1, max=10, help="Agents that may get it, one after the other is lost.")] = 2,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """Put a run of a project into a queue. Its run is there at once, and waits for an agent."""
    store = open_tracking(tracking_uri)
    new = NewJob(
        uri=_in_full(uri),
        experiment_id=experiment_id or _experiment(store, experiment_name),
        version=version,
        entry_point=entry_point,
        parameters=_parameters(param_list),
        env_manager=env_manager,
        queue=queue,
        run_name=run_name,
        max_attempts=max_attempts,
        created_by=_user(),
    )
    _tell(store.enqueue_job(new), as_json=as_json)


@app.command("clone")
def clone(
    run_id: Annotated[str, typer.Argument(metavar="RUN_ID", help="Run of a project.")],
    param_list: Parameters = None,
    queue: Annotated[str | None, typer.Option(help="Queue.  [default: the run's own, else default]")] = None,
    run_name: RunName = None,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """Enqueue a run again: same source, commit, entry point and parameters, but for those that are given."""
    from barograph.model.rerun import job_again

    store = open_tracking(tracking_uri)
    run = store.get_run(run_id)
    job = next(iter(store.list_jobs(JobQuery(run_id=run.info.run_id)).items), None)
    again = job_again(run, job, parameters=_parameters(param_list), queue=queue, run_name=run_name)
    _tell(store.enqueue_job(msgspec.structs.replace(again, created_by=_user())), as_json=as_json)


@app.command("list")
def list_jobs(
    queue: Annotated[str | None, typer.Option(help="Only of this queue.")] = None,
    state: Annotated[list[JobState] | None, typer.Option(help="Only in this state; may be repeated.")] = None,
    experiment_id: Annotated[str | None, typer.Option("--experiment-id", help="Only of this experiment.")] = None,
    max_results: Annotated[int, typer.Option(min=1, max=1_000, help="At most so many.")] = 100,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """List jobs, the newest first."""
    query = JobQuery(queue=queue, states=tuple(state or ()), experiment_id=experiment_id, max_results=max_results)
    _print(open_tracking(tracking_uri).list_jobs(query).items, as_json=as_json)


@app.command("cancel")
def cancel(
    job_ids: Annotated[list[str], typer.Argument(metavar="JOB_ID...", help="Jobs.")],
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """Cancel jobs: those that wait at once, those that run through their agents."""
    store = open_tracking(tracking_uri)
    _print([store.cancel_job(job_id) for job_id in job_ids], as_json=as_json)


@app.command("agents")
def agents(tracking_uri: TrackingUri = None, as_json: AsJson = False) -> None:
    """List agents: what they take, what they run, and when they were heard of last."""
    rows = [
        msgspec.structs.asdict(agent)
        | {"state": "lost" if agent.is_lost else "alive", "last_seen": _moment(agent.last_seen_ms), "jobs": ", ".join(agent.job_ids)}
        for agent in open_tracking(tracking_uri).list_agents()
    ]
    shown = rows if as_json else [row | {"queues": ", ".join(row["queues"])} for row in rows]
    print_rows(shown, ("name", "queues", "slots", "jobs", "state", "last_seen"), as_json=as_json)


def _in_full(uri: str) -> str:
    """A folder's path in full: an agent does not stand where the caller does."""
    path, mark, rest = uri.partition("#")
    return f"{Path(path).resolve()}{mark}{rest}" if Path(path).exists() else uri


def _parameters(given: Sequence[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name or name in found:
            problem = "is given twice" if name in found and equals else "is not of the form name=value"
            raise typer.BadParameter(f"{text!r} {problem}.", param_hint="-P")
        found[name] = value
    return found


def _experiment(store: "Store", name: str | None) -> str:
    from barograph.errors import ExperimentNotFound, NotFound

    if name is None:
        return DEFAULT_EXPERIMENT_ID
    try:
        return store.get_experiment_by_name(name).experiment_id
    except (ExperimentNotFound, NotFound):
        return store.create_experiment(name)


def _user() -> str:
    from barograph.client.context import user_name

    return user_name()


def _tell(job: ProjectJob, *, as_json: bool) -> None:
    if as_json:
        _print([job], as_json=True)
    else:
        typer.echo(f"Job {job.job_id} waits in queue {job.queue}, place {job.place}: run {job.run_name} ({job.run_id}).")


def _print(jobs: Sequence[ProjectJob], *, as_json: bool) -> None:
    rows = [msgspec.structs.asdict(job) | {"state": job.state.value, "created": _moment(job.created_ms)} for job in jobs]
    if not as_json:
        rows = [row | {"message": str(row["message"] or "").partition(os.linesep)[0]} for row in rows]
    print_rows(rows, _COLUMNS, as_json=as_json)


def _moment(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds")

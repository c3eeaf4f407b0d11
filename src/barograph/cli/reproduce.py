"""`barograph reproduce`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from barograph.cli.output import print_rows
from barograph.cli.run import read_config_option, run_until_signalled
from barograph.cli.tracking import AsJson, TrackingUri

if TYPE_CHECKING:
    from barograph.projects.reproduction.plan import Plan
    from barograph.projects.reproduction.reproducing import Reproduction

_DIFFERS = 3


def reproduce(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Id of the run.")],
    experiment_name: Annotated[str | None, typer.Option(help="Experiment, created if it is not there.  [default: that of the run]")] = None,
    experiment_id: Annotated[str | None, typer.Option(help="Experiment, by id.")] = None,
    run_name: Annotated[str | None, typer.Option(help="Name of the new run.")] = None,
    env_manager: Annotated[str | None, typer.Option(help="What makes the environment from the lock.  [default: as for the run]")] = None,
    backend: Annotated[str | None, typer.Option("--backend", "-b", help="Where the command runs.  [default: as the run]")] = None,
    backend_config: Annotated[str | None, typer.Option("--backend-config", "-c", help="JSON, or a JSON file, for the backend.")] = None,
    storage_dir: Annotated[
        str | None, typer.Option(help="Where paths from elsewhere are downloaded to.  [default: a temporary folder]")
    ] = None,
    ignore_missing: Annotated[bool, typer.Option("--ignore-missing", help="Run without what can be done without.")] = False,
    tolerance: Annotated[float, typer.Option(min=0, help="Share of a metric by which it may differ and still be equal.")] = 0.0,
    metric: Annotated[
        list[str] | None, typer.Option("--metric", "-m", help="A metric that counts; again for others.  [default: all]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and what is missing.")] = False,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """Run again what a run was, and compare the metrics.

    The code is that of its commit with what was not committed, the packages are those of its lock. Exit code 0 is for metrics that are
    equal, 3 for a run whose metrics or parameters differ, 1 for one that failed or lacks something, also with --dry-run; 2 is for wrong
    usage.
    """
    if experiment_name is not None and experiment_id is not None:
        raise typer.BadParameter("give either --experiment-name or --experiment-id, not both")
    config = read_config_option(backend_config)
    from barograph import projects
    from barograph.client.session import set_tracking_uri

    if tracking_uri:
        set_tracking_uri(tracking_uri)
    with run_until_signalled():
        found = projects.reproduce(
            run_id,
            experiment_name=experiment_name,
            experiment_id=experiment_id,
            run_name=run_name,
            env_manager=env_manager,
            backend=backend,
            backend_config=config,
            storage_dir=storage_dir,
            ignore_missing=ignore_missing,
            tolerance=tolerance,
            metrics=metric or None,
            dry_run=dry_run,
        )
    if as_json:
        typer.echo(json.dumps(_as_json(found), indent=1))
    else:
        _print(found)
    raise typer.Exit(_exit_code(found))


def _exit_code(found: "Reproduction") -> int:
    if found.run_id is None:
        return 0 if found.plan.is_complete else 1
    return 0 if found.is_equal else _DIFFERS


def _as_json(found: "Reproduction") -> dict[str, object]:
    import msgspec

    plan = msgspec.to_builtins(found.plan) | {"is_complete": found.plan.is_complete}
    told: dict[str, object] = msgspec.to_builtins(found)
    # JSON has no numbers for NaN and infinity.
    metrics = [{key: _finite(value) for key, value in msgspec.to_builtins(metric).items()} for metric in found.metrics]
    return told | {"plan": plan, "metrics": metrics, "is_equal": found.is_equal}


def _finite(value: object) -> object:
    return str(value) if isinstance(value, float) and not abs(value) < float("inf") else value


def _print(found: "Reproduction") -> None:
    plan = found.plan
    if found.run_id is None:
        _print_plan(plan)
    for difference in plan.differences:
        typer.echo(f"Differs: {difference}")
    if found.run_id is None:
        for problem in (*plan.needed, *plan.missing):
            typer.echo(f"Missing: {problem}")
        return
    for what, is_same in (("code", found.is_same_code), ("lock", found.is_same_lock)):
        if is_same is False:
            typer.echo(f"Differs: {what}: not what the original had.")
    for param in found.params:
        typer.echo(f"Differs: parameter {param.key}: {param.original!r} → {param.reproduced!r}.")
    rows = [
        {
            "metric": metric.key,
            "original": _number(metric.original),
            "reproduced": _number(metric.reproduced),
            "difference": _number(metric.difference),
            "": "equal" if metric.is_equal else "differs",
        }
        for metric in found.metrics
    ]
    print_rows(rows, ("metric", "original", "reproduced", "difference", ""), as_json=False)
    typer.echo(f"Run {found.run_id} reproduces {plan.run_id}: {'equal' if found.is_equal else 'it differs'}.")


def _print_plan(plan: "Plan") -> None:
    rows = [
        {"what": "run", "value": f"{plan.run_name} ({plan.run_id})"},
        {"what": "code", "value": plan.code},
        {"what": "changes", "value": plan.changes or "none recorded"},
        {"what": "environment", "value": plan.environment},
        {"what": "backend", "value": plan.backend},
        {"what": "entry point", "value": plan.entry_point},
        {"what": "parameters", "value": " ".join(f"{key}={value}" for key, value in plan.parameters.items()) or "none"},
        {"what": "command", "value": plan.command or "as the entry point says"},
    ]
    print_rows(rows, ("what", "value"), as_json=False)


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)

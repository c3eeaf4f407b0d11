"""`barograph runs`."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from barograph.cli.output import print_rows
from barograph.cli.tracking import AsJson, TrackingUri, open_tracking
from barograph.model import DEFAULT_EXPERIMENT_ID, Query, Run, View

app = typer.Typer(help="List and describe runs.", no_args_is_help=True)


@app.command("list")
def list_runs(
    experiment_id: Annotated[str, typer.Option("--experiment-id", help="Experiment.")] = DEFAULT_EXPERIMENT_ID,
    search: Annotated[str, typer.Option("--filter", help="Filter, as metrics.rmse < 1.")] = "",
    view: Annotated[View, typer.Option(help="Which ones.")] = View.ACTIVE_ONLY,
    max_results: Annotated[int, typer.Option(min=1, max=50_000, help="At most so many.")] = 100,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """List runs of an experiment, newest first."""
    page = open_tracking(tracking_uri).search_runs([experiment_id], Query(filter=search, view=view, max_results=max_results))
    print_rows([_row(run) for run in page.items], ("start_time", "name", "status", "run_id"), as_json=as_json)


@app.command("describe")
def describe_run(
    run_id: Annotated[str, typer.Option("--run-id", help="Run.")], tracking_uri: TrackingUri = None, as_json: AsJson = False
) -> None:
    """Show a run with its params, latest metrics and tags."""
    row = _row(open_tracking(tracking_uri).get_run(run_id))
    if as_json:
        typer.echo(json.dumps(row, indent=1))
        return
    flat = [{"field": key, "value": value} for key, value in row.items() if not isinstance(value, dict)]
    for group in ("params", "metrics", "tags"):
        held = row[group]
        if isinstance(held, dict):
            flat += [{"field": f"{group}.{key}", "value": value} for key, value in held.items()]
    print_rows(flat, ("field", "value"), as_json=False)


def _row(run: Run) -> dict[str, object]:
    info = run.info
    return {
        "run_id": info.run_id,
        "experiment_id": info.experiment_id,
        "name": info.name,
        "status": info.status.value,
        "start_time": datetime.fromtimestamp(info.start_time_ms / 1000, UTC).isoformat(timespec="seconds"),
        "start_time_ms": info.start_time_ms,
        "end_time_ms": info.end_time_ms,
        "artifact_uri": info.artifact_uri,
        "lifecycle": info.lifecycle.value,
        "params": run.params,
        "metrics": {metric.key: metric.value for metric in run.metrics},
        "tags": run.tags,
    }

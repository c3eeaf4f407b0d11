"""`barograph experiments`."""

from typing import Annotated

import typer

from barograph.cli.output import print_rows
from barograph.cli.tracking import AsJson, TrackingUri, open_tracking
from barograph.model import Query, View

app = typer.Typer(help="List and create experiments.", no_args_is_help=True)


@app.command("list")
def list_experiments(
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
    view: Annotated[View, typer.Option(help="Which ones.")] = View.ACTIVE_ONLY,
) -> None:
    """List experiments, newest first."""
    store = open_tracking(tracking_uri)
    rows: list[dict[str, object]] = []
    query = Query(view=view, max_results=1000)
    while True:
        page = store.search_experiments(query)
        rows += [
            {
                "experiment_id": found.experiment_id,
                "name": found.name,
                "artifact_location": found.artifact_location,
                "lifecycle": found.lifecycle.value,
                "created_ms": found.created_ms,
                "tags": found.tags,
            }
            for found in page.items
        ]
        if page.next_token is None:
            break
        query = Query(view=view, max_results=1000, page_token=page.next_token)
    print_rows(rows, ("experiment_id", "name", "artifact_location"), as_json=as_json)


@app.command("create")
def create_experiment(
    name: Annotated[str, typer.Option("--experiment-name", "-n", help="Name, not in use.")],
    artifact_location: Annotated[str | None, typer.Option("--artifact-location", "-l", help="Where its artifacts go.")] = None,
    tracking_uri: TrackingUri = None,
    as_json: AsJson = False,
) -> None:
    """Create an experiment and print its id."""
    experiment_id = open_tracking(tracking_uri).create_experiment(name, artifact_location=artifact_location)
    if as_json:
        print_rows([{"experiment_id": experiment_id, "name": name}], (), as_json=True)
    else:
        typer.echo(experiment_id)

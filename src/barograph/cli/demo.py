"""`barograph demo`."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    directory: Annotated[Path, typer.Option("--dir", help="Where the demo is kept. A store that is there is served as it is.")] = Path(
        "barograph-demo"
    ),
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 5000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the UI.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same values.")] = 1,
) -> None:
    """Make a store with sample experiments, a sweep and a model registry in a few seconds, and serve the UI on it."""
    from barograph.demo import make_demo

    made = make_demo(directory, seed=seed)
    typer.echo(f"The demo {'is' if made.is_new else 'was already'} in {made.artifacts.parent}")
    if not serve:
        return
    from barograph.server.serve import serve as run_server
    from barograph.server.settings import ServerSettings

    settings = ServerSettings(backend_store_uri=made.store_uri, artifacts_destination=str(made.artifacts))
    run_server(settings, host="127.0.0.1", port=port, on_ready=lambda url: print(f"Barograph is serving at {url}", flush=True))

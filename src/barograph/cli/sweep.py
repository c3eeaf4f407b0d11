"""`barograph sweep`."""

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from barograph.cli.tracking import TrackingUri
from barograph.errors import InvalidValue, shown

if TYPE_CHECKING:
    from barograph.projects.sweeps.outcome import SweepResult

_INTERRUPTED = 130


def sweep(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The sweep in YAML; not needed with --run-id.", show_default=False)
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the last sweep of this file, or begin it.")] = False,
    run_id: Annotated[str | None, typer.Option("--run-id", help="Go on with this sweep, by the id of its run.")] = None,
    trials: Annotated[int | None, typer.Option("--trials", min=1, help="So many trials, instead of what the file says.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", "-n", min=1, help="So many trials at a time.")] = None,
    backend: Annotated[str | None, typer.Option("--backend", "-b", help="Where trials run.")] = None,
    backend_config: Annotated[
        str | None, typer.Option("--backend-config", "-c", help="Configuration of the backend: a JSON file, or JSON.")
    ] = None,
    experiment_name: Annotated[str | None, typer.Option("--experiment-name", help="Experiment, created if missing.")] = None,
    experiment_id: Annotated[str | None, typer.Option("--experiment-id", help="Experiment, by id.")] = None,
    run_name: Annotated[str | None, typer.Option("--run-name", help="Name of the sweep's run.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show what trials print.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print how it ended as JSON, and nothing else.")] = False,
    tracking_uri: TrackingUri = None,
) -> None:
    """Run a project many times with other parameters, and find the best.

    Ctrl-C ends the trials that run; `--resume` goes on from there. Code 1 if no trial was complete, 130 after Ctrl-C.
    """
    if file is None and run_id is None:
        raise typer.BadParameter("Give the sweep's file, or --run-id of a sweep that is to go on.")
    from barograph.client.session import set_tracking_uri
    from barograph.projects.sweeps.sweep import sweep as conduct

    if tracking_uri:
        set_tracking_uri(tracking_uri)
    signal.signal(signal.SIGTERM, _interrupt)
    result = conduct(
        file,
        resume=resume,
        run_id=run_id,
        trials=trials,
        workers=workers,
        backend=backend,
        backend_config=_config(backend_config),
        experiment_name=experiment_name,
        experiment_id=experiment_id,
        run_name=run_name,
        verbose=verbose,
        quiet=as_json,
    )
    typer.echo(_as_json(result) if as_json else _told(result))
    if result.state == "interrupted":
        raise typer.Exit(_INTERRUPTED)
    if result.complete == 0 or result.state == "failures":
        raise typer.Exit(1)


def _interrupt(*_: object) -> None:
    """Whoever ends the command in an orderly way wants the same as with Ctrl-C."""
    raise KeyboardInterrupt


def _config(text: str | None) -> dict[str, Any] | None:
    """The backend's configuration, from a file or as it stands."""
    if text is None:
        return None
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidValue(f"--backend-config is {shown(text)}, which cannot be read: {error}. Give a file of JSON, or JSON.") from None
    if not isinstance(found, dict):
        raise InvalidValue(f"--backend-config is {shown(text)}, which is no JSON object.")
    return found


def _as_json(result: "SweepResult") -> str:
    import msgspec

    return json.dumps(msgspec.to_builtins(result), indent=1)


def _told(result: "SweepResult") -> str:
    left = result.trials - result.complete - result.pruned - result.failed
    counts = [f"{result.complete} complete", f"{result.pruned} pruned", f"{result.failed} failed", f"{left} left"]
    lines = [f"Sweep {result.run_id}: {', '.join(text for text in counts if not text.startswith('0 ')) or 'no trial was run'}."]
    if result.best is not None:
        tried = ", ".join(f"{key}={value}" for key, value in result.best.parameters.items())
        lines.append(f"Best is trial {result.best.trial} (run {result.best.run_id}) with {result.best.value:g}: {tried}")
    reason = {"timeout": "The time is up.", "failures": "Too many trials failed.", "interrupted": "It was interrupted."}.get(result.state)
    if reason and left:
        lines.append(f"{reason} To go on: barograph sweep --run-id {result.run_id}")
    return "\n".join(lines)

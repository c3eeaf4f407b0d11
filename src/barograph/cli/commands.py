"""The tree of commands. Modules of commands import what they work with only when called."""

from typing import Annotated

import typer

from barograph.cli import agent, db, demo, doctor, environments, experiments, gc, jobs, reproduce, run, runs, server, sweep, sync
from barograph.version import __version__

app = typer.Typer(
    name="barograph",
    help="Track, compare, package and register machine-learning models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"barograph {__version__}")
        raise typer.Exit


@app.callback()
def barograph(
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Track, compare, package and register machine-learning models."""


app.command("server")(server.server)
app.command("ui", help="The same as `server`.")(server.server)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("reproduce")(reproduce.reproduce)
app.command("sweep")(sweep.sweep)
app.command("sync")(sync.sync)
app.command("agent")(agent.agent)
app.command("doctor")(doctor.doctor)
app.command("gc")(gc.gc)
app.add_typer(experiments.app, name="experiments")
app.add_typer(runs.app, name="runs")
app.add_typer(jobs.app, name="jobs")
app.add_typer(environments.app, name="environments")
app.add_typer(db.app, name="db")

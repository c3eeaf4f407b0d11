"""`barograph run`."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from barograph.cli.tracking import TrackingUri
from barograph.settings import ENV_PATH


def run(
    uri: Annotated[str, typer.Argument(metavar="URI", help="Folder, git repository or zip file; `#folder` behind it is one within.")],
    entry_point: Annotated[str, typer.Option("--entry-point", "-e", help="Entry point, or a script of the project.")] = "main",
    version: Annotated[str | None, typer.Option("--version", "-v", help="Branch, tag or commit.")] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param-list", "-P", metavar="NAME=VALUE", help="A parameter; again for others.")
    ] = None,
    docker_args: Annotated[
        list[str] | None, typer.Option("--docker-args", "-A", metavar="NAME[=VALUE]", help="An option for `docker run`; again for others.")
    ] = None,
    experiment_name: Annotated[str | None, typer.Option(help="Experiment, created if it is not there.  [default: the active one]")] = None,
    experiment_id: Annotated[str | None, typer.Option(help="Experiment, by id.")] = None,
    backend: Annotated[str, typer.Option("--backend", "-b", help="Where the command runs.")] = "local",
    backend_config: Annotated[str | None, typer.Option("--backend-config", "-c", help="JSON, or a JSON file, for the backend.")] = None,
    env_manager: Annotated[
        str | None, typer.Option(help="What makes the environment; `local` uses the one that is here.  [default: as the project needs]")
    ] = None,
    env_path: Annotated[str | None, typer.Option(help="Folder of an environment that is used as it is.")] = None,
    storage_dir: Annotated[
        str | None, typer.Option(help="Where paths from elsewhere are downloaded to.  [default: a temporary folder]")
    ] = None,
    run_id: Annotated[str | None, typer.Option(help="An existing run to use instead of a new one.")] = None,
    run_name: Annotated[str | None, typer.Option(help="Name of the run.")] = None,
    build_image: Annotated[bool, typer.Option("--build-image", help="Build a new image of a project that runs in one.")] = False,
    tracking_uri: TrackingUri = None,
) -> None:
    """Run a project and record it as a run.

    What the command prints appears as it comes. Exit code 1 is for a run that failed or could not be started, 2 for wrong usage, and 130
    for Ctrl-C, which ends the command and makes the run KILLED.
    """
    if experiment_name is not None and experiment_id is not None:
        raise typer.BadParameter("give either --experiment-name or --experiment-id, not both")
    if env_path is not None and env_manager is not None:
        raise typer.BadParameter("give either --env-manager or --env-path, not both")
    given = _pairs(parameters or [], "-P")
    docker = _pairs(docker_args or [], "-A", flags=True)
    config = read_config_option(backend_config)
    from barograph import projects
    from barograph.client.session import set_tracking_uri

    if env_path:
        ENV_PATH.set(str(Path(env_path).expanduser().absolute()))
        env_manager = "existing"
    if tracking_uri:
        set_tracking_uri(tracking_uri)
    with run_until_signalled():
        projects.run(
            uri,
            entry_point=entry_point,
            version=version,
            parameters=given,
            docker_args=docker,
            experiment_name=experiment_name,
            experiment_id=experiment_id,
            backend=backend,
            backend_config=config,
            storage_dir=storage_dir,
            run_id=run_id,
            run_name=run_name,
            env_manager=env_manager,
            build_image=build_image,
        )


def _pairs(given: list[str], option: str, *, flags: bool = False) -> dict[str, Any]:
    """`name=value` texts by name; with `flags` a name alone is true."""
    found: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not name or (not equals and not flags):
            raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint=option)
        if name in found:
            raise typer.BadParameter(f"{name!r} is given twice", param_hint=option)
        found[name] = value if equals else True
    return found


def read_config_option(given: str | None) -> dict[str, Any] | str | None:
    """JSON text as what it says; anything else is the path of a file."""
    if given is None or not given.lstrip().startswith("{"):
        if given is not None and not Path(given).is_file():
            raise typer.BadParameter(f"{given!r} is neither a JSON object nor a file", param_hint="--backend-config")
        return given
    try:
        read: dict[str, Any] = json.loads(given)
    except ValueError as error:
        raise typer.BadParameter(f"it is not JSON: {error}", param_hint="--backend-config") from None
    return read


class _Signalled(KeyboardInterrupt):
    """A signal that ends the run as Ctrl-C does."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def run_until_signalled() -> Iterator[None]:
    """Have Ctrl-C, SIGTERM and SIGHUP end what is run inside, rather than this process alone, and then exit with 128 and their number."""
    _end_on_signals()
    try:
        yield
    except _Signalled as signalled:
        raise SystemExit(128 + signalled.number) from None
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None


def _end_on_signals() -> None:
    """Have SIGTERM and SIGHUP end the command and the run, rather than this process alone. An ignored signal stays ignored."""

    def received(number: int, _frame: FrameType | None) -> None:
        raise _Signalled(number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, received)

"""`barograph agent`."""

import signal
import socket
import threading
import uuid
from typing import Annotated

import typer

from barograph.cli.tracking import TrackingUri, open_tracking, tracking_uri_of
from barograph.model.job import DEFAULT_QUEUE

_lock = threading.Lock()


def agent(
    queue: Annotated[
        list[str] | None, typer.Option(help="Queue to take jobs from; may be repeated, the first comes first.  [default: default]")
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="Run projects whose URI begins so, as https://git.example.org/team/ or /srv/projects; may be repeated."),
    ] = None,
    allow_any: Annotated[bool, typer.Option("--allow-any", help="Run whatever project anybody enqueues.")] = False,
    slots: Annotated[int, typer.Option("--slots", "-n", min=1, max=1_000, help="Jobs at once.")] = 1,
    name: Annotated[str | None, typer.Option(help="What others see.  [default: the host's name]")] = None,
    tracking_uri: TrackingUri = None,
    heartbeat: Annotated[
        float, typer.Option(min=0.1, max=3600, help="Seconds between signs of life; after 12 that are missed others get the jobs.")
    ] = 5.0,
    poll: Annotated[float, typer.Option(min=0.05, max=3600, help="Seconds between questions for another job.")] = 2.0,
    grace: Annotated[
        float, typer.Option(min=0, help="Seconds that jobs may go on for once the agent is told to stop; then they are given back.")
    ] = 30.0,
    once: Annotated[bool, typer.Option("--once", help="End when no job is left to take.")] = False,
) -> None:
    """Take jobs from queues of the server and run them, until told to stop by Ctrl-C or SIGTERM.

    An agent runs the code that jobs name, as the user who starts it: give --allow for the projects that you trust.
    """
    from barograph.model.job import AgentReport
    from barograph.projects.agent.agent import LEASE_OF_HEARTBEATS, Agent, AgentSettings
    from barograph.projects.agent.allowed import allowed

    accepted = allowed(allow or (), anywhere=allow_any)
    report = AgentReport(
        agent_id=uuid.uuid4().hex,
        name=name or socket.gethostname() or "agent",
        queues=tuple(queue or (DEFAULT_QUEUE,)),
        slots=slots,
        lease_ms=round(LEASE_OF_HEARTBEATS * heartbeat * 1000),
    )
    settings = AgentSettings(
        report=report,
        allowed=accepted,
        tracking_uri=tracking_uri_of(tracking_uri),
        heartbeat_s=heartbeat,
        poll_s=poll,
        grace_s=grace,
        once=once,
    )
    store = open_tracking(tracking_uri)
    works = Agent(store, settings, _say)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: works.stop())
    works.run()
    store.close()


def _say(line: str) -> None:
    with _lock:
        print(line, flush=True)

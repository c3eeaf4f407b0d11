"""What the processes that write runs say of themselves."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import run_life as wire
from barograph.wire.message import Empty
from barograph.wire.runs import Run

__all__ = ["ROUTES"]


def heartbeat(context: Context, request: wire.Heartbeat) -> Empty:
    context.store.beat(request.run_ids, period_ms=request.period_ms)
    return Empty()


def contact(context: Context, request: wire.GetContact) -> wire.Contacts:
    found = context.store.contacts(request.run_ids)
    return wire.Contacts(contacts=tuple([wire.Contact.from_model(each) for each in found]))


def join(context: Context, request: wire.JoinRun) -> wire.RunJoined:
    run, created = context.store.join_run(request.to_model(), request.shared_id)
    return wire.RunJoined(run=Run.from_model(run), created=created)


ROUTES = [
    Route("POST", "runs/heartbeat", Policy.WRITE, heartbeat, family=Family.NATIVE),
    Route("GET", "runs/contact", Policy.READ, contact, family=Family.NATIVE),
    Route("POST", "runs/join", Policy.WRITE, join, family=Family.NATIVE),
]

"""Notes in Markdown."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import notes as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def update(context: Context, request: wire.ChangeNote) -> Empty:
    context.store.change_note(request.to_model(), request.text, before=request.before)
    return Empty()


ROUTES = [
    Route("POST", "notes/update", Policy.WRITE, update, family=Family.NATIVE),
]

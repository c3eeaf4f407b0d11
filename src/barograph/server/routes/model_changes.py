"""What happened to the versions of registered models."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import model_changes as wire
from barograph.wire.model_versions import to_number

__all__ = ["ROUTES"]


def changes(context: Context, request: wire.GetModelChanges) -> wire.ModelChangesFound:
    number = None if request.version is None else to_number(request.version)
    page = context.store.model_changes(request.name, number, max_results=request.max_results, page_token=request.page_token)
    return wire.ModelChangesFound.from_model(page)


ROUTES = [
    Route("GET", "registered-models/changes", Policy.READ, changes, family=Family.NATIVE),
]

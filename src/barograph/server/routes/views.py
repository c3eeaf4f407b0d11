"""Saved views of experiments."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import views as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def create(context: Context, request: wire.CreateView) -> wire.ViewSaved:
    return wire.ViewSaved(view=wire.SavedView.from_model(context.store.create_view(request.to_model())))


def list_views(context: Context, request: wire.ListViews) -> wire.ViewsFound:
    found = context.store.list_views(request.experiment_id, owner=request.owner)
    return wire.ViewsFound(views=tuple([wire.SavedView.from_model(view) for view in found]))


def update(context: Context, request: wire.UpdateView) -> wire.ViewSaved:
    changed = context.store.update_view(
        request.view_id, revision=request.revision, owner=request.owner, name=request.name, search=request.search
    )
    return wire.ViewSaved(view=wire.SavedView.from_model(changed))


def delete(context: Context, request: wire.DeleteView) -> Empty:
    context.store.delete_view(request.view_id, revision=request.revision, owner=request.owner)
    return Empty()


def set_default(context: Context, request: wire.SetDefaultView) -> Empty:
    context.store.set_default_view(request.experiment_id, request.view_id)
    return Empty()


ROUTES = [
    Route("POST", "views/create", Policy.WRITE, create, family=Family.NATIVE),
    Route("GET", "views/list", Policy.READ, list_views, family=Family.NATIVE),
    Route("POST", "views/update", Policy.WRITE, update, family=Family.NATIVE),
    Route("POST", "views/delete", Policy.WRITE, delete, family=Family.NATIVE),
    Route("POST", "views/set-default", Policy.WRITE, set_default, family=Family.NATIVE),
]

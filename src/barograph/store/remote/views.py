"""Saved views of a tracking server."""

from barograph.model.view import NewView, SavedView
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import views as wire
from barograph.wire.message import Empty


class RemoteViews(RemoteAggregate):
    """`store.view_base.ViewStore` over HTTP. An MLflow server has no such routes: `EndpointNotFound`."""

    def create_view(self, new: NewView) -> SavedView:
        return self._connection.post("views/create", wire.CreateView.from_model(new), wire.ViewSaved, api=NATIVE_API).view.to_model()

    def list_views(self, experiment_id: str, *, owner: str = "") -> tuple[SavedView, ...]:
        request = wire.ListViews(experiment_id=experiment_id, owner=owner)
        found = self._connection.get("views/list", request, wire.ViewsFound, api=NATIVE_API)
        return tuple([view.to_model() for view in found.views])

    def update_view(self, view_id: str, *, revision: int, owner: str = "", name: str | None = None, search: str | None = None) -> SavedView:
        request = wire.UpdateView(view_id=view_id, revision=revision, owner=owner, name=name, search=search)
        return self._connection.post("views/update", request, wire.ViewSaved, api=NATIVE_API).view.to_model()

    def delete_view(self, view_id: str, *, revision: int, owner: str = "") -> None:
        self._connection.post("views/delete", wire.DeleteView(view_id=view_id, revision=revision, owner=owner), Empty, api=NATIVE_API)

    def set_default_view(self, experiment_id: str, view_id: str | None) -> None:
        request = wire.SetDefaultView(experiment_id=experiment_id, view_id=view_id)
        self._connection.post("views/set-default", request, Empty, api=NATIVE_API)

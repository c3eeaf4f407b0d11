"""What happened to the versions of registered models of a tracking server."""

from barograph.model import Page
from barograph.model.model_change import ModelChange
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import model_changes as wire


class RemoteModelChanges(RemoteAggregate):
    """`store.registry_base.ModelChangeStore` over HTTP. An MLflow server has no such route: `EndpointNotFound`."""

    def model_changes(
        self, name: str, version: int | None = None, *, max_results: int | None = None, page_token: str | None = None
    ) -> Page[ModelChange]:
        number = None if version is None else str(version)
        request = wire.GetModelChanges(name=name, version=number, max_results=max_results, page_token=page_token)
        found = self._connection.get("registered-models/changes", request, wire.ModelChangesFound, api=NATIVE_API)
        return Page(tuple([change.to_model() for change in found.changes]), found.next_page_token)

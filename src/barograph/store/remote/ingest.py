"""Parcels for a tracking server that takes them."""

from barograph.model import Parcel, Receipt
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.wire import ingest as wire


class RemoteIngest(RemoteAggregate):
    """`store.base.IngestStore` over HTTP. An MLflow server has no such route: `EndpointNotFound`."""

    def ingest(self, parcel: Parcel) -> Receipt:
        request = wire.Parcel.from_model(parcel)
        return self._connection.post_msgpack("/api/barograph/1/ingest", request, wire.Receipt).to_model()

"""Frames for a tracking server that takes them."""

from collections.abc import Sequence

from barograph.model import Frame, Refusal
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.wire import ingest as wire


class RemoteIngest(RemoteAggregate):
    """`store.base.IngestStore` over HTTP. An MLflow server has no such route: `EndpointNotFound`."""

    def ingest(self, writer_id: str, frames: Sequence[Frame]) -> tuple[Refusal, ...]:
        request = wire.Ingest(writer_id=writer_id, frames=tuple([wire.FrameMessage.from_model(frame) for frame in frames]))
        answer = self._connection.post_msgpack("/api/barograph/1/ingest", request, wire.Ingested)
        return tuple([refused.to_model() for refused in answer.refused])

"""POST ingest: frames of one writer, as MessagePack."""

import msgspec

from barograph import model
from barograph.errors import InvalidValue
from barograph.wire.message import Answer


class Point(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """A point of a metric."""

    key: str
    value: float
    timestamp: int
    step: int


class FrameMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A frame, as it is sent and as it stands in journals."""

    sequence: int
    run_id: str
    metrics: tuple[Point, ...] = ()
    params: dict[str, str] = {}
    tags: dict[str, str] = {}
    status: model.RunStatus | None = None
    end_time: int | None = None

    @classmethod
    def from_model(cls, frame: model.Frame) -> "FrameMessage":
        return cls(
            sequence=frame.sequence,
            run_id=frame.run_id,
            metrics=tuple([Point(point.key, point.value, point.timestamp_ms, point.step) for point in frame.metrics]),
            params=frame.params,
            tags=frame.tags,
            status=frame.status,
            end_time=frame.end_time_ms,
        )

    def to_model(self) -> model.Frame:
        return model.Frame(
            sequence=self.sequence,
            run_id=self.run_id,
            metrics=tuple([model.Metric(key=p.key, value=p.value, timestamp_ms=p.timestamp, step=p.step) for p in self.metrics]),
            params=self.params,
            tags=self.tags,
            status=self.status,
            end_time_ms=self.end_time,
        )


class Ingest(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Frames in their order."""

    writer_id: str
    frames: tuple[FrameMessage, ...]


class RefusedFrame(Answer, kw_only=True):
    """A frame that the server will not store, and why."""

    sequence: int
    run_id: str
    error_code: str
    message: str

    @classmethod
    def from_model(cls, refusal: model.Refusal) -> "RefusedFrame":
        return cls(sequence=refusal.sequence, run_id=refusal.run_id, error_code=refusal.error_code, message=refusal.message)

    def to_model(self) -> model.Refusal:
        return model.Refusal(sequence=self.sequence, run_id=self.run_id, error_code=self.error_code, message=self.message)


class Ingested(Answer, kw_only=True):
    """Every frame sent is stored, but for the refused ones."""

    refused: tuple[RefusedFrame, ...] = ()


_REQUESTS = msgspec.msgpack.Decoder(Ingest)


def read_request(body: bytes) -> Ingest:
    """The request in a body; another form raises `InvalidValue`."""
    try:
        return _REQUESTS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidValue(f"The body is not an ingest request in MessagePack: {error}.") from None

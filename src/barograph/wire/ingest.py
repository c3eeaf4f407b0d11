"""POST ingest: a parcel of one writer, as MessagePack."""

import msgspec

from barograph import model
from barograph.errors import InvalidValue
from barograph.wire.inputs import DatasetInput, ModelOutput
from barograph.wire.message import Answer
from barograph.wire.runs import CreateRun
from barograph.wire.scalars import Int64


class Series(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """New points of a metric: columns of little-endian int64, int64 and float64."""

    key: str
    steps: bytes
    timestamps: bytes
    values: bytes


class Point(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """A point of a metric that names a logged model or a data set."""

    key: str
    value: float
    timestamp: int
    step: int
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None


class Logged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What was logged to one run; it stands in journals in this form, too."""

    run_id: str
    new: CreateRun | None = None
    params: dict[str, str] = {}
    series: tuple[Series, ...] = ()
    points: tuple[Point, ...] = ()
    tags: dict[str, str] = {}
    datasets: tuple[DatasetInput, ...] = ()
    model_ids: tuple[str, ...] = ()
    outputs: tuple[ModelOutput, ...] = ()
    status: model.RunStatus | None = None
    end_time: Int64 | None = None

    @classmethod
    def from_model(cls, logged: model.Logged) -> "Logged":
        return cls(
            run_id=logged.run_id,
            new=None if logged.new is None else CreateRun.from_model(logged.new),
            params=logged.params,
            series=tuple([Series(each.key, each.steps, each.timestamps_ms, each.values) for each in logged.series]),
            points=tuple(
                [Point(p.key, p.value, p.timestamp_ms, p.step, p.model_id, p.dataset_name, p.dataset_digest) for p in logged.points]
            ),
            tags=logged.tags,
            datasets=tuple([DatasetInput.from_model(given) for given in logged.datasets]),
            model_ids=logged.model_ids,
            outputs=tuple([ModelOutput.from_model(made) for made in logged.outputs]),
            status=logged.status,
            end_time=logged.end_time_ms,
        )

    def to_model(self) -> model.Logged:
        return model.Logged(
            run_id=self.run_id,
            new=None if self.new is None else msgspec.structs.replace(self.new.to_model(), run_id=self.run_id),
            params=self.params,
            series=tuple(
                [model.Series(key=each.key, steps=each.steps, timestamps_ms=each.timestamps, values=each.values) for each in self.series]
            ),
            points=tuple(
                [
                    model.Metric(
                        key=p.key,
                        value=p.value,
                        timestamp_ms=p.timestamp,
                        step=p.step,
                        model_id=p.model_id,
                        dataset_name=p.dataset_name,
                        dataset_digest=p.dataset_digest,
                    )
                    for p in self.points
                ]
            ),
            tags=self.tags,
            datasets=tuple([given.to_model() for given in self.datasets]),
            model_ids=self.model_ids,
            outputs=tuple([made.to_model() for made in self.outputs]),
            status=self.status,
            end_time_ms=self.end_time,
        )


class Parcel(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The records `first` to `last` of a writer."""

    writer_id: str
    first: int
    last: int
    runs: tuple[Logged, ...]

    @classmethod
    def from_model(cls, parcel: model.Parcel) -> "Parcel":
        return cls(parcel.writer_id, parcel.first, parcel.last, tuple([Logged.from_model(logged) for logged in parcel.runs]))

    def to_model(self) -> model.Parcel:
        runs = tuple([logged.to_model() for logged in self.runs])
        return model.Parcel(writer_id=self.writer_id, first=self.first, last=self.last, runs=runs)


class Refusal(Answer, kw_only=True):
    """Something that the server will not store, and why."""

    run_id: str
    what: str
    error_code: str
    message: str

    @classmethod
    def from_model(cls, refusal: model.Refusal) -> "Refusal":
        return cls(run_id=refusal.run_id, what=refusal.what, error_code=refusal.error_code, message=refusal.message)

    def to_model(self) -> model.Refusal:
        return model.Refusal(run_id=self.run_id, what=self.what, error_code=self.error_code, message=self.message)


class Receipt(Answer, kw_only=True):
    """The last record of the writer that the server knows, and what of the parcel it refused."""

    last: int
    refused: tuple[Refusal, ...] = ()

    @classmethod
    def from_model(cls, receipt: model.Receipt) -> "Receipt":
        return cls(last=receipt.last, refused=tuple([Refusal.from_model(refusal) for refusal in receipt.refusals]))

    def to_model(self) -> model.Receipt:
        return model.Receipt(last=self.last, refusals=tuple([refused.to_model() for refused in self.refused]))


_PARCELS = msgspec.msgpack.Decoder(Parcel)


def read_parcel(body: bytes) -> model.Parcel:
    """The parcel in a body; another form raises `InvalidValue`."""
    try:
        return _PARCELS.decode(body).to_model()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidValue(f"The body is not a parcel in MessagePack: {error}.") from None

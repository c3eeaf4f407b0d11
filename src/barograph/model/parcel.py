"""Parcels: a stretch of what one writer logged, sorted by run and series, as it travels to a store."""

import re
import struct
from collections.abc import Iterator

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model.dataset import DatasetInput
from barograph.model.metric import Metric
from barograph.model.run import ModelOutput, NewRun, RunStatus

_WRITER_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_LARGEST = 2**63 - 1

REFUSED_TAG = "barograph.refused"
"""The tag of a run that says what of it was refused last, and why."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """New points of one metric as packed columns of n little-endian numbers: int64, int64, float64."""

    key: str
    steps: bytes
    timestamps_ms: bytes
    values: bytes

    def columns(self) -> tuple[list[int], list[int], list[float]]:
        """Steps, timestamps and values, at least one of each. Columns that do not fit each other raise `InvalidValue`."""
        size = len(self.steps)
        if not size or size % 8 or size != len(self.timestamps_ms) or size != len(self.values):
            raise InvalidValue(
                f"The columns of metric {shown(self.key)} have {size}, {len(self.timestamps_ms)} and {len(self.values)} bytes."
                " Give 8 for each point, in each."
            )
        n = size // 8
        steps, timestamps = struct.unpack(f"<{n}q", self.steps), struct.unpack(f"<{n}q", self.timestamps_ms)
        if min(timestamps) < 0:
            raise InvalidValue(f"Metric {shown(self.key)} has timestamp {min(timestamps)}. A timestamp is 0 or more milliseconds.")
        return list(steps), list(timestamps), list(struct.unpack(f"<{n}d", self.values))


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """What was logged to one run. `points` are those that name a logged model or a data set; `new` creates the run under `run_id`."""

    run_id: str
    new: NewRun | None = None
    params: dict[str, str] = {}
    series: tuple[Series, ...] = ()
    points: tuple[Metric, ...] = ()
    tags: dict[str, str] = {}
    datasets: tuple[DatasetInput, ...] = ()
    model_ids: tuple[str, ...] = ()
    outputs: tuple[ModelOutput, ...] = ()
    status: RunStatus | None = None
    end_time_ms: int | None = None

    def pieces(self) -> Iterator[tuple[str, "Logged"]]:
        """Each thing alone, with a name for it, in an order in which they can be stored one after the other."""
        run_id = self.run_id
        if self.new is not None:
            yield "the run itself", Logged(run_id=run_id, new=self.new)
        for key, value in self.params.items():
            yield f"param {shown(key)}", Logged(run_id=run_id, params={key: value})
        for each in self.series:
            yield f"metric {shown(each.key)}", Logged(run_id=run_id, series=(each,))
        for points in _by_source(self.points):
            yield f"metric {shown(points[0].key)}", Logged(run_id=run_id, points=points)
        for key, value in self.tags.items():
            yield f"tag {shown(key)}", Logged(run_id=run_id, tags={key: value})
        for given in self.datasets:
            yield f"data set {shown(given.dataset.name)}", Logged(run_id=run_id, datasets=(given,))
        for model_id in self.model_ids:
            yield f"model {shown(model_id)}", Logged(run_id=run_id, model_ids=(model_id,))
        for made in self.outputs:
            yield f"model {shown(made.model_id)}", Logged(run_id=run_id, outputs=(made,))
        if self.status is not None or self.end_time_ms is not None:
            yield "status", Logged(run_id=run_id, status=self.status, end_time_ms=self.end_time_ms)


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """The records `first` to `last` of a writer, which counts what it logs from 1 without gaps.

    Runs are in the order of their first record. For one run the order among records is kept where it matters: the last value of a tag and
    the last status count.
    """

    writer_id: str
    first: int
    last: int
    runs: tuple[Logged, ...] = ()

    def check(self) -> None:
        """Raise `InvalidValue` for a writer or numbers that cannot be."""
        if not _WRITER_ID.fullmatch(self.writer_id):
            raise InvalidValue(f"Invalid writer id {shown(self.writer_id)}. Use 1 to 64 letters, digits and dashes.")
        if not 1 <= self.first <= self.last <= _LARGEST:
            raise InvalidValue(f"Invalid records {self.first} to {self.last}. Count from 1.")

    def may_follow(self, last: int | None) -> bool:
        """Whether it goes on exactly where the store is, which knows the writer's records up to `last`; a new writer may start anywhere."""
        return last is None or self.first == last + 1


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not stored, and never will be."""

    run_id: str
    what: str
    error_code: str
    message: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The last record of the writer that the store knows now, and what of the parcel it refused."""

    last: int
    refusals: tuple[Refusal, ...] = ()


def _by_source(points: tuple[Metric, ...]) -> list[tuple[Metric, ...]]:
    groups: dict[tuple[str, str | None, str | None, str | None], list[Metric]] = {}
    for point in points:
        groups.setdefault((point.key, point.model_id, point.dataset_name, point.dataset_digest), []).append(point)
    return [tuple(group) for group in groups.values()]

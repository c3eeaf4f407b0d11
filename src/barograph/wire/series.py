"""POST metrics/series and GET metrics/names: many series at once, as columns. Barograph's own routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from barograph import model
from barograph.errors import InvalidValue
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Double, Int64, to_wire

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEDIA_TYPE = "application/msgpack"


class GetSeries(Request, kw_only=True):
    """POST metrics/series: series of 1 to 1,000 runs, whole or as samples of at most `max_points`, in a range of steps, along an axis.

    `keys` take a series by its name, or by its key in any context; `contexts` keep only series of exactly these.
    """

    run_ids: tuple[str, ...] = ()
    keys: tuple[str, ...] | None = None
    contexts: tuple[dict[str, str], ...] | None = None
    max_points: Int64 | None = None
    start_step: Int64 | None = None
    end_step: Int64 | None = None
    axis: model.Axis = model.Axis.STEP

    @classmethod
    def from_model(cls, query: model.SeriesQuery) -> GetSeries:
        return cls(**{name: getattr(query, name) for name in query.__struct_fields__})

    def to_model(self) -> model.SeriesQuery:
        return model.SeriesQuery(**{name: getattr(self, name) for name in self.__struct_fields__})


class WholeSeries(Answer, kw_only=True):
    """Which series it is, and what is known of all of it, however much is shown."""

    run_id: str
    name: str
    key: str
    context: dict[str, str]
    count: int
    first_step: int
    last_step: int


class Series(WholeSeries, kw_only=True):
    """One series: columns of equal length. `count`, `first_step` and `last_step` are of the whole series."""

    steps: list[int]
    timestamps: list[int]
    values: list[Double]

    @classmethod
    def from_model(cls, series: model.MetricSeries) -> Series:
        import numpy as np

        values: list[Double] = series.values.tolist()
        for place in np.flatnonzero(~np.isfinite(series.values)).tolist():
            values[place] = to_wire(series.values[place])
        return cls(**_whole(series), steps=series.steps.tolist(), timestamps=series.timestamps_ms.tolist(), values=values)


class SeriesFound(Answer, kw_only=True):
    """Series in the order of the runs asked for, then of names."""

    series: tuple[Series, ...] = ()


class PackedSeries(WholeSeries, kw_only=True):
    """One series whose columns are packed: little-endian int64, int64 and float64."""

    steps: bytes
    timestamps: bytes
    values: bytes

    @classmethod
    def from_model(cls, series: model.MetricSeries) -> PackedSeries:
        columns = (series.steps.astype("<i8"), series.timestamps_ms.astype("<i8"), series.values.astype("<f8"))
        steps, timestamps, values = (column.tobytes() for column in columns)
        return cls(**_whole(series), steps=steps, timestamps=timestamps, values=values)

    def to_model(self) -> model.MetricSeries:
        import numpy as np

        if not len(self.steps) == len(self.timestamps) == len(self.values):
            raise InvalidValue(f"The columns of series {self.name} have different lengths. Ask the server again.")
        values: NDArray[np.float64] = np.frombuffer(self.values, "<f8").astype(np.float64, copy=False)
        steps, timestamps = (np.frombuffer(each, "<i8").astype(np.int64, copy=False) for each in (self.steps, self.timestamps))
        return model.MetricSeries(**_whole(self), steps=steps, timestamps_ms=timestamps, values=values)


class PackedSeriesFound(Answer, kw_only=True):
    """`SeriesFound` in MessagePack."""

    series: tuple[PackedSeries, ...] = ()


_WHOLE = WholeSeries.__struct_fields__


def _whole(series: msgspec.Struct) -> dict[str, Any]:
    return {field: getattr(series, field) for field in _WHOLE}


class GetNames(Request, kw_only=True):
    """GET metrics/names: names of the series of 1 to 1,000 runs."""

    run_ids: tuple[str, ...] = ()


class MetricName(Answer, kw_only=True):
    """The name of a series, and the key and context that it tells."""

    name: str
    key: str
    context: dict[str, str]

    def to_model(self) -> model.MetricName:
        return model.MetricName(name=self.name, key=self.key, context=self.context)

    @classmethod
    def from_model(cls, name: model.MetricName) -> MetricName:
        return cls(name=name.name, key=name.key, context=name.context)


class NamesFound(Answer, kw_only=True):
    """Names by code point."""

    names: tuple[MetricName, ...] = ()

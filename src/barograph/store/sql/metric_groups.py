"""Metric points of one call, checked, sorted into series and packed: everything that needs no database."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model import Metric
from barograph.model.limits import check_key
from barograph.store.series.codec import RAW, pack_raw
from barograph.store.series.merge import MAX_CHUNK_POINTS, Chunk
from barograph.store.series.summary import Summary, summarize

_LARGEST = 2**63 - 1
_SMALLEST = -(2**63)


class Attributes(NamedTuple):
    """What sets a series apart from the plain one of its run and key."""

    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None

    def document(self) -> str:
        """Canonical JSON of the attributes that are given."""
        return msgspec.json.encode({name: value for name, value in self._asdict().items() if value}, order="sorted").decode()


PLAIN = Attributes()


class MetricGroup(NamedTuple):
    """New points of one series."""

    key: str
    attributes: Attributes
    chunks: list[Chunk]
    summary: Summary


_Columns = tuple[list[int], list[int], list[float]]


def grouped(metrics: Sequence[Metric]) -> list[MetricGroup]:
    """The points by series, in order of first appearance. A point with attributes also goes to the plain series of its key."""
    plain: dict[str, _Columns] = {}
    attributed: dict[tuple[str, Attributes], _Columns] = {}
    for metric in metrics:
        key, timestamp_ms, step, value = metric.key, metric.timestamp_ms, metric.step, metric.value
        if type(value) is not float or type(step) is not int or type(timestamp_ms) is not int:
            value, step, timestamp_ms = _numbers(metric)
        if not 0 <= timestamp_ms <= _LARGEST or not _SMALLEST <= step <= _LARGEST:
            raise InvalidValue(
                f"Metric {shown(key)} has timestamp {timestamp_ms} and step {step}."
                " A timestamp is 0 or more milliseconds; both fit 64 bits."
            )
        if key not in plain:
            plain[check_key(key, "metric name")] = ([], [], [])
        steps, timestamps, values = plain[key]
        steps.append(step)
        timestamps.append(timestamp_ms)
        values.append(value)
        if metric.model_id or metric.dataset_name or metric.dataset_digest:
            attributes = Attributes(metric.model_id or None, metric.dataset_name or None, metric.dataset_digest or None)
            steps, timestamps, values = attributed.setdefault((key, attributes), ([], [], []))
            steps.append(step)
            timestamps.append(timestamp_ms)
            values.append(value)
    series = [((key, PLAIN), columns) for key, columns in plain.items()]
    series += attributed.items()
    return [MetricGroup(key, attributes, _chunks(*columns), summarize(*columns)) for (key, attributes), columns in series]


def group_of(key: str, steps: list[int], timestamps_ms: list[int], values: list[float]) -> MetricGroup:
    """At least one point of a plain series, in columns whose numbers are known to be in range."""
    columns = (steps, timestamps_ms, values)
    return MetricGroup(check_key(key, "metric name"), PLAIN, _chunks(*columns), summarize(*columns))


def _numbers(metric: Metric) -> tuple[float, int, int]:
    """The point's numbers in their plain types. Anything that is not a number raises `InvalidValue`."""
    try:
        if isinstance(metric.value, str | bytes | bool):
            raise TypeError
        value = float(metric.value)
        step, timestamp_ms = (number.__index__() for number in (metric.step, metric.timestamp_ms))
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise InvalidValue(
            f"Metric {shown(metric.key)} has value {shown(metric.value)}, timestamp {shown(metric.timestamp_ms)} and step"
            f" {shown(metric.step)}. The value must be a number, timestamp and step whole numbers."
        ) from None
    return value, step, timestamp_ms


def _chunks(steps: list[int], timestamps_ms: list[int], values: list[float]) -> list[Chunk]:
    if len(steps) == 1:
        return [Chunk(1, steps[0], steps[0], RAW, pack_raw(steps, timestamps_ms, values))]
    parts = (slice(start, start + MAX_CHUNK_POINTS) for start in range(0, len(steps), MAX_CHUNK_POINTS))
    return [
        Chunk(len(steps[part]), min(steps[part]), max(steps[part]), RAW, pack_raw(steps[part], timestamps_ms[part], values[part]))
        for part in parts
    ]

"""Metric points and series. Values are any IEEE double: NaN and the infinities are data and kept exactly."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Axis(StrEnum):
    """What a series runs along."""

    STEP = "step"
    TIME = "time"


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One point of a series.

    A point is identified by all of its fields: logging an equal point again changes nothing. `model_id`, `dataset_name` and
    `dataset_digest` tie the point to a logged model and the data it was measured on.
    """

    key: str
    value: float
    timestamp_ms: int
    step: int = 0
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None


class RunMetric(msgspec.Struct, frozen=True, kw_only=True):
    """One point together with the run it belongs to, for reads across runs."""

    run_id: str
    key: str
    value: float
    timestamp_ms: int
    step: int = 0


class ModelMetric(msgspec.Struct, frozen=True, kw_only=True):
    """One point measured on a logged model, with the run that logged it."""

    model_id: str
    run_id: str
    key: str
    value: float
    timestamp_ms: int
    step: int = 0
    dataset_name: str | None = None
    dataset_digest: str | None = None


class MetricName(msgspec.Struct, frozen=True, kw_only=True):
    """What a series is called: `name` to everybody, `key` and `context` to those who logged it with a context."""

    name: str
    key: str
    context: dict[str, str] = {}


class MetricSeries(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Points of one series of a run as columns of shape `(n,)`, int64 and float64, along the axis that was asked for.

    `count`, `first_step` and `last_step` are of the whole series, of which the columns may be a sample or a range. `count` includes exact
    duplicates that the store has not dropped yet.
    """

    run_id: str
    name: str
    key: str
    context: dict[str, str] = {}
    count: int
    first_step: int
    last_step: int
    steps: NDArray[np.int64]
    timestamps_ms: NDArray[np.int64]
    values: NDArray[np.float64]

"""Metric points. Values are any IEEE double: NaN and the infinities are data and kept exactly."""

import msgspec


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

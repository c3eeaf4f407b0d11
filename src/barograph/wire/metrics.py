"""Metric points and series."""

from collections.abc import Iterable
from math import isfinite

import msgspec

from barograph import model
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Double, Int64, Required, Timestamp, from_wire, to_wire


class Metric(msgspec.Struct, frozen=True, gc=False):
    """A point as read."""

    key: str
    value: Double
    timestamp: int
    step: int

    @classmethod
    def from_models(cls, metrics: Iterable[model.Metric]) -> "tuple[Metric, ...]":
        """Many points at once: most of the work of large answers is here."""
        return tuple(
            [
                cls(metric.key, metric.value if isfinite(metric.value) else to_wire(metric.value), metric.timestamp_ms, metric.step)
                for metric in metrics
            ]
        )

    def to_model(self) -> model.Metric:
        return model.Metric(key=self.key, value=from_wire(self.value), timestamp_ms=self.timestamp, step=self.step)


class RunMetric(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A point with its run, for reads across runs."""

    key: str
    value: Double
    timestamp: int
    step: int
    run_id: str

    @classmethod
    def from_model(cls, metric: model.RunMetric) -> "RunMetric":
        return cls(key=metric.key, value=to_wire(metric.value), timestamp=metric.timestamp_ms, step=metric.step, run_id=metric.run_id)

    def to_model(self) -> model.RunMetric:
        return model.RunMetric(run_id=self.run_id, key=self.key, value=from_wire(self.value), timestamp_ms=self.timestamp, step=self.step)


class ModelMetric(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A point measured on a logged model."""

    key: str
    value: Double
    timestamp: int
    step: int
    dataset_name: str | None = None
    dataset_digest: str | None = None
    model_id: str
    run_id: str

    @classmethod
    def from_model(cls, metric: model.ModelMetric) -> "ModelMetric":
        return cls(
            key=metric.key,
            value=to_wire(metric.value),
            timestamp=metric.timestamp_ms,
            step=metric.step,
            dataset_name=metric.dataset_name,
            dataset_digest=metric.dataset_digest,
            model_id=metric.model_id,
            run_id=metric.run_id,
        )

    def to_model(self) -> model.ModelMetric:
        return model.ModelMetric(
            model_id=self.model_id,
            run_id=self.run_id,
            key=self.key,
            value=from_wire(self.value),
            timestamp_ms=self.timestamp,
            step=self.step,
            dataset_name=self.dataset_name or None,
            dataset_digest=self.dataset_digest or None,
        )


class LogMetric(Request, kw_only=True):
    """POST runs/log-metric."""

    run_id: Required
    run_uuid: str | None = None
    key: Required
    value: Double
    timestamp: Timestamp
    step: Int64 = 0
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None

    @classmethod
    def from_model(cls, run_id: str, metric: model.Metric) -> "LogMetric":
        return cls(
            run_id=run_id,
            run_uuid=run_id,
            key=metric.key,
            value=to_wire(metric.value),
            timestamp=metric.timestamp_ms,
            step=metric.step,
            model_id=metric.model_id,
            dataset_name=metric.dataset_name,
            dataset_digest=metric.dataset_digest,
        )

    def to_model(self) -> model.Metric:
        return model.Metric(
            key=self.key,
            value=from_wire(self.value),
            timestamp_ms=self.timestamp,
            step=self.step,
            model_id=self.model_id or None,
            dataset_name=self.dataset_name or None,
            dataset_digest=self.dataset_digest or None,
        )


class GetHistory(Request, kw_only=True):
    """GET metrics/get-history: one series of one run."""

    run_id: Required
    run_uuid: str | None = None
    metric_key: Required
    max_results: Int64 | None = None
    page_token: str | None = None


class History(Answer, kw_only=True):
    """Points by (timestamp, step, value), NaN ordered as 0."""

    metrics: tuple[Metric, ...] = ()
    next_page_token: str | None = None


class GetHistories(Request, kw_only=True):
    """GET metrics/get-history-bulk: one key of 1 to 100 runs."""

    run_id: tuple[str, ...] = ()
    metric_key: Required
    max_results: Int64 = 25_000


class Histories(msgspec.Struct, frozen=True, kw_only=True):
    """Points by (run id, timestamp, step, value), cut at `max_results` overall. `metrics` is there even if empty."""

    metrics: tuple[RunMetric, ...]


class GetHistoryInterval(Request, kw_only=True):
    """GET metrics/get-history-bulk-interval: one key of 1 to 100 runs within a step range, thinned to `max_results` per run."""

    run_ids: tuple[str, ...] = ()
    metric_key: Required
    start_step: Int64 | None = None
    end_step: Int64 | None = None
    max_results: Int64 = 2_500


class HistoryInterval(Answer, kw_only=True):
    """Points in the order of the runs asked for, each by (step, timestamp, value)."""

    metrics: tuple[RunMetric, ...] = ()

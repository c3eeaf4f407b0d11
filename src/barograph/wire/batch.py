"""POST runs/log-batch: metrics, params and tags of one run at once."""

from collections.abc import Iterable, Mapping

import msgspec

from barograph import model
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.message import Request
from barograph.wire.params import Param
from barograph.wire.scalars import Double, Int64, Required, Timestamp, from_wire, to_wire
from barograph.wire.tags import Tag


class MetricInput(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A point to log. `run_id` is ignored; clients send it."""

    key: str
    value: Double
    timestamp: Timestamp
    step: Int64 = 0
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None
    run_id: str | None = None

    @classmethod
    def from_model(cls, metric: model.Metric) -> "MetricInput":
        return cls(
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
            value=self.value if type(self.value) is float else from_wire(self.value),
            timestamp_ms=self.timestamp,
            step=self.step,
            model_id=self.model_id or None,
            dataset_name=self.dataset_name or None,
            dataset_digest=self.dataset_digest or None,
        )


class LogBatch(Request, kw_only=True):
    """All or nothing; any list may be empty."""

    run_id: Required
    metrics: tuple[MetricInput, ...] = ()
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()

    @classmethod
    def from_model(
        cls, run_id: str, *, metrics: Iterable[model.Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> "LogBatch":
        return cls(
            run_id=run_id,
            metrics=tuple([MetricInput.from_model(metric) for metric in metrics]),
            params=wire_params.from_mapping(params),
            tags=wire_tags.from_mapping(tags),
        )

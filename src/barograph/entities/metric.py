"""Metric points."""

import math
from dataclasses import dataclass

from barograph import model
from barograph.entities.entity import Entity


@dataclass(frozen=True)
class Metric(Entity):
    """One point of a series; `timestamp` is milliseconds UTC."""

    key: str
    value: float
    timestamp: int
    step: int
    model_id: str | None = None
    dataset_name: str | None = None
    dataset_digest: str | None = None
    run_id: str | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Metric):
            return NotImplemented
        mine, others = dict(self), dict(other)
        both_nan = math.isnan(mine.pop("value")) and math.isnan(others.pop("value"))
        return mine == others if both_nan else dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash((self.key, self.timestamp, self.step, self.model_id, self.dataset_name, self.dataset_digest, self.run_id))

    @classmethod
    def of(cls, point: model.Metric, run_id: str | None = None) -> "Metric":
        """The point as a store gives it."""
        return cls(point.key, point.value, point.timestamp_ms, point.step, point.model_id, point.dataset_name, point.dataset_digest, run_id)

    @classmethod
    def of_model(cls, point: model.ModelMetric) -> "Metric":
        """A point measured on a logged model."""
        return cls(
            point.key,
            point.value,
            point.timestamp_ms,
            point.step,
            point.model_id,
            point.dataset_name,
            point.dataset_digest,
            point.run_id,
        )

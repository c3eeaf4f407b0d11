"""Experiments."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from barograph import model
from barograph.entities.entity import Entity


@dataclass(frozen=True)
class Experiment(Entity):
    """A named group of runs; times are milliseconds UTC."""

    DEFAULT_EXPERIMENT_NAME: ClassVar[str] = model.DEFAULT_EXPERIMENT_NAME

    experiment_id: str
    name: str
    artifact_location: str
    lifecycle_stage: str
    tags: dict[str, str] = field(default_factory=dict)
    creation_time: int | None = None
    last_update_time: int | None = None
    workspace: str | None = None
    trace_location: Any = None
    effective_trace_archival_retention: str | None = None

    def __post_init__(self) -> None:
        self.fill_absent()

    @classmethod
    def of(cls, experiment: model.Experiment) -> "Experiment":
        """The experiment as a store gives it."""
        return cls(
            experiment_id=experiment.experiment_id,
            name=experiment.name,
            artifact_location=experiment.artifact_location,
            lifecycle_stage=experiment.lifecycle.value,
            tags=dict(experiment.tags),
            creation_time=experiment.created_ms,
            last_update_time=experiment.updated_ms,
        )

    def _repr_html_(self) -> str:
        from barograph.entities.experiment_card import experiment_card

        return experiment_card(self)

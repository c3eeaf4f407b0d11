"""Experiments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from barograph import model
from barograph.entities.entity import Entity
from barograph.entities.run import Run, RunOrigin


class ExperimentOrigin(RunOrigin, Protocol):
    """Where an experiment was read, for a card that shows its runs as they stand now."""

    def newest_runs(self, experiment_id: str, count: int) -> Sequence[Run]:
        """Its runs that were started last, the newest first."""
        ...

    def run_counts(self, experiment_id: str) -> tuple[int, int]:
        """How many runs it has, and how many of them are running."""
        ...

    def experiment_link(self, experiment_id: str) -> str | None:
        """Address of its page, None if no server shows it."""
        ...


@dataclass(frozen=True)
class Experiment(Entity):
    """A named group of runs; times are milliseconds UTC."""

    DEFAULT_EXPERIMENT_NAME: ClassVar[str] = model.DEFAULT_EXPERIMENT_NAME
    _origin: ClassVar[ExperimentOrigin | None] = None

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
    def of(cls, experiment: model.Experiment, origin: ExperimentOrigin | None = None) -> "Experiment":
        """The experiment as a store gives it."""
        made = cls(
            experiment_id=experiment.experiment_id,
            name=experiment.name,
            artifact_location=experiment.artifact_location,
            lifecycle_stage=experiment.lifecycle.value,
            tags=dict(experiment.tags),
            creation_time=experiment.created_ms,
            last_update_time=experiment.updated_ms,
        )
        object.__setattr__(made, "_origin", origin)  # beside the fields, which make the value
        return made

    def _repr_html_(self) -> str:
        from barograph.entities.experiment_card import experiment_card

        return experiment_card(self, self._origin).html

    def _ipython_display_(self) -> None:
        from barograph.entities.experiment_card import experiment_card

        origin = self._origin
        if origin is None or not origin.show(lambda: experiment_card(self, origin), repr(self)):
            raise NotImplementedError  # which tells IPython to ask for HTML

"""What was logged to a run, and what it read and produced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from barograph import model
from barograph.entities.dataset import DatasetInput
from barograph.entities.entity import Entity
from barograph.entities.logged_model import LoggedModelInput, LoggedModelOutput

T = TypeVar("T")


def _by_key(given: Mapping[str, T] | Iterable[Any] | None) -> dict[str, T]:
    if isinstance(given, Mapping):
        return dict(given)
    entities: Iterable[Any] = given or ()
    return {entity.key: entity.value for entity in entities}


@dataclass(frozen=True, init=False)
class RunData(Entity):
    """Latest metrics, params and tags, each by key. Made from mappings or from entities with a key and a value."""

    metrics: dict[str, float] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def __init__(
        self,
        metrics: Mapping[str, float] | Iterable[Any] | None = None,
        params: Mapping[str, str] | Iterable[Any] | None = None,
        tags: Mapping[str, str] | Iterable[Any] | None = None,
    ) -> None:
        object.__setattr__(self, "metrics", _by_key(metrics))
        object.__setattr__(self, "params", _by_key(params))
        object.__setattr__(self, "tags", _by_key(tags))

    @classmethod
    def of(cls, run: model.Run) -> "RunData":
        """The data of a run as a store gives it."""
        return cls({point.key: point.value for point in run.metrics}, run.params, run.tags)


@dataclass(frozen=True)
class RunInputs(Entity):
    """Datasets and models that the run read."""

    dataset_inputs: list[DatasetInput]
    model_inputs: list[LoggedModelInput] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fill_absent()

    @classmethod
    def of(cls, run: model.Run) -> "RunInputs":
        """The inputs of a run as a store gives it."""
        return cls([DatasetInput.of(given) for given in run.dataset_inputs], [LoggedModelInput(given) for given in run.model_inputs])


@dataclass(frozen=True)
class RunOutputs(Entity):
    """Models that the run produced."""

    model_outputs: list[LoggedModelOutput]

    @classmethod
    def of(cls, run: model.Run) -> "RunOutputs":
        """The outputs of a run as a store gives it."""
        return cls([LoggedModelOutput(made.model_id, made.step) for made in run.model_outputs])

"""Datasets that runs read."""

from dataclasses import dataclass, field

from barograph import model
from barograph.entities.entity import Entity
from barograph.entities.tag import InputTag


@dataclass(frozen=True)
class Dataset(Entity):
    """Metadata of a dataset; `source`, `schema` and `profile` are JSON texts."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None = None
    profile: str | None = None


@dataclass(frozen=True)
class DatasetInput(Entity):
    """A dataset as an input of a run."""

    dataset: Dataset
    tags: list[InputTag] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fill_absent()

    @classmethod
    def of(cls, given: model.DatasetInput) -> "DatasetInput":
        """The input as a store gives it."""
        read = given.dataset
        dataset = Dataset(read.name, read.digest, read.source_type, read.source, read.schema, read.profile)
        return cls(dataset, [InputTag(key, value) for key, value in given.tags.items()])

    def to_model(self) -> model.DatasetInput:
        """The input as a store takes it."""
        known = self.dataset
        return model.DatasetInput(
            dataset=model.Dataset(
                name=known.name,
                digest=known.digest,
                source_type=known.source_type,
                source=known.source,
                schema=known.schema,
                profile=known.profile,
            ),
            tags={tag.key: tag.value for tag in self.tags},
        )

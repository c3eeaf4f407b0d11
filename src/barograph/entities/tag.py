"""Params and tags: a key and a text."""

from dataclasses import dataclass

from barograph.entities.entity import Entity


@dataclass(frozen=True)
class Param(Entity):
    """A param of a run."""

    key: str
    value: str


@dataclass(frozen=True)
class RunTag(Entity):
    """A tag of a run."""

    key: str
    value: str


@dataclass(frozen=True)
class ExperimentTag(Entity):
    """A tag of an experiment."""

    key: str
    value: str


@dataclass(frozen=True)
class InputTag(Entity):
    """A tag of a dataset input."""

    key: str
    value: str

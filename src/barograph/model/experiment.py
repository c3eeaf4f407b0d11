"""Experiments: named groups of runs that share an artifact location."""

import msgspec

from barograph.model.lifecycle import Lifecycle

DEFAULT_EXPERIMENT_ID = "0"
DEFAULT_EXPERIMENT_NAME = "Default"


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """A named group of runs. The name is unique, also among deleted experiments."""

    experiment_id: str
    name: str
    artifact_location: str
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    created_ms: int
    updated_ms: int
    tags: dict[str, str] = {}

"""What the store remembers, and the lock that every call takes.

Records are the mutable twins of the values in `barograph.model`; values are built from them when read, so callers never hold parts of the
store.
"""

import functools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

from barograph.errors import Unavailable
from barograph.model import (
    Dataset,
    DatasetInput,
    Experiment,
    LoggedModel,
    Metric,
    ModelMetric,
    ModelOutput,
    ModelVersion,
    RegisteredModel,
    RunInfo,
)
from barograph.model.job import Agent, ProjectJob
from barograph.model.model_change import ModelChange
from barograph.model.report import Report
from barograph.model.view import SavedView

P = ParamSpec("P")
R = TypeVar("R")
PointId = tuple[int, int, float | None]
ModelPointId = tuple[str, str, PointId, str | None, str | None]


@dataclass
class ExperimentRecord:
    """An experiment; `base.tags` is unused. `datasets` are those its runs read, by (name, digest)."""

    base: Experiment
    tags: dict[str, str] = field(default_factory=dict)
    datasets: dict[tuple[str, str], Dataset] = field(default_factory=dict)


@dataclass
class RunRecord:
    """A run. `series` maps a metric key to its distinct points."""

    info: RunInfo
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    series: dict[str, dict[PointId, Metric]] = field(default_factory=dict)
    latest: dict[str, Metric] = field(default_factory=dict)
    dataset_inputs: dict[tuple[str, str], DatasetInput] = field(default_factory=dict)
    model_inputs: dict[str, None] = field(default_factory=dict)
    model_outputs: dict[str, ModelOutput] = field(default_factory=dict)


@dataclass
class LoggedModelRecord:
    """A logged model; the dicts of `base` are unused."""

    base: LoggedModel
    params: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    points: dict[ModelPointId, ModelMetric] = field(default_factory=dict)


@dataclass
class VersionRecord:
    """A model version; `base.tags` and `base.aliases` are unused."""

    base: ModelVersion
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class RegisteredModelRecord:
    """A registered model; the dicts of `base` are unused. `last_number` is the highest version number ever given.

    The names in `changes` are unused.
    """

    base: RegisteredModel
    tags: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    versions: dict[int, VersionRecord] = field(default_factory=dict)
    changes: list[ModelChange] = field(default_factory=list)
    last_number: int = 0


def now_ms() -> int:
    """The time in milliseconds UTC."""
    return time.time_ns() // 1_000_000


@dataclass
class State:
    """Everything the store holds, by id or name."""

    artifact_root: str
    experiments: dict[str, ExperimentRecord] = field(default_factory=dict)
    runs: dict[str, RunRecord] = field(default_factory=dict)
    beats: dict[str, tuple[int, int]] = field(default_factory=dict)
    shared_runs: dict[tuple[str, str], str] = field(default_factory=dict)
    logged_models: dict[str, LoggedModelRecord] = field(default_factory=dict)
    registered_models: dict[str, RegisteredModelRecord] = field(default_factory=dict)
    writers: dict[str, int] = field(default_factory=dict)
    views: dict[str, SavedView] = field(default_factory=dict)
    last_view: int = 0
    last_change: int = 0
    reports: dict[str, Report] = field(default_factory=dict)
    last_report: int = 0
    jobs: dict[str, ProjectJob] = field(default_factory=dict)
    last_job: int = 0
    agents: dict[str, Agent] = field(default_factory=dict)
    opened_ms: int = field(default_factory=now_ms)
    lock: threading.RLock = field(default_factory=threading.RLock)
    closed: bool = False


class Aggregate:
    """A part of the store; all parts share one state."""

    def __init__(self, state: State) -> None:
        self._state = state


S = TypeVar("S", bound=Aggregate)


def locked(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Run a method alone, and only while the store is open."""

    @functools.wraps(method)
    def alone(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._state.lock:
            if self._state.closed:
                raise Unavailable("The store is closed. Open it anew.")
            return method(self, *args, **kwargs)

    return alone

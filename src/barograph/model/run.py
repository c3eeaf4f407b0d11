"""Runs: one execution of training code, with its parameters, latest metrics, tags, inputs and outputs."""

from enum import Enum

import msgspec

from barograph.model.dataset import DatasetInput
from barograph.model.lifecycle import Lifecycle
from barograph.model.metric import Metric


class RunStatus(Enum):
    """Status on the wire; any status may follow any other."""

    RUNNING = "RUNNING"
    SCHEDULED = "SCHEDULED"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    KILLED = "KILLED"

    @property
    def is_terminated(self) -> bool:
        """Whether nothing more is expected of the run."""
        return self in (RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED)


class NewRun(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a run to be created. Without a name the store makes one up, and so with the id.

    A run id that is given (32 hexadecimal characters) makes the creation repeatable.
    """

    experiment_id: str
    run_id: str | None = None
    name: str | None = None
    user_id: str = ""
    start_time_ms: int = 0
    tags: dict[str, str] = {}

    def is_of(self, info: "RunInfo") -> bool:
        """Whether creating it again means this run: same experiment, user and start."""
        return (self.experiment_id, self.user_id, self.start_time_ms) == (info.experiment_id, info.user_id, info.start_time_ms)


class RunInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Identity and state of a run."""

    run_id: str
    experiment_id: str
    name: str
    user_id: str
    status: RunStatus
    start_time_ms: int
    end_time_ms: int | None = None
    artifact_uri: str
    lifecycle: Lifecycle = Lifecycle.ACTIVE


class ModelOutput(msgspec.Struct, frozen=True, kw_only=True):
    """A logged model that a run produced at a step."""

    model_id: str
    step: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run as read from a store. `metrics` holds the latest point per key: greatest step, then timestamp, then value (NaN as 0)."""

    info: RunInfo
    metrics: tuple[Metric, ...] = ()
    params: dict[str, str] = {}
    tags: dict[str, str] = {}
    dataset_inputs: tuple[DatasetInput, ...] = ()
    model_inputs: tuple[str, ...] = ()
    model_outputs: tuple[ModelOutput, ...] = ()

"""What a sweep is: which parameters are tried, how they are chosen, and what counts."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Scalar = bool | int | float | str
Method = Literal["grid", "random", "tpe", "cmaes"]
Goal = Literal["minimize", "maximize"]


class Dimension(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A parameter that is tried: one of `values`, or a number from `min` to `max`, both included.

    Numbers are whole where `type` is `int`, which is so by itself if `min`, `max` and `step` are whole. They stand `step` apart from `min`
    on if it is given, or are spread evenly over the logarithm with `log`.
    """

    values: tuple[Scalar, ...] | None = None
    min: int | float | None = None
    max: int | float | None = None
    step: int | float | None = None
    log: bool = False
    type: Literal["int", "float"] | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether it is a range of numbers."""
        return self.values is None

    def __str__(self) -> str:
        if self.values is not None:
            return " | ".join(map(str, self.values))
        details = [f"step {self.step}"] if self.step is not None else ["log"] if self.log else []
        return ", ".join([f"{self.min} to {self.max}", *details])


class Metric(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The metric that counts, as the trials' runs log it."""

    name: str
    goal: Goal = "minimize"


class Pruner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who ends trials early that do badly.

    `median`: after `startup_trials` whole ones, a trial whose metric is worse than the median of others at the same step, looked at every
    `interval_steps` from `warmup_steps` on. `hyperband`: trials compete in rungs from `min_steps` to `max_steps` (those of the first whole
    trial if not given), of which one in `reduction_factor` goes on.
    """

    type: Literal["none", "median", "hyperband"] = "none"
    startup_trials: int = 5
    warmup_steps: int = 0
    interval_steps: int = 1
    min_steps: int = 1
    max_steps: int | None = None
    reduction_factor: int = 3


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The project that trials run, with parameters that are the same in all; fields are those of `barograph.projects.run`."""

    uri: str
    version: str | None = None
    entry_point: str = "main"
    env_manager: str | None = None
    parameters: dict[str, Scalar] = {}
    backend: str = "local"
    backend_config: dict[str, Any] = {}


class Sweep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sweep of `trials` trials, `workers` of them at a time. Without a `project` a Python function is the objective.

    After `timeout` seconds no further trial starts. `max_failures` failed trials end the sweep. A sweep without a seed is given one when it
    begins.
    """

    name: str | None = None
    project: Target | None = None
    method: Method = "tpe"
    parameters: dict[str, Dimension]
    metric: Metric
    trials: int
    workers: int = 1
    pruner: Pruner = Pruner()
    seed: int | None = None
    timeout: float | None = None
    max_failures: int | None = None

"""What became of a sweep."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import msgspec

from barograph.projects.sweeps.spec import Goal, Scalar
from barograph.projects.sweeps.trial import Trial, TrialState

How = Literal["done", "timeout", "failures", "interrupted"]


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The best trial."""

    trial: int
    run_id: str
    value: float
    parameters: dict[str, Scalar]


class SweepResult(msgspec.Struct, frozen=True, kw_only=True):
    """How a sweep stands: `state` says why it stopped. Trials that are neither of the three are still to be run."""

    run_id: str
    experiment_id: str
    state: How
    trials: int
    complete: int
    pruned: int
    failed: int
    best: Best | None = None
    resumed: bool = False


def best_of(trials: Iterable[Trial], goal: Goal) -> Trial | None:
    """The complete trial with the best value; of equals the first."""
    complete = [trial for trial in trials if trial.state is TrialState.COMPLETE and trial.value is not None and not math.isnan(trial.value)]
    sign = 1 if goal == "minimize" else -1
    return min(complete, key=lambda trial: (sign * (trial.value or 0.0), trial.number), default=None)


def count(trials: Iterable[Trial], state: TrialState) -> int:
    """How many trials ended so."""
    return sum(trial.state is state for trial in trials)

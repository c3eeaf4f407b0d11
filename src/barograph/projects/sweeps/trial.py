"""One trial of a sweep, and how it ended."""

from __future__ import annotations

from enum import Enum

import msgspec

from barograph.projects.sweeps.spec import Scalar


class TrialState(Enum):
    """How a trial ended. One that has not ended has none."""

    COMPLETE = "complete"
    PRUNED = "pruned"
    FAILED = "failed"


class Proposal(msgspec.Struct, frozen=True):
    """Values to try. `generation` is that of CMA-ES, from which its state can be told again."""

    parameters: dict[str, Scalar]
    generation: int | None = None


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A trial as the tracking store has it. `value` is what counts; of a pruned trial the last that was seen.

    `attempt` says how often it was begun: a trial that was cut off is begun again, as the same run.
    """

    number: int
    run_id: str
    name: str
    proposal: Proposal
    state: TrialState | None = None
    value: float | None = None
    attempt: int = 1


Points = list[tuple[int, float]]
"""Steps and values of a metric, by step."""

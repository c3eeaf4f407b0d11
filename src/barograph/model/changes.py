"""What a watcher of experiments and runs is told: marks that differ once something has changed."""

from collections.abc import Hashable
from typing import Self

import msgspec

EXPERIMENT_LIST = "experiments"
"""The list of all experiments: which there are, what they are called and described by, and that a run began in one."""

JOB_LIST = "jobs"
"""The list of all jobs: which there are, in which state, and held by whom."""


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """Marks by id; marks of two moments that are equal say that nothing happened between.

    `experiments` stand for which runs there are and for all that ended runs say, `runs` for status, name and lifecycle of a run, `metrics`
    for the points of a run. Ids of what is not there have no mark. `lists` stand for everything of a kind, by its name (`EXPERIMENT_LIST`,
    `JOB_LIST`).
    """

    experiments: dict[str, Hashable] = {}
    runs: dict[str, Hashable] = {}
    metrics: dict[str, Hashable] = {}
    lists: dict[str, Hashable] = {}

    def __or__(self, other: Self) -> Self:
        """All marks of both; of what both mark, those of `other`."""
        return type(self)(
            experiments=self.experiments | other.experiments,
            runs=self.runs | other.runs,
            metrics=self.metrics | other.metrics,
            lists=self.lists | other.lists,
        )


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Ids, and names of lists, of what changed between two moments, sorted."""

    experiments: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.experiments or self.runs or self.metrics or self.lists)


def changes_between(before: Marks, after: Marks) -> Changes:
    """What differs. A run that is marked only once counts: it has just begun, or ended, or gone."""
    return Changes(
        experiments=_differing(before.experiments, after.experiments),
        runs=_differing(before.runs, after.runs),
        metrics=_differing(before.metrics, after.metrics),
        lists=_differing(before.lists, after.lists),
    )


def _differing(before: dict[str, Hashable], after: dict[str, Hashable]) -> tuple[str, ...]:
    return tuple(sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key)))

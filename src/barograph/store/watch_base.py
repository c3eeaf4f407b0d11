"""The contract of stores that can be watched: cheap answers to whether anything changed, and what."""

from collections.abc import Collection, Hashable
from typing import Protocol, runtime_checkable

from barograph.model.changes import Marks


@runtime_checkable
class WatchedStore(Protocol):
    """Change as callers in any process make it. A store may offer this."""

    def pulse(self) -> Hashable:
        """A value that differs once anything has been committed since the last call, maybe also when nothing was.

        It costs next to nothing and is for one caller at a time.
        """
        ...

    def marks(self, experiment_ids: Collection[str], run_ids: Collection[str], *, lists: Collection[str] = ()) -> Marks:
        """Marks of experiments and runs; of the metrics of these runs, and of all that run in the experiments; and of whole lists.

        The mark of a list costs next to nothing however many runs there are, and may miss that a run ended. All may miss that a tag took a
        value of the same length.
        """
        ...

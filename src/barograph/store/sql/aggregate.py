"""What every aggregate of the store has at hand."""

import time
from typing import TYPE_CHECKING

from barograph.store.sql.database import Database
from barograph.store.sql.names import Names

if TYPE_CHECKING:
    from barograph.store.sql.merger import Merger


class Aggregate:
    """Base of the aggregates. `artifact_root` is the URI below which new experiments keep their artifacts."""

    def __init__(self, database: Database, names: Names, merger: "Merger", artifact_root: str) -> None:
        self._database = database
        self._merger = merger
        self._names = names
        self._artifact_root = artifact_root


def now_ms() -> int:
    """The time, in milliseconds UTC."""
    return time.time_ns() // 1_000_000

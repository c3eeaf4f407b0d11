"""The thread that merges chunks ends whenever it is told to."""

from __future__ import annotations

import threading
from pathlib import Path

from barograph.store.sql.database import Database
from barograph.store.sql.merger import Merger


class Interrupted(threading.Event):
    """An event that something else happens to just before it is cleared."""

    def __init__(self, merger: Merger) -> None:
        super().__init__()
        self._merger = merger
        self.was_interrupted = threading.Event()

    def clear(self) -> None:
        # What `close` does, before it waits for the thread.
        self._merger._stop.set()
        self.set()
        self.was_interrupted.set()
        super().clear()


def test_closing_is_never_forgotten(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    merger = Merger(database)
    wake = Interrupted(merger)
    merger._wake = wake
    merger.note("a-run")
    assert wake.was_interrupted.wait(60)
    assert merger._thread is not None
    merger._thread.join(60)
    assert not merger._thread.is_alive()
    database.close()

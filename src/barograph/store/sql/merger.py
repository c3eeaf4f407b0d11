"""The thread of a process that merges chunks of the series it writes, and of those that a process that died has left."""

import logging
import os
import threading

from sqlalchemy.exc import SQLAlchemyError

from barograph.errors import BarographError
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.database import Database
from barograph.store.sql.series_merge import due_of_runs, due_since, merge_series

_LOG = logging.getLogger("barograph")
_GATHER_S = 0.2
_LEFT_AFTER_MS = 60_000
_LOOK_AGAIN_MS = 600_000
_LEFT_AT_ONCE = 200
_RUNS_AT_ONCE = 500


class Merger:
    """Starts its thread when there is something to do. Work that was asked for is gathered for a moment, so that it is done at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread: threading.Thread | None = None
        self._begin()

    def note(self, run_id: str) -> None:
        """Series of this run are due, as is committed."""
        if self._pid != os.getpid():
            self._begin()
        with self._lock:
            self._runs.add(run_id)
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._work, name="barograph-merger", daemon=True)
                self._thread.start()
        self._wake.set()

    def note_end(self, run_id: str, *, is_due: bool) -> None:
        """A run has ended. Without series of its own that are due, it is the occasion to look for those that another process left."""
        if is_due or not self._looked_ms:
            self.note(run_id)

    def finish(self) -> None:
        """Merge in this thread what is due of all runs, and return when it is done."""
        while True:
            with self._database.read() as connection:
                due = due_since(connection, now_ms() + 1, _LEFT_AT_ONCE)
            if not due:
                return
            merge_series(self._database, due)

    def close(self) -> None:
        """Stop after the present write. What is left is for the next process."""
        if self._pid != os.getpid():
            return
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._runs: set[str] = set()
        self._thread = None
        self._looked_ms = 0

    def _work(self) -> None:
        while True:
            self._wake.wait()
            self._stop.wait(_GATHER_S)
            self._wake.clear()
            # Asked only now: a call to close that came before this line may just have been forgotten with the rest.
            if self._stop.is_set():
                return
            with self._lock:
                runs, self._runs = self._runs, set()
            try:
                self._merge(sorted(runs))
            except (BarographError, SQLAlchemyError, ValueError) as problem:
                if not self._stop.is_set():
                    _LOG.warning("Merging chunks of metrics failed and will be tried again; nothing is lost: %s", problem)

    def _merge(self, runs: list[str]) -> None:
        with self._database.read() as connection:
            due = [
                series
                for start in range(0, len(runs), _RUNS_AT_ONCE)
                for series in due_of_runs(connection, runs[start : start + _RUNS_AT_ONCE])
            ]
            now = now_ms()
            if now - self._looked_ms > _LOOK_AGAIN_MS:
                self._looked_ms = now
                due += set(due_since(connection, now - _LEFT_AFTER_MS, _LEFT_AT_ONCE)) - set(due)
        merge_series(self._database, due, self._stop.is_set)

"""A project's command under way, and the end of its run."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable

from barograph.model import RunStatus
from barograph.projects.backends.base import Job
from barograph.projects.tracked import TrackedRun

_LOG = logging.getLogger("barograph")
_PATIENCE_S = 10.0


class SubmittedRun:
    """A run whose command was handed to a backend. Once the command has ended, so has the run."""

    def __init__(self, run: TrackedRun, job: Job, discard: Callable[[], None], finish_record: Callable[[float | None], None]) -> None:
        self._run = run
        self._job = job
        self._discard = discard
        self._finish_record = finish_record
        self._lock = threading.Lock()
        self._end: RunStatus | None = None

    @property
    def run_id(self) -> str:
        """The run in the tracking store."""
        return self._run.run_id

    @property
    def job_id(self) -> str:
        """What the backend calls the command."""
        return self._job.id

    def wait(self) -> bool:
        """Return whether the command succeeded, once it has ended and the run says so."""
        return self._settled(self._job.wait()) is RunStatus.FINISHED

    def get_status(self) -> str:
        """SCHEDULED, RUNNING, FINISHED, FAILED or KILLED."""
        return (self._end or self._job.status()).value

    def cancel(self) -> None:
        """End the command and all that it started; the run is KILLED. After its end nothing happens."""
        if self._end is None:
            self._job.cancel()
            self._settled(self._job.wait())

    def abandon(self) -> None:
        """End the command and all that it started, and leave the run to somebody else."""
        with self._lock:
            self._end = self._end or RunStatus.KILLED
        self._job.cancel()
        self._finish_record(_PATIENCE_S)
        self._discard()

    def _settled(self, status: RunStatus) -> RunStatus:
        """End the run, once."""
        with self._lock:
            if self._end is None:
                # Somebody who stops a run does not wait for its files.
                self._finish_record(_PATIENCE_S if status is RunStatus.KILLED else None)
                self._run.end(status)
                self._discard()
                self._end = status
            return self._end


class _Watched:
    """Runs that nobody waits for. The process does not end before they have; interrupted, it cancels them."""

    def __init__(self) -> None:
        self._runs: dict[SubmittedRun, threading.Thread] = {}
        self._is_registered = False

    def add(self, run: SubmittedRun) -> None:
        """Wait for a run in a thread."""
        if not self._is_registered:
            atexit.register(self._finish)
            self._is_registered = True
        thread = threading.Thread(target=self._watch, args=(run,), name=f"barograph-project-{run.run_id}", daemon=True)
        self._runs[run] = thread
        thread.start()

    def _watch(self, run: SubmittedRun) -> None:
        try:
            run.wait()
        finally:
            self._runs.pop(run, None)

    def _finish(self) -> None:
        try:
            for thread in list(self._runs.values()):
                thread.join()
        except KeyboardInterrupt:
            _LOG.warning("Interrupted: %d runs of projects are cancelled.", len(self._runs))
            for run in list(self._runs):
                run.cancel()


watched = _Watched()

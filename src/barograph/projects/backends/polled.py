"""Jobs elsewhere, of which one knows what one asks."""

from __future__ import annotations

import sys
import time
from abc import ABC, abstractmethod
from threading import Event, Lock

from barograph.errors import Unavailable
from barograph.model import RunStatus

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 2.0
_SHARE_OF_OUTPUT = 20
_PATIENCE_S = 300.0
_CANCEL_S = 60.0


class PolledJob(ABC):
    """A job that is looked at again and again: soon at first, then every two seconds.

    Whoever waits first also shows what the job writes, on this process's own output. A place that cannot be reached for five minutes while
    one waits raises `Unavailable`; less is waited out.
    """

    patience_s = _PATIENCE_S
    never_begun_s = _CANCEL_S
    """Seconds after which a job that was told to stop, and waits still, counts as KILLED: some places end it when its turn comes."""

    def __init__(self, job_id: str) -> None:
        self._id = job_id
        self._ended: RunStatus | None = None
        self._cancelled = False
        self._stirred = Event()
        self._showing = Lock()

    @property
    def id(self) -> str:
        """What the place calls it."""
        return self._id

    @abstractmethod
    def look(self) -> RunStatus:
        """What the place says of it now. Raises `Unavailable` if it cannot be asked."""

    @abstractmethod
    def stop(self) -> None:
        """Have the place end it, with all that it started."""

    def new_output(self) -> str:
        """What it has written since this was asked last. One thread asks at a time."""
        return ""

    def status(self) -> RunStatus:
        """What the place says, or how it ended."""
        if self._ended is None:
            seen = self.look()
            if seen.is_terminated:
                # A command that was told to end may well fail of it, and that is what was wanted.
                self._ended = self._ended or (RunStatus.KILLED if self._cancelled and seen is RunStatus.FAILED else seen)
                self._stirred.set()
            return self._ended or seen
        return self._ended

    def wait(self) -> RunStatus:
        """Show what it writes, and return how it ended, once it has."""
        mine = self._showing.acquire(blocking=False)
        try:
            return self._watched(shown=mine)
        finally:
            if mine:
                self._showing.release()

    def cancel(self) -> None:
        """Stop it, and return once it has ended. Raises `Unavailable` if it lives on for a minute."""
        if self.status().is_terminated:
            return
        self._cancelled = True
        try:
            self.stop()
        except BaseException:
            self._cancelled = False
            raise
        pause, told = _FIRST_PAUSE_S, time.monotonic()
        while not (status := self.status()).is_terminated:
            passed = time.monotonic() - told
            if status is RunStatus.SCHEDULED and passed > self.never_begun_s:
                self._ended = RunStatus.KILLED
                self._stirred.set()
                return
            if passed > _CANCEL_S:
                raise Unavailable(f"Job {self._id} was told to stop {_CANCEL_S:g} seconds ago and has not. Look for it where it runs.")
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_S)

    def _watched(self, *, shown: bool) -> RunStatus:
        pause, reached = _FIRST_PAUSE_S, time.monotonic()
        while True:
            try:
                status = self.status()
                spent = self._show(status) if shown else 0.0
                reached = time.monotonic()
            except Unavailable:
                if time.monotonic() - reached > self.patience_s:
                    raise
                status, spent = RunStatus.RUNNING, 0.0
            if status.is_terminated:
                return status
            self._stirred.wait(max(pause, spent * _SHARE_OF_OUTPUT))
            pause = min(pause * 1.5, _LONGEST_PAUSE_S)

    def _show(self, status: RunStatus) -> float:
        """Write what is new; seconds that it took to fetch, so that long logs are fetched more seldom."""
        before = time.monotonic()
        try:
            text = self.new_output()
        except Unavailable:
            if not status.is_terminated:
                raise
            text = ""  # its end is known; what it wrote last may be gone with it
        spent = time.monotonic() - before
        if text:
            sys.stdout.write(text)
            sys.stdout.flush()
        return spent

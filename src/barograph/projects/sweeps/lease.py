"""Who conducts a sweep: at any time one process, on whichever machine.

Each process that begins or resumes a sweep takes the next number of its sessions with a param of the sweep's run, `sweep.session.N`:
params are written once, so of two that want the same number one is refused. It then sends heartbeats for the run. While those are heard
nobody else may begin, unless the process was on this machine and its lock is free, which says that it is gone. A process that finds a
later session than its own stops.
"""

from __future__ import annotations

import os
import platform
import re
import threading
import time
from uuid import uuid4

from barograph.errors import BarographError, Conflict, InvalidValue
from barograph.model import ContactState, Run
from barograph.projects.sweeps.lock import LocalLock
from barograph.store.base import Store

_SESSION = re.compile(r"sweep\.session\.(\d+)")
_ORPHANS_WITHIN_S = 15.0
_PERIOD_S = 5.0


class Lease:
    """The right to conduct a sweep, from `take` to `release`."""

    def __init__(self, store: Store, run_id: str) -> None:
        self._store, self._run_id = store, run_id
        self._lock = LocalLock(run_id)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="barograph-sweep-heartbeat", daemon=True)
        self._session = 0
        self._checked_s = 0.0

    @property
    def inherited(self) -> tuple[int, ...]:
        """Descriptors that workers inherit, so that the sweep cannot be resumed here before they are gone."""
        return () if self._lock.descriptor is None else (self._lock.descriptor,)

    def take(self) -> None:
        """Begin a session. Raises `Conflict` while another process conducts the sweep."""
        before = self._lock.said()
        if not self._lock.take(1.0 if _is_alive(before.get("pid")) else _ORPHANS_WITHIN_S):
            raise Conflict(
                f"Sweep {self._run_id} is under way on this machine, in process {before.get('pid', 'unknown')}. Wait until it ends."
            )
        try:
            self._begin(before.get("session"))
        except BaseException:
            self._lock.release()
            raise
        self._thread.start()

    def check(self, *, now: bool = False) -> None:
        """Raise `Conflict` if another process has taken over, which is looked at every few seconds, or `now`."""
        if not now and time.monotonic() - self._checked_s < _PERIOD_S:
            return
        self._checked_s = time.monotonic()
        number, text = _last_session(self._store.get_run(self._run_id))
        if number > self._session:
            raise Conflict(f"Sweep {self._run_id} was taken over by another process ({text}), and this one stops.")

    def release(self) -> None:
        """End the session."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_PERIOD_S)
        self._lock.release()

    def _begin(self, local: str | None) -> None:
        number, text = _last_session(self._store.get_run(self._run_id))
        contact = next(iter(self._store.contacts([self._run_id])), None)
        if number and contact is not None and contact.state is ContactState.LIVE and text != local:
            wait_s = 2 * _PERIOD_S
            raise Conflict(
                f"Sweep {self._run_id} is under way in another process ({text}). If that was lost, try again in {wait_s:g} seconds."
            )
        self._session, mine = number + 1, f"{platform.node()} {os.getpid()} {uuid4().hex[:8]}"
        try:
            self._store.log_batch(self._run_id, params={f"sweep.session.{self._session}": mine})
        except InvalidValue:
            raise Conflict(f"Sweep {self._run_id} was taken up by another process at the same moment. Leave it to that one.") from None
        self._lock.say(session=mine, pid=str(os.getpid()))
        self._send()

    def _beat(self) -> None:
        while not self._ended.wait(_PERIOD_S):
            self._send()

    def _send(self) -> None:
        try:
            self._store.beat([self._run_id], period_ms=round(_PERIOD_S * 1_000))
        except (BarographError, OSError):
            return  # the next one comes soon enough


def _last_session(run: Run) -> tuple[int, str]:
    """Number of the last session, 0 if there was none, and who has or had it."""
    numbers = [(int(found.group(1)), value) for key, value in run.params.items() if (found := _SESSION.fullmatch(key))]
    return max(numbers, default=(0, ""))


def _is_alive(pid: str | None) -> bool:
    if pid is None or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True

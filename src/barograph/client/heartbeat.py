"""Signs of life of the runs that this process has open: one thread for all of them.

The first is sent about a second after a run has started, so that short runs cost none. A heartbeat that fails is not tried again by itself:
the next one comes soon enough. Nothing of it ever reaches training code.
"""

import logging
import os
import threading
from collections import defaultdict

from barograph import settings
from barograph.client.open_runs import open_runs
from barograph.client.session import session
from barograph.errors import InvalidValue
from barograph.model.limits import MAX_CONTACT_RUNS

_FIRST_AFTER_S = 1.0
_LOG = logging.getLogger(__name__)


class Heartbeat:
    """Sends heartbeats while runs are open. The thread sleeps while none is."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Be as new. A forked child has no thread and no runs of its own, and locks may be held by threads that it does not have."""
        self._lock = threading.Lock()
        self._opened = threading.Event()
        self._thread: threading.Thread | None = None

    def run_opened(self) -> None:
        """Begin with a new run."""
        self._opened.set()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="barograph-heartbeat", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            period_s = heartbeat_s()
            if self._opened.wait(period_s if period_s and open_runs.all else None):
                self._opened.clear()
                threading.Event().wait(min(_FIRST_AFTER_S, period_s or _FIRST_AFTER_S))
            if period_s:
                beat(period_s)


def heartbeat_s() -> float:
    """The period in seconds; 0 for none. A setting that is no period counts as none: training goes on without."""
    try:
        return max(0.0, settings.HEARTBEAT_S.get())
    except InvalidValue as error:
        _LOG.warning("%s No heartbeats are sent.", error)
        return 0.0


def beat(period_s: float) -> None:
    """Send one heartbeat for all open runs."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for run in open_runs.all:
        by_place[run.tracking_uri].append(run.info.run_id)
    for uri, run_ids in by_place.items():
        store = session.opened(uri)
        if store is None:
            continue
        try:
            for start in range(0, len(run_ids), MAX_CONTACT_RUNS):
                store.beat(run_ids[start : start + MAX_CONTACT_RUNS], period_ms=max(1, round(period_s * 1_000)))
        except Exception as error:  # noqa: BLE001  # whatever it is, training must not notice
            _LOG.debug("A heartbeat failed: %s", error)


heartbeat = Heartbeat()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=heartbeat.reset)

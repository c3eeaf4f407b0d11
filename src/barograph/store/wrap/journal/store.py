"""A server's store behind a journal."""

import logging
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from threading import Lock
from typing import Any

import msgspec

from barograph import settings
from barograph.errors import ParamChanged
from barograph.model import Lifecycle, Metric, NewRun, Run, RunInfo, RunStatus
from barograph.model.limits import MAX_PARAM_VALUE
from barograph.store.remote import RemoteStore
from barograph.store.remote.batches import check_items, check_types
from barograph.store.wrap.journal.sender import Journal

_LOG = logging.getLogger("barograph")
_KEPT_RUNS = 1_000
_MOVES_RUNS = frozenset({"delete_run", "restore_run", "delete_experiment", "restore_experiment"})


class JournaledStore:
    """`store.base.Store` of a server. Logging to a run writes to the journal; all else waits until the journal is sent, within a bound.

    What the client can find wrong is raised at once. What only the server can find becomes a warning and the run's tag `barograph.refused`.
    """

    def __init__(self, store: RemoteStore) -> None:
        self._store = store
        self._journal = Journal(store)
        self._lock = Lock()
        self._runs: OrderedDict[str, Run] = OrderedDict()  # active ones, with the params that they are known to have
        _close_with_worker(self.close)

    def __getattr__(self, name: str) -> Any:
        given = getattr(self._store, name)
        if not callable(given):
            return given

        @wraps(given)
        def after_flush(*args: Any, **kwargs: Any) -> Any:
            self._flush()
            if name in _MOVES_RUNS:
                with self._lock:
                    self._runs.clear()
            return given(*args, **kwargs)

        return after_flush

    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        """At once: a process that has much left to send is alive."""
        self._store.beat(run_ids, period_ms=period_ms)

    def create_run(self, new: NewRun) -> Run:
        return self._keep(self._store.create_run(new))

    def get_run(self, run_id: str) -> Run:
        self._flush()
        return self._keep(self._store.get_run(run_id))

    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        if name:
            self._flush()
            return self._store.update_run(run_id, status=status, end_time_ms=end_time_ms, name=name)
        run = self._known(run_id)
        if run is None:
            return self._store.update_run(run_id, status=status, end_time_ms=end_time_ms)
        self._journal.append(run_id, status=status, end_time_ms=end_time_ms)
        left = self._flush()
        if left:
            _LOG.warning("%d frames for %s are not sent yet and stand in %s.", left, self._store.uri, self._journal.place)
        info = run.info
        return msgspec.structs.replace(
            info, status=status or info.status, end_time_ms=info.end_time_ms if end_time_ms is None else end_time_ms
        )

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        check_types(metrics, params, tags)
        run = self._known(run_id)
        if run is None or any(point.model_id or point.dataset_name or point.dataset_digest for point in metrics):
            self._flush()
            self._store.log_batch(run_id, metrics=metrics, params=params, tags=tags)
            return
        check_items(metrics, params, tags)
        kept = {key: value[:MAX_PARAM_VALUE] for key, value in params.items()}
        with self._lock:
            changes = [(key, run.params[key], value) for key, value in kept.items() if run.params.get(key, value) != value]
            if changes:
                raise ParamChanged(run_id, changes)
            self._journal.append(run_id, metrics=metrics, params=kept, tags=tags)
            run.params.update(kept)

    def close(self) -> None:
        """Send what is left within the bound, and say in one line what is not sent."""
        place = self._journal.place
        left = self._journal.close(settings.FLUSH_TIMEOUT_S.get())
        if left:
            waiting = f"{left} frames for {self._store.uri} are not sent and stand in {place}"
            sys.stderr.write(f"barograph: {waiting}; `barograph sync` sends them.\n")
        self._store.close()

    def _flush(self) -> int:
        return self._journal.flush(settings.FLUSH_TIMEOUT_S.get())

    def _known(self, run_id: str) -> Run | None:
        """The run if it takes writes; a run seen for the first time is asked for, and an unknown one raises."""
        run = self._runs.get(run_id)
        if run is None:
            run = self._keep(self._store.get_run(run_id))
        return None if run.info.lifecycle is Lifecycle.DELETED else run

    def _keep(self, run: Run) -> Run:
        if run.info.lifecycle is not Lifecycle.DELETED:
            with self._lock:
                self._runs[run.info.run_id] = msgspec.structs.replace(run, params=dict(run.params))
                if len(self._runs) > _KEPT_RUNS:
                    self._runs.popitem(last=False)
                return self._runs[run.info.run_id]
        return run


def _close_with_worker(close: Callable[[], None]) -> None:
    """Have a worker of `multiprocessing` send its journal at its end, where functions of `atexit` are not called."""
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, close, exitpriority=100)

"""A server's store behind a journal."""

import logging
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeVar
from uuid import uuid4

from msgspec.structs import replace

from barograph import settings
from barograph.errors import BarographError, InvalidValue, NotFound, ParamChanged, Unavailable, shown
from barograph.model import DatasetInput, Experiment, Lifecycle, Logged, Metric, ModelOutput, NewRun, Run, RunInfo, RunStatus
from barograph.model.dataset import check_inputs
from barograph.model.limits import MAX_PARAM_VALUE
from barograph.model.names import generate_name
from barograph.outbound import one_attempt
from barograph.store.remote import RemoteStore
from barograph.store.remote.batches import check_items, check_types
from barograph.store.wrap.journal.delivery import Delivery, by_name, is_out_of_reach, named_by
from barograph.store.wrap.journal.journal import Journal, Point
from barograph.store.wrap.journal.leftovers import deliver_leftovers
from barograph.store.wrap.journal.pen import Pen
from barograph.store.wrap.journal.segment import journal_directory
from barograph.store.wrap.journal.sender import Sender
from barograph.store.wrap.journal.spool import Spool

_LOG = logging.getLogger("barograph")
_NAME_TAG = "mlflow.runName"
_KEPT_RUNS = 1_000
_START_WITHIN_S = 5.0
_FIRST_PAUSE_S = 0.2
_MOVES_RUNS = frozenset({"delete_run", "restore_run", "delete_experiment", "restore_experiment"})
_AT_ONCE = frozenset({"beat", "contacts"})
T = TypeVar("T")
Upload = Callable[[Path, Callable[[str], RemoteStore | None]], Iterable[str]]
"""Uploads what waits in a directory to the servers that the function gives for a URL, and tells problems, empty where there is none."""


def _no_upload(_directory: Path, _store_of: Callable[[str], RemoteStore | None]) -> Iterable[str]:
    return ()


class JournaledStore:
    """`store.base.Store` of a server. What is logged to runs goes to the journal; all else waits until that is sent, within a bound.

    What the client can find wrong is raised at once. What only the server can find becomes a warning and the run's tag `barograph.refused`.
    Runs can be started while the server cannot be reached, which is tried for five seconds; their creation then stands in the journal, too,
    and their files beside it until `upload` can bring them to the server. With `offline` the server is never asked for anything, and what
    cannot be done without it raises `Unavailable`.
    """

    def __init__(self, store: RemoteStore, *, offline: bool = False, upload: Upload = _no_upload) -> None:
        self._store = store
        self._upload = upload
        self._offline = offline
        self._journal = Journal(store.uri, journal_directory())
        self._delivery = Delivery(store)
        self._sender = Sender(self._journal, self._delivery)
        self._spool = Spool(self._journal)
        self._lock = Lock()
        self._models: set[str] = set()
        self._began = False
        self._out_of_reach = False
        self._runs: OrderedDict[str, Run] = OrderedDict()  # active ones, with the params that they are known to have
        _close_with_worker(self.close)

    def __getattr__(self, name: str) -> Any:
        given = getattr(self._store, name)
        if not callable(given):
            return given

        @wraps(given)
        def after_flush(*args: Any, **kwargs: Any) -> Any:
            if self._offline:
                if name in _AT_ONCE:
                    return ()
                raise self._is_offline(name)
            if name not in _AT_ONCE:
                self.flush()
            if name in _MOVES_RUNS:
                with self._lock:
                    self._runs.clear()
            return given(*args, **kwargs)

        return after_flush

    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        """At once: a process that has much left to send is alive."""
        self._store.beat(run_ids, period_ms=period_ms)

    # Experiments: known by name until the server can say more.

    def get_experiment(self, experiment_id: str) -> Experiment:
        name = named_by(experiment_id)
        if name is None:
            return self._ask(lambda: self._store.get_experiment(experiment_id), lambda: _not_known(experiment_id, ""))
        # It was set while the server could not be asked.
        return self._ask(lambda: self._store.get_experiment(self._delivery.experiment_id(name)), lambda: _not_known(experiment_id, name))

    def get_experiment_by_name(self, name: str) -> Experiment:
        return self._ask(lambda: self._store.get_experiment_by_name(name), lambda: _not_known(by_name(name), name))

    # Runs

    def create_run(self, new: NewRun) -> Run:
        if new.run_id is None:
            new = replace(new, run_id=uuid4().hex)
        else:
            self.flush()  # the run may be there
        return self._ask(lambda: self._keep(self._store.create_run(self._placed(new))), lambda: self._create_later(new))

    def get_run(self, run_id: str) -> Run:
        self.flush()
        try:
            if self._offline:
                raise self._is_offline("get_run")
            return self._keep(self._store.get_run(run_id))
        except BarographError as error:
            known = self._runs.get(run_id)
            if known is None or not (isinstance(error, NotFound) or is_out_of_reach(error)) or not self._spool.keeps(run_id):
                raise
            return known

    def run_to_resume(self, run_id: str) -> Run:
        """The run as it stands; if the server cannot be reached, what is known of it."""
        self.flush()
        return self._ask(lambda: self._keep(self._store.get_run(run_id)), lambda: self._runs.get(run_id) or self._not_asked(run_id))

    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        run = self._known(run_id)
        if run is None or (name and not self._offline):
            self.flush()
            return self._store.update_run(run_id, status=status, end_time_ms=end_time_ms, name=name)
        tags = {_NAME_TAG: name} if name else {}
        self._append(run_id, Logged(run_id=run_id, tags=tags, status=status, end_time_ms=end_time_ms))
        info = replace(
            run.info,
            status=status or run.info.status,
            end_time_ms=run.info.end_time_ms if end_time_ms is None else end_time_ms,
            name=name or run.info.name,
        )
        self._keep(replace(run, info=info, tags=run.tags | tags))
        left = self.flush()
        if left:
            self._journal.sync()
        if left and not self._offline:
            _LOG.warning("%s are not sent yet and wait in %s.", self._counted(left), self._journal.place)
        return info

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        check_types(metrics, params, tags)
        run = self._known(run_id)
        if run is None or not self._knows_models(metrics):
            self.flush()
            self._store.log_batch(run_id, metrics=metrics, params=params, tags=tags)
            return
        check_items(metrics, params, tags)
        kept = {key: value[:MAX_PARAM_VALUE] for key, value in params.items()}
        plain: list[Point] = []
        tied: list[Metric] = []
        for point in metrics:
            if point.model_id or point.dataset_name or point.dataset_digest:
                tied.append(point)
            else:
                plain.append((point.key, point.step, point.timestamp_ms, float(point.value)))
        logged = Logged(run_id=run_id, params=kept, points=tuple(tied), tags=dict(tags)) if kept or tied or tags else None
        with self._lock:
            changes = [(key, run.params[key], value) for key, value in kept.items() if run.params.get(key, value) != value]
            if changes:
                raise ParamChanged(run_id, changes)
            self._append(run_id, logged, plain)
            run.params.update(kept)
            if self._spool.keeps(run_id):
                run.tags.update(tags)

    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        check_inputs(datasets, model_ids)
        if self._known(run_id) is None:
            self.flush()
            self._store.log_inputs(run_id, datasets=datasets, model_ids=model_ids)
        elif datasets or model_ids:
            self._append(run_id, Logged(run_id=run_id, datasets=tuple(datasets), model_ids=tuple(model_ids)))

    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        check_inputs((), [made.model_id for made in models])
        if self._known(run_id) is None:
            self.flush()
            self._store.log_outputs(run_id, models)
        elif models:
            self._append(run_id, Logged(run_id=run_id, outputs=tuple(models)))

    def pen(self, run_id: str) -> Pen | None:
        """A quick way to log points of a run, None if it takes none or is not known."""
        if run_id not in self._runs:
            return None
        self._begin()
        return Pen(self._journal, run_id)

    def spool(self) -> Spool:
        """Where files are kept that cannot be uploaded."""
        return self._spool

    # The journal

    def flush(self) -> int:
        """Wait until everything is sent, at most the time of the setting, and return the number of records that are not."""
        return self._sender.flush(settings.FLUSH_TIMEOUT_S.get())

    def close(self) -> None:
        """Send what is left within the bound, and say in one line what is not sent."""
        place = self._journal.place
        left = self._sender.close(settings.FLUSH_TIMEOUT_S.get())
        if left:
            sys.stderr.write(f"barograph: {self._counted(left)} are not sent and stand in {place}; `barograph sync` sends them.\n")
        if self._journal.dropped:
            sys.stderr.write(f"barograph: {self._journal.dropped} records for {self._store.uri} are lost: no file could be written.\n")
        if self._spool.close() and not left and not self._offline:
            uploading = Thread(target=self._upload_files, name="barograph-upload", daemon=True)
            uploading.start()
            uploading.join(settings.FLUSH_TIMEOUT_S.get())
        self._store.close()

    def _append(self, run_id: str, logged: Logged | None, points: Sequence[Point] = ()) -> None:
        if not self._journal.append(run_id, logged, points):
            raise InvalidValue(f"This store of {self._store.uri} was closed. Open it again.")
        self._begin()

    def _begin(self) -> None:
        """Start what sends, once there is something to send."""
        if self._began or self._offline:
            return
        with suppress(RuntimeError):  # no new thread: the interpreter is ending
            self._began = True
            self._sender.start()
            Thread(target=self._send_leftovers, name="barograph-leftovers", daemon=True).start()

    def _send_leftovers(self) -> None:
        try:
            for delivered in deliver_leftovers(self._journal.directory, self._own):
                self._sender.warn(delivered.refusals)
            self._upload_files()
        except (BarographError, OSError) as error:
            _LOG.warning("Journals of earlier processes could not be sent: %s", error)

    def _upload_files(self) -> None:
        for problem in self._upload(self._journal.directory, self._own):
            if problem:
                _LOG.warning("Files wait beside the journal: %s", problem)

    def _own(self, url: str) -> RemoteStore | None:
        return self._store if url == self._store.uri else None

    # With or without the server

    def _ask(self, asked: Callable[[], T], instead: Callable[[], T]) -> T:
        """What the server answers, or if it cannot be reached for a few seconds, what must do for now."""
        if self._offline:
            return instead()
        deadline, pause_s = time.monotonic() + (0 if self._out_of_reach else _START_WITHIN_S), _FIRST_PAUSE_S
        while True:
            try:
                with one_attempt(_START_WITHIN_S):
                    answer = asked()
                self._out_of_reach = False
                return answer
            except BarographError as error:
                if not is_out_of_reach(error):
                    raise
                if time.monotonic() + pause_s < deadline:
                    time.sleep(pause_s)
                    pause_s *= 2
                    continue
                if not self._out_of_reach:
                    self._out_of_reach = True
                    self._sender.failure_is_told()
                    _LOG.warning("%s Runs are kept in %s until it can be reached.", error.message, self._journal.directory)
                return instead()

    def _placed(self, new: NewRun) -> NewRun:
        name = named_by(new.experiment_id)
        return new if name is None else replace(new, experiment_id=self._delivery.experiment_id(name))

    def _create_later(self, new: NewRun) -> Run:
        """A run that the server will be told of."""
        if new.name and new.tags.get(_NAME_TAG, new.name) != new.name:
            raise InvalidValue(f"The run's name {shown(new.name)} differs from its tag {_NAME_TAG}. Give one of them.")
        name = new.name or new.tags.get(_NAME_TAG) or generate_name()
        new = replace(new, name=name, tags=new.tags | {_NAME_TAG: name})
        check_types((), {}, new.tags)
        check_items((), {}, new.tags)
        run_id = new.run_id or ""
        self._append(run_id, Logged(run_id=run_id, new=new))
        info = RunInfo(
            run_id=run_id,
            experiment_id=new.experiment_id,
            name=name,
            user_id=new.user_id,
            status=RunStatus.RUNNING,
            start_time_ms=new.start_time_ms,
            artifact_uri=self._spool.begin_run(run_id),
        )
        return self._keep(Run(info=info, tags=dict(new.tags)))

    def _known(self, run_id: str) -> Run | None:
        """The run if it takes writes. One seen for the first time is asked for, and an unknown one raises, if a server answers."""
        run = self._runs.get(run_id)
        if run is None:
            run = self._ask(lambda: self._keep(self._store.get_run(run_id)), lambda: self._not_asked(run_id))
        return None if run.info.lifecycle is Lifecycle.DELETED else run

    def _knows_models(self, metrics: Sequence[Metric]) -> bool:
        """Whether the logged models that points name are known to be there, or cannot be asked for."""
        for model_id in {point.model_id for point in metrics if point.model_id} - self._models:
            try:
                self._ask(lambda model_id=model_id: self._store.get_logged_model(model_id), lambda: None)  # type: ignore[misc]  # a loop's
            except BarographError:
                return False
            self._models.add(model_id)
        return True

    def _not_asked(self, run_id: str) -> Run:
        info = RunInfo(
            run_id=run_id,
            experiment_id="",
            name="",
            user_id="",
            status=RunStatus.RUNNING,
            start_time_ms=0,
            artifact_uri=self._spool.begin_run(run_id),
        )
        return self._keep(Run(info=info))

    def _keep(self, run: Run) -> Run:
        if run.info.lifecycle is not Lifecycle.DELETED:
            with self._lock:
                self._runs[run.info.run_id] = replace(run, params=dict(run.params), tags=dict(run.tags))
                if len(self._runs) > _KEPT_RUNS:
                    self._runs.popitem(last=False)
                return self._runs[run.info.run_id]
        return run

    def _counted(self, left: int) -> str:
        return f"{left} records for {self._store.uri}"

    def _is_offline(self, name: str) -> Unavailable:
        return Unavailable(
            f"{name} needs {self._store.uri}, and {settings.OFFLINE.name} says not to ask it. Do this after `barograph sync`."
        )


def _not_known(experiment_id: str, name: str) -> Experiment:
    return Experiment(experiment_id=experiment_id, name=name, artifact_location="", created_ms=0, updated_ms=0)


def _close_with_worker(close: Callable[[], None]) -> None:
    """Have a worker of `multiprocessing` send its journal at its end, where functions of `atexit` are not called."""
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, close, exitpriority=100)

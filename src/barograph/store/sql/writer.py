"""The one writer of a process: it commits what many threads submit in one transaction, and answers after the commit."""

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from barograph.errors import Unavailable
from barograph.store.sql.engine import begun, for_writing
from barograph.store.sql.postgresql import was_committed
from barograph.store.sql.savepoint import TransactionLost, savepoint

T = TypeVar("T")
Job = Callable[[Connection], Any]
Outcome = tuple[object, BaseException | None]
Submitted = tuple[Job, Collection[str] | None, Future[Any]]

MAX_JOBS_PER_COMMIT = 256
_ASK_S = 10.0
_ASK_AGAIN_S = 0.2
_STOP: Final = None


class Writer:
    """A queue of jobs and the thread that runs them.

    A job gets a connection inside a transaction and must be safe to run again from the start: when a group cannot be committed, its jobs
    are run one by one. A job that raises leaves no trace, and does not disturb the others in its group.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = for_writing(engine)
        self._queue: SimpleQueue[Submitted | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="barograph-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Connection], T], run_ids: Collection[str] | None = None) -> "Future[T]":
        """The job's outcome, there once it is durable. `run_ids` are as in `Database.write`."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise Unavailable("The store is closed. Open it again to write.")
            self._queue.put((job, run_ids, future))
        return future

    def close(self) -> None:
        """Finish what was submitted; later submissions raise `Unavailable`."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(_STOP)
        self._thread.join()

    def _run(self) -> None:
        while True:
            first = self._queue.get()
            group = [] if first is _STOP else [first]
            stop = first is _STOP
            while not stop and len(group) < MAX_JOBS_PER_COMMIT:
                try:
                    item = self._queue.get_nowait()
                except Empty:
                    break
                if item is _STOP:
                    stop = True
                else:
                    group.append(item)
            self._commit(group)
            if stop:
                return

    def _commit(self, group: list[Submitted]) -> None:
        try:
            outcomes = self._run_together(group) if len(group) > 1 else None
        except _Unknown as unknown:
            outcomes = [(None, unknown.__cause__)] * len(group)
        except Exception:  # noqa: BLE001  # whatever broke the group, each job's own run below says whose it is
            outcomes = None
        if outcomes is None:
            outcomes = [self._run_alone(job, run_ids) for job, run_ids, _ in group]
        for (_, _, future), (result, error) in zip(group, outcomes, strict=True):
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _run_alone(self, job: Job, run_ids: Collection[str] | None) -> Outcome:
        try:
            connection, transaction = begun(self._engine, run_ids)
            with connection:
                result = job(connection)
                self._make_durable(connection, transaction)
                return result, None
        except (_Unknown, TransactionLost) as ended:
            return None, ended.__cause__
        except BaseException as error:  # noqa: BLE001  # handed to the caller; the thread must live on
            return None, error

    def _run_together(self, group: list[Submitted]) -> list[Outcome]:
        connection, transaction = begun(self._engine, _common([run_ids for _, run_ids, _ in group]))
        with connection:
            outcomes = run_group([job for job, _, _ in group], connection)
            self._make_durable(connection, transaction)
        return outcomes

    def _make_durable(self, connection: Connection, transaction: str | None) -> None:
        """Commit. If the connection is lost meanwhile, find out how it ended: what was committed must not be run again."""
        try:
            connection.commit()
        except DBAPIError as lost:
            if transaction is None or not lost.connection_invalidated:
                raise
            if not self._found_committed(transaction, lost):
                raise

    def _found_committed(self, transaction: str, lost: DBAPIError) -> bool:
        deadline = time.monotonic() + _ASK_S
        while time.monotonic() < deadline:
            try:
                with self._engine.connect() as connection:
                    committed = was_committed(connection, transaction)
                if committed is not None:
                    return committed
            except SQLAlchemyError:  # the database is not back yet
                pass
            time.sleep(_ASK_AGAIN_S)
        raise _Unknown from lost


def run_group(jobs: list[Job], connection: Connection) -> list[Outcome]:
    """Run jobs in one transaction; what a job that raises has done is undone. `TransactionLost` is raised: then all are."""
    outcomes: list[Outcome] = []
    for job in jobs:
        try:
            with savepoint(connection):
                result = job(connection)
        except TransactionLost:
            raise
        except Exception as error:  # noqa: BLE001  # handed to the caller
            outcomes.append((None, error))
        else:
            outcomes.append((result, None))
    return outcomes


class _Unknown(Exception):
    """Nobody can say whether a transaction was committed. The cause is why its connection was lost."""


def _common(promises: list[Collection[str] | None]) -> set[str] | None:
    """The promise of a group of jobs: all the runs that its jobs change, None if one does not say."""
    runs: set[str] = set()
    for run_ids in promises:
        if run_ids is None:
            return None
        runs.update(run_ids)
    return runs

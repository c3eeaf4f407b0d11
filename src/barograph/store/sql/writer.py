"""The one writer of a process: it commits what many threads submit in one transaction, and answers after the commit."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine

from barograph.errors import Unavailable
from barograph.store.sql.engine import WRITES

T = TypeVar("T")
Job = Callable[[Connection], Any]
Outcome = tuple[object, BaseException | None]

MAX_JOBS_PER_COMMIT = 256
_STOP: Final = None


class Writer:
    """A queue of jobs and the thread that runs them.

    A job gets a connection inside a transaction and must be safe to run again from the start: when a group cannot be committed, its jobs
    are run one by one. A job that raises leaves no trace, and does not disturb the others in its group.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(**WRITES)
        self._queue: SimpleQueue[tuple[Job, Future[Any]] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="barograph-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Connection], T]) -> "Future[T]":
        """The job's outcome, there once it is durable."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise Unavailable("The store is closed. Open it again to write.")
            self._queue.put((job, future))
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

    def _commit(self, group: list[tuple[Job, "Future[Any]"]]) -> None:
        try:
            outcomes = self._run_together([job for job, _ in group]) if len(group) > 1 else None
        except Exception:  # noqa: BLE001  # whatever broke the group, each job's own run below says whose it is
            outcomes = None
        if outcomes is None:
            outcomes = [self._run_alone(job) for job, _ in group]
        for (_, future), (result, error) in zip(group, outcomes, strict=True):
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _run_alone(self, job: Job) -> Outcome:
        try:
            with self._begun() as connection:
                result = job(connection)
                connection.commit()
                return result, None
        except BaseException as error:  # noqa: BLE001  # handed to the caller; the thread must live on
            return None, error

    def _run_together(self, jobs: list[Job]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        with self._begun() as connection:
            for job in jobs:
                connection.exec_driver_sql("SAVEPOINT job")
                try:
                    outcomes.append((job(connection), None))
                except Exception as error:  # noqa: BLE001  # handed to the caller
                    connection.exec_driver_sql("ROLLBACK TO job")
                    outcomes.append((None, error))
                connection.exec_driver_sql("RELEASE job")
            connection.commit()
        return outcomes

    def _begun(self) -> Connection:
        """A connection whose write transaction has begun."""
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

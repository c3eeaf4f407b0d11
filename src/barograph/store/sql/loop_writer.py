"""Writes of an event loop, without a thread between a request and the database.

Jobs that come in a few turns of the loop are committed in one transaction in the loop's own thread: on a local SQLite file that takes
less than handing them to a thread and back. Where it may take longer, because the database is a server, another process holds the lock, or
the disk has just been slow, the writer's thread does it while the loop goes on.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from barograph.errors import BarographError
from barograph.store.sql.engine import Taken, connect_at_once, is_file
from barograph.store.sql.writer import Outcome, Writer, run_group

T = TypeVar("T")
_Waiting = tuple[Callable[[Connection], Any], Collection[str] | None, "asyncio.Future[Any]"]

_MOST_TURNS = 6
_SLOW_S = 0.02
_PAUSES = 50  # a loop is kept from other work for at most one part in 50 of its time by commits that are slow


class LoopWriter:
    """Submits jobs from coroutines. Jobs are as those of `Writer`."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine = engine
        self._is_file = is_file(engine)
        self._writer = writer
        self._groups: WeakKeyDictionary[asyncio.AbstractEventLoop, list[_Waiting]] = WeakKeyDictionary()
        self._connection: Connection | None = None
        self._not_before_s = 0.0
        self._gathers = False  # where several came together, others are likely on their way, and worth more turns of the loop

    def submit(self, job: Callable[[Connection], T], run_ids: Collection[str] | None = None) -> "asyncio.Future[T]":
        """The job's outcome, there once it is durable. To be called on a running loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        group = self._groups.setdefault(loop, [])
        if not group:
            loop.call_soon(self._commit, loop)
        group.append((job, run_ids, future))
        return future

    def close(self) -> None:
        """Release the connection."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _commit(self, loop: asyncio.AbstractEventLoop, *, turn: int = 1, had: int = 0) -> None:
        has = len(self._groups[loop])
        if self._gathers and had < has and turn < _MOST_TURNS:
            loop.call_soon(partial(self._commit, loop, turn=turn + 1, had=has))
            return
        group = self._groups.pop(loop)
        self._gathers = len(group) > 1
        outcomes = self._outcomes([job for job, _, _ in group])
        if outcomes is None:
            for job, run_ids, future in group:
                self._writer.submit(job, run_ids).add_done_callback(_telling(loop, future))
            return
        for (_, _, future), (result, error) in zip(group, outcomes, strict=True):
            _settle(future, result, error)

    def _outcomes(self, jobs: list[Callable[[Connection], Any]]) -> list[Outcome] | None:
        """What became of jobs that were committed at once, None if they were not."""
        started = time.monotonic()
        if not self._is_file or started < self._not_before_s:
            return None
        try:
            if self._connection is None:
                self._connection = connect_at_once(self._engine)
            with self._connection.begin():
                alone = len(jobs) == 1  # then there is nothing to keep apart
                outcomes: list[Outcome] = [(jobs[0](self._connection), None)] if alone else run_group(jobs, self._connection)
        except Taken:
            return None
        except BarographError as error:  # of a job that was alone
            return [(None, error)]
        except Exception:  # noqa: BLE001  # the writer's thread runs each alone, and so finds out whose fault it is
            self.close()
            return None
        took = time.monotonic() - started
        if took > _SLOW_S:
            self._not_before_s = started + _PAUSES * took
        return outcomes


def _telling(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]") -> Callable[[Future[Any]], None]:
    def tell(done: Future[Any]) -> None:
        error = done.exception()
        result = None if error else done.result()
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, future, result, error)

    return tell


def _settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.done():  # whoever waited was cancelled
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)

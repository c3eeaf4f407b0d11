"""One database as a process sees it: many readers, one writer."""

import os
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from barograph.errors import Unavailable
from barograph.store.sql.driver_errors import translated
from barograph.store.sql.engine import open_engine
from barograph.store.sql.writer import Writer

if TYPE_CHECKING:
    from barograph.store.sql.loop_writer import LoopWriter

T = TypeVar("T")
_inherited: list[object] = []  # of a parent process; kept so that they are never closed from this one


class Database:
    """Connections to one database. A process that was forked off gets connections of its own at first use."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._closed = False
        self.engine = open_engine(url)
        self._writer = Writer(self.engine)
        self._loop_writer: LoopWriter | None = None
        self._pid = os.getpid()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which all reads see the same state."""
        self._own()
        try:
            with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
            raise translated(error) or error from error

    def write(self, job: Callable[[Connection], T], *, run_ids: Collection[str] | None = None) -> T:
        """Run a job in a transaction and return its result once it is durable. The job may be run again from the start.

        `run_ids` promises that the job changes what belongs to these runs and makes rows of its own, nothing else: on PostgreSQL such jobs
        of several processes run at the same time.
        """
        self._own()
        try:
            return self._writer.submit(job, run_ids).result()
        except (SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
            raise translated(error) or error from error

    async def write_soon(self, job: Callable[[Connection], T], *, run_ids: Collection[str] | None = None) -> T:
        """As `write`, on an event loop."""
        self._own()
        if self._loop_writer is None:
            from barograph.store.sql.loop_writer import LoopWriter  # asyncio is half a tenth of a second that scripts need not wait

            self._loop_writer = LoopWriter(self.engine, self._writer)
        try:
            return await self._loop_writer.submit(job, run_ids)
        except (SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
            raise translated(error) or error from error

    def close(self) -> None:
        """Finish writes and close connections."""
        with self._lock:
            if self._closed or self._pid != os.getpid():
                return
            self._closed = True
        self._writer.close()
        if self._loop_writer is not None:
            self._loop_writer.close()
        self.engine.dispose()

    def _own(self) -> None:
        if self._closed:
            raise Unavailable("The store is closed. Open it again.")
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                _inherited.append((self.engine, self._writer, self._loop_writer))
                self.engine = open_engine(self._url)
                self._writer = Writer(self.engine)
                self._loop_writer = None
                self._pid = os.getpid()

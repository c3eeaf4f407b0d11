"""A queue on this machine: so many commands at a time, the others wait in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import cache
from itertools import count
from threading import Condition, RLock, Thread
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from barograph.errors import BarographError
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.process import GRACE_S, ProcessJob
from barograph.projects.backends.variables import surroundings


class QueueConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`workers` is how many commands run at a time from now on, also of those that wait already."""

    workers: Annotated[int, Meta(ge=1, le=1024)] = 1


class QueuedJob:
    """A command that waits for its turn, or runs, or has ended."""

    def __init__(self, number: int, launch: Launch, changed: Condition, grace_s: float) -> None:
        self._launch = launch
        self._grace_s = grace_s
        self._id = f"queue-{number}"
        self._changed = changed
        self._process: ProcessJob | None = None
        self._ended: RunStatus | None = None

    @property
    def id(self) -> str:
        """Its number in the queue."""
        return self._id

    @property
    def waits(self) -> bool:
        """Whether it is yet to be started."""
        return self._process is None and self._ended is None

    def start(self) -> ProcessJob | None:
        """Run it, the queue's lock held. None if it cannot be started, which ends it as FAILED."""
        try:
            self._process = ProcessJob.of(self._launch, grace_s=self._grace_s)
        except (BarographError, RuntimeError) as error:  # an interpreter that is about to end starts nothing
            print(f"{self._id}: {error}", flush=True)  # noqa: T201  # its output, and the only thing that it says
            self._ended = RunStatus.FAILED
        self._changed.notify_all()
        return self._process

    def status(self) -> RunStatus:
        """SCHEDULED while it waits, then the state of its process."""
        with self._changed:
            return self._ended or (self._process.status() if self._process else RunStatus.SCHEDULED)

    def wait(self) -> RunStatus:
        """Wait for its turn, then for its end."""
        with self._changed:
            self._changed.wait_for(lambda: not self.waits)
        return self._process.wait() if self._process else (self._ended or RunStatus.FAILED)

    def cancel(self) -> None:
        """Take it out of the queue, or end it with all that it started."""
        with self._changed:
            if self.waits:
                self._ended = RunStatus.KILLED
                self._changed.notify_all()
        if self._process:
            self._process.cancel()


class LocalQueue:
    """The backend `queue`. Jobs of one queue share its workers; a process that ends waits for them."""

    name = "queue"
    activates = True
    configuration = QueueConfig

    def __init__(self, *, grace_s: float = GRACE_S) -> None:
        """A queue of its own. Cancelled commands have `grace_s` seconds to end by themselves."""
        self._grace_s = grace_s
        self._changed = Condition(RLock())
        self._waiting: deque[QueuedJob] = deque()
        self._running = 0
        self._workers = 1
        self._numbers = count(1)

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> QueuedJob:
        """Put a command at the end of the queue."""
        workers = read_configuration(QueueConfig, self.name, config).workers
        surroundings(launch)  # what cannot be an environment is refused now, not when its turn comes
        with self._changed:
            self._workers = workers
            job = QueuedJob(next(self._numbers), launch, self._changed, self._grace_s)
            self._waiting.append(job)
            self._advance()
        return job

    def _advance(self) -> None:
        """Start what may run, the lock held."""
        while self._waiting and self._running < self._workers:
            job = self._waiting.popleft()
            process = job.start() if job.waits else None
            if process:
                self._running += 1
                Thread(target=self._watch, args=(process,), name=job.id).start()

    def _watch(self, process: ProcessJob) -> None:
        process.wait()
        with self._changed:
            self._running -= 1
            self._advance()


@cache
def shared_queue() -> LocalQueue:
    """The queue of this process."""
    return LocalQueue()

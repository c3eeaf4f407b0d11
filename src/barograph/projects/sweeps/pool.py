"""The workers of a sweep: processes of this machine, each of which performs one trial after the other."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress

import msgspec

from barograph.errors import ExecutionFailed
from barograph.projects.sweeps.frames import Answer, Order, read_frame, write_frame
from barograph.projects.sweeps.trial import Trial

_KEPT_LINES = 20
_END_WITHIN_S = 10.0
_COMMAND = (sys.executable, "-m", "barograph.projects.sweeps.worker")

Say = Callable[[int, str], None]
"""Is given a trial's number and a line that it printed."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """A trial's worker has done: with a value, with an error, or with neither if the trial logged its metric itself.

    `is_lost` says that the process ended with the trial, `is_put_off` that it could not be begun; `lines` are the last that were printed.
    """

    number: int
    value: float | None = None
    error: str | None = None
    is_lost: bool = False
    is_put_off: bool = False
    lines: tuple[str, ...] = ()


class _Worker:
    """One process."""

    def __init__(self, pool: Pool, variables: Mapping[str, str], inherited: tuple[int, ...], greeting: tuple[bytes, bytes]) -> None:
        posix = {"start_new_session": True, "pass_fds": inherited} if os.name == "posix" else {}
        self.process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603  # our own module, no shell
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(variables), **posix
        )
        self.trial: int | None = None
        self.is_ready = False
        self.lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._pool = pool
        self.threads = [threading.Thread(target=target, daemon=True) for target in (self._read_answers, self._read_lines)]
        for thread in self.threads:
            thread.start()
        with suppress(OSError):
            for part in greeting:
                write_frame(self.process.stdin, part)

    def order(self, order: Order) -> None:
        with suppress(OSError, ValueError):  # if it has gone, its end is told by itself
            write_frame(self.process.stdin, msgspec.json.encode(order))

    def kill(self) -> None:
        """End the process and all that it started. Its number is not another's before it has been waited for."""
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(OSError):
            self.process.kill()

    def close(self) -> None:
        """Wait for the end of a process that was killed or has ended."""
        for thread in self.threads:
            if thread is not threading.current_thread():
                thread.join(_END_WITHIN_S)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):
                stream.close()

    def _read_answers(self) -> None:
        while (content := read_frame(self.process.stdout)) is not None:
            self._pool.events.put((self, msgspec.json.decode(content, type=Answer)))
        self._pool.events.put((self, None))

    def _read_lines(self) -> None:
        for raw in self.process.stderr:
            line = raw.decode("utf-8", "replace").rstrip()
            self.lines.append(line)
            if self.trial is not None:
                self._pool.say(self.trial, line)


class Pool:
    """At most `size` workers, started when they are needed, each with the performer that was pickled. Its methods are for one thread."""

    def __init__(self, performer: bytes, size: int, *, variables: Mapping[str, str], inherited: tuple[int, ...], say: Say) -> None:
        self.events: queue.SimpleQueue[tuple[_Worker, Answer | None]] = queue.SimpleQueue()
        self.say = say
        self._size, self._variables, self._inherited = size, variables, inherited
        self._greeting = (msgspec.json.encode(sys.path), performer)
        self._workers: list[_Worker] = []
        self._overdue: dict[_Worker, float] = {}

    @property
    def has_room(self) -> bool:
        """Whether another trial can begin."""
        return len(self._busy()) < self._size

    def begin(self, trial: Trial) -> None:
        """Give a trial to a worker that is free, or to a new one."""
        worker = next((each for each in self._workers if each.trial is None), None)
        if worker is None:
            worker = _Worker(self, self._variables, self._inherited, self._greeting)
            self._workers.append(worker)
        worker.trial = trial.number
        worker.lines.clear()
        worker.order(Order(number=trial.number, run_id=trial.run_id, parameters=trial.proposal.parameters))

    def next(self, within_s: float) -> Ended | None:
        """The next trial that has ended, None if none does for a while.

        Raises `ExecutionFailed` if workers cannot do the work at all.
        """
        self._kill_overdue()
        try:
            worker, answer = self.events.get(timeout=max(0.0, within_s))
        except queue.Empty:
            return None
        if answer is None:
            return self._gone(worker)
        if answer.ready:
            worker.is_ready = True
            return None
        if not worker.is_ready:
            raise ExecutionFailed(f"A worker cannot load the objective: {answer.error}. Define it in a module that workers can import.")
        worker.trial = None
        self._overdue.pop(worker, None)
        return _ended(answer, tuple(worker.lines))

    def cancel(self, number: int) -> None:
        """Have a trial end; that it has is told by `next`."""
        for worker in self._workers:
            if worker.trial == number and worker not in self._overdue:
                worker.order(Order(cancel=True))
                self._overdue[worker] = time.monotonic() + _END_WITHIN_S

    def close(self) -> list[Ended]:
        """End all workers, softly as far as that takes no long time, with all that they started. Returns trials that were just whole."""
        for worker in self._workers:
            worker.order(Order(cancel=worker.trial is not None, leave=True))
        deadline = time.monotonic() + _END_WITHIN_S
        for worker in self._workers:
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(max(0.1, deadline - time.monotonic()))
        self.kill()
        whole: list[Ended] = []
        with suppress(queue.Empty):
            while True:
                _, answer = self.events.get_nowait()
                if answer is not None and not answer.ready and answer.error is None:
                    whole.append(_ended(answer))
        return whole

    def kill(self) -> None:
        """End all workers at once."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.close()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.trial is not None]

    def _gone(self, worker: _Worker) -> Ended | None:
        if worker not in self._workers:
            return None
        self._workers.remove(worker)
        self._overdue.pop(worker, None)
        worker.kill()  # what it started
        worker.close()
        told = "\n".join(worker.lines)
        if not worker.is_ready:
            raise ExecutionFailed(f"A worker ended with code {worker.process.returncode} before it could begin.\n{told}".rstrip())
        if worker.trial is None:
            return None
        code = worker.process.returncode
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        return Ended(number=worker.trial, error=f"The trial's process {how}.", is_lost=True, lines=tuple(worker.lines))

    def _kill_overdue(self) -> None:
        for worker, deadline in list(self._overdue.items()):
            if time.monotonic() >= deadline:
                worker.kill()


def _ended(answer: Answer, lines: tuple[str, ...] = ()) -> Ended:
    value = None if answer.value is None else float(answer.value)
    return Ended(number=answer.number, value=value, error=answer.error, is_put_off=answer.is_put_off, lines=lines)

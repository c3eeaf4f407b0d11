"""A job that an agent runs, seen from the agent: a process and what it prints."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Thread

import msgspec

from barograph.model.job import JobState, ProjectJob
from barograph.projects.agent.job_log import JobLog
from barograph.projects.agent.outcome import CANCEL, ExitCode

Say = Callable[[str], None]

_STATES = {ExitCode.FINISHED: JobState.FINISHED, ExitCode.CANCELLED: JobState.CANCELLED}
_LAST_LINES = 20
_GRACE_S = 20.0


class Worker:
    """A process that runs one job. What it prints is said and logged line by line; the last lines explain a failure.

    `ended` is None until the process has ended and its log is kept; `is_dropped` says that it was made to end without a word about the run.
    """

    def __init__(self, job: ProjectJob, command: Sequence[str], variables: Mapping[str, str], say: Say, log: JobLog) -> None:
        self.job = job
        self._log = log
        self.started_s = time.monotonic()
        self._say = say
        self._last: deque[str] = deque(maxlen=_LAST_LINES)
        self._kill_at_s: float | None = None
        self.is_dropped = False
        self._process = subprocess.Popen(  # noqa: S603  # a list; the job goes through the pipe
            command,
            env=dict(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._write(msgspec.json.encode(job) + b"\n")
        self._reader = Thread(target=self._read, name=f"barograph-job-{job.job_id}", daemon=True)
        self._reader.start()

    @property
    def ended(self) -> JobState | None:
        """How the job ended. A process that does not end when it is told to is killed."""
        code = self._process.poll()
        if code is None:
            if self._kill_at_s is not None and time.monotonic() > self._kill_at_s:
                self._kill()
            return None
        self._reader.join(1.0)  # a grandchild may keep the pipe open
        self._close()
        self._log.end()
        if not self._log.is_kept:
            return None
        return _STATES[ExitCode(code)] if code in _STATES else JobState.FAILED

    @property
    def message(self) -> str | None:
        """Why it failed: the exit code and the last lines printed."""
        code = self._process.returncode
        if code in (None, *_STATES):
            return None
        how = f"ended by signal {-code}" if code < 0 else f"exit code {code}"
        return "\n".join([how, *self._last])

    def cancel(self) -> None:
        """Have the process end the run as KILLED."""
        if self._kill_at_s is None:
            self._kill_at_s = time.monotonic() + _GRACE_S
            self._write(CANCEL)

    def drop(self) -> None:
        """Have the process end without a word about the run."""
        if not self.is_dropped:
            self.is_dropped = True
            self._kill_at_s = self._kill_at_s or time.monotonic() + _GRACE_S
            self._close()

    def _write(self, line: bytes) -> None:
        if self._process.stdin is not None and not self._process.stdin.closed:
            with suppress(BrokenPipeError, OSError):  # it has ended, which the next look tells
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _close(self) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError, OSError):
                self._process.stdin.close()

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        with self._process.stdout as output:
            for line in output:
                text = line.decode(errors="replace").rstrip("\r\n")
                self._last.append(text[:1_000])
                self._log.add(text)
                self._say(f"[job {self.job.job_id}] {text}")

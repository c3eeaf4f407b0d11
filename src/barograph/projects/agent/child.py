"""The process of one job: reads it from stdin, runs it, and ends when its agent does.

The first line of stdin is the job. Then the pipe stays open as long as the agent lives: `cancel` ends the run, the end of the pipe ends
this process and what it started without a word about the run, which somebody else will make.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from threading import Thread, main_thread
from typing import Protocol

import msgspec

from barograph.errors import BarographError
from barograph.model import RunStatus
from barograph.model.job import ProjectJob
from barograph.projects.agent.outcome import CANCEL, ExitCode
from barograph.projects.backends.base import Job


class AgentJob(Job, Protocol):
    """A command of a job."""

    def abandon(self) -> None:
        """End it as `cancel` does, and leave the run to somebody else."""
        ...


Runner = Callable[[ProjectJob], AgentJob]
"""Starts the project of a job and returns at once, or as soon as its environment is made."""

_CODES = {RunStatus.FINISHED: ExitCode.FINISHED, RunStatus.KILLED: ExitCode.CANCELLED}


def run_project(job: ProjectJob) -> AgentJob:
    """Start a job as `barograph run` would, in the run that it has."""
    from barograph.projects.agent.submitted import submit

    return submit(job)


def main(runner: Runner = run_project) -> None:
    """Run the job on stdin and exit with an `ExitCode`."""
    agent = _Lines(_own_stdin())
    job = msgspec.json.decode(agent.next(), type=ProjectJob)
    watched = _Watched(agent)
    try:
        started = runner(job)
        watched.job = started
        if watched.is_cancelled:
            started.cancel()
        code = _CODES.get(started.wait(), ExitCode.FAILED)
    except KeyboardInterrupt:
        code = ExitCode.CANCELLED
    except BarographError as error:
        sys.stderr.write(f"Error: {error.message}\n")
        code = ExitCode.FAILED
    sys.stdout.flush()
    sys.exit(ExitCode.CANCELLED if watched.is_cancelled and code is not ExitCode.FINISHED else code)


def _own_stdin() -> int:
    """The pipe from the agent, out of reach of the processes that the job starts: they find an empty stdin."""
    number = os.dup(sys.stdin.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    return number


class _Lines:
    """Lines of a pipe. The objects of `sys.stdin` cannot be waited on in a thread while the interpreter ends."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._rest = b""

    def next(self) -> bytes:
        """The next line with its end, or what is left once the pipe has ended."""
        while b"\n" not in self._rest:
            piece = os.read(self._number, 65_536)
            if not piece:
                break
            self._rest += piece
        line, end, self._rest = self._rest.partition(b"\n")
        return line + end


class _Watched:
    """What an agent says while a job runs."""

    def __init__(self, agent: _Lines) -> None:
        self.job: AgentJob | None = None
        self.is_cancelled = False
        self._agent = agent
        Thread(target=self._watch, name="barograph-agent-says", daemon=True).start()

    def _watch(self) -> None:
        if self._agent.next() == CANCEL:
            self.is_cancelled = True
            if self.job is not None:
                self.job.cancel()
            else:  # the environment is being made, or the source fetched
                signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)
            self._agent.next()
        if self.job is not None:
            self.job.abandon()
        _vanish()


def _vanish() -> None:
    """End this process and those in its group at once. Its own group it is, since the agent started it as the leader of one."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(ExitCode.FAILED)


if __name__ == "__main__":
    main()

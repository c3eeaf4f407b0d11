"""The agent: takes jobs, says that it is alive, does as it is told, and tells how they ended."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from barograph.client.session import session
from barograph.errors import BarographError, Conflict, InvalidValue, NotFound, Unavailable
from barograph.model.job import AgentReport, JobOrder, JobState, ProjectJob
from barograph.outbound import one_attempt
from barograph.projects.agent.allowed import Allowed
from barograph.projects.agent.job_log import JobLog
from barograph.projects.agent.worker import Say, Worker
from barograph.settings import TRACKING_URI
from barograph.store.base import Store

T = TypeVar("T")

CHILD = (sys.executable, "-m", "barograph.projects.agent.child")
LEASE_OF_HEARTBEATS = 12
"""Heartbeats that may be missed in a row before the jobs go to others."""

_IDLE_HEARTBEATS = 3
_TICK_S = 0.1
_CALL_S = 10.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 15.0


class AgentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent is started with.

    Jobs that run say so every `heartbeat_s` seconds, and learn then that they are cancelled; a free place asks for a job every `poll_s`. An
    agent that is told to stop waits `grace_s` for its jobs, then gives them back. `once` ends when nothing is left to take. `command` runs
    one job (`child`).
    """

    report: AgentReport
    allowed: Allowed
    tracking_uri: str
    heartbeat_s: float = 5.0
    poll_s: float = 2.0
    grace_s: float = 30.0
    once: bool = False
    command: Sequence[str] = CHILD


class Agent:
    """Runs jobs of a store until it is stopped."""

    def __init__(self, store: Store, settings: AgentSettings, say: Say) -> None:
        self._store = store
        self._settings = settings
        self._say = say
        self._workers: dict[str, Worker] = {}
        self._untold: dict[str, tuple[JobState, str | None]] = {}  # ended jobs that the store does not know of yet
        self._dropped: set[str] = set()
        self._stops = 0
        self._reached = False
        self._give_back_at_s: float | None = None
        self._beat_at_s = self._poll_at_s = self._call_at_s = 0.0
        self._wait_s = 0.0
        self._found_nothing = False

    def stop(self) -> None:
        """Take no more jobs and end once those that run have ended; said again, give them back at once. For signal handlers."""
        self._stops += 1

    def run(self) -> None:
        """Work until stopped, or until there is nothing left with `once`."""
        report = self._settings.report
        self._say(
            f"Agent {report.name} takes jobs of {', '.join(report.queues)} from {self._settings.tracking_uri}, {report.slots} at once."
        )
        while not self._is_done():
            self._look_at_workers()
            if time.monotonic() >= self._call_at_s:
                self._talk()
            self._stop_in_time()
            time.sleep(_TICK_S)
        self._attempt(lambda: self._store.leave_agent(report.agent_id))
        self._say("Stopped.")

    def _is_done(self) -> bool:
        if self._workers or (self._untold and self._stops < 2):
            return False
        return self._stops > 0 or (self._settings.once and self._found_nothing)

    def _talk(self) -> None:
        """What is to be said to the store now. When it cannot be reached, the rest waits, longer each time."""
        now_s = time.monotonic()
        if now_s >= self._beat_at_s:
            if not self._attempt(self._beat):
                return
            self._beat_at_s = now_s + self._settings.heartbeat_s * (1 if self._workers else _IDLE_HEARTBEATS)
        for job_id, (state, message) in list(self._untold.items()):
            if not self._attempt(partial(self._tell_end, job_id, state, message)):
                return
        while self._wants_more() and now_s >= self._poll_at_s:
            if not self._attempt(self._take):
                return

    def _wants_more(self) -> bool:
        return not self._stops and len(self._workers) < self._settings.report.slots

    def _take(self) -> None:
        job = self._store.lease_job(self._settings.report, holding=self._holding())
        self._found_nothing = job is None
        if job is None:
            self._poll_at_s = time.monotonic() + self._settings.poll_s
            return
        refusal = self._settings.allowed.refusal(job)
        if refusal is not None:
            self._say(f"Job {job.job_id} is refused: {refusal}.")
            self._untold[job.job_id] = (JobState.FAILED, f"refused by agent {self._settings.report.name}: {refusal}")
            self._tell_end(job.job_id, *self._untold[job.job_id])
            return
        self._beat_at_s = min(self._beat_at_s, time.monotonic() + self._settings.heartbeat_s)
        self._start(job)

    def _start(self, job: ProjectJob) -> None:
        self._say(f"Job {job.job_id} starts: {job.uri}, {job.entry_point}, run {job.run_name} ({job.run_id}), attempt {job.attempts}.")
        variables = {**os.environ, TRACKING_URI.name: self._settings.tracking_uri, "PYTHONUNBUFFERED": "1"}
        log = JobLog(partial(self._keep_log, job), lambda problem: self._say(f"Job {job.job_id}: {problem}"))
        try:
            self._workers[job.job_id] = Worker(job, self._settings.command, variables, self._say, log)
        except OSError as error:
            log.end()
            self._untold[job.job_id] = (JobState.FAILED, f"the agent could not start a process: {error.strerror}")

    def _keep_log(self, job: ProjectJob, text: bytes) -> None:
        """Each attempt has a file of its own."""
        name = "job.log" if job.attempts <= 1 else f"job-{job.attempts}.log"
        files = session.artifacts(self._store.get_run(job.run_id).info.artifact_uri, self._settings.tracking_uri)
        with one_attempt(_CALL_S):
            files.put(f"logs/{name}", [text])

    def _beat(self) -> None:
        for job_id, order in self._store.beat_agent(self._settings.report, holding=self._holding()):
            worker = self._workers.get(job_id)
            if order is JobOrder.CANCEL and worker is not None and job_id not in self._dropped:
                self._say(f"Job {job_id} is cancelled.")
                worker.cancel()
            elif order is JobOrder.DROP:
                self._untold.pop(job_id, None)
                if worker is not None and job_id not in self._dropped:
                    self._say(f"Job {job_id} is another agent's now, and is ended here.")
                    self._dropped.add(job_id)
                    worker.drop()

    def _look_at_workers(self) -> None:
        for job_id, worker in list(self._workers.items()):
            state = worker.ended
            if state is None:
                continue
            del self._workers[job_id]
            took_s = time.monotonic() - worker.started_s
            if job_id in self._dropped:
                self._dropped.discard(job_id)
            elif worker.is_dropped and state is not JobState.FINISHED:
                self._say(f"Job {job_id} goes back to its queue.")
                self._untold[job_id] = (JobState.QUEUED, None)
            else:
                self._say(f"Job {job_id} {state.value} after {took_s:.1f} s.")
                self._untold[job_id] = (state, worker.message)
            self._poll_at_s = 0.0

    def _tell_end(self, job_id: str, state: JobState, message: str | None) -> None:
        agent_id = self._settings.report.agent_id
        try:
            if state is JobState.QUEUED:
                self._store.give_back_job(job_id, agent_id=agent_id)
            else:
                self._store.finish_job(job_id, agent_id=agent_id, state=state, message=message)
        except (Conflict, NotFound, InvalidValue) as error:
            self._say(f"Job {job_id}: {error.message}")
        self._untold.pop(job_id, None)

    def _stop_in_time(self) -> None:
        """Once told to stop, wait for jobs, then end them and give them back."""
        if not self._stops or not self._workers:
            return
        now_s = time.monotonic()
        if self._give_back_at_s is None:
            self._say(f"Stopping; {len(self._workers)} jobs may go on for {self._settings.grace_s:g} s.")
            self._give_back_at_s = now_s + self._settings.grace_s
        if now_s >= self._give_back_at_s or self._stops > 1:
            for worker in self._workers.values():
                worker.drop()

    def _holding(self) -> tuple[str, ...]:
        return (*self._workers, *self._untold)

    def _attempt(self, call: Callable[[], None]) -> bool:
        """Make a call once; whether the store answered. A store that refuses the first call will refuse the next."""
        try:
            with one_attempt(_CALL_S):
                call()
        except BarographError as error:
            if not self._reached and not isinstance(error, Unavailable):
                raise
            if not self._wait_s:
                self._say(f"{error.message} Trying again.")
            self._wait_s = min(max(_FIRST_WAIT_S, 2 * self._wait_s), _LONGEST_WAIT_S)
            self._call_at_s = time.monotonic() + self._wait_s
            return False
        self._reached = True
        if self._wait_s:
            self._say("The server answers again.")
            self._wait_s = 0.0
        return True

"""A sweep in the tracking store: one run for the sweep, one below it for each trial. There is no other state.

The run of a trial has an id that follows from the sweep's and the trial's number, so that creating it again is creating the same. What a
trial tries is written with its creation, and how it ended in one batch of tags, which is the moment at which it counts.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec

from barograph.client.context import context_tags
from barograph.client.metric_value import now_ms
from barograph.errors import Conflict
from barograph.model import ContactState, Metric, NewRun, Query, Run, RunStatus, View
from barograph.model.limits import MAX_RUN_TAG_VALUE
from barograph.projects.sweeps.project_source import ProjectSource
from barograph.projects.sweeps.spec import Sweep
from barograph.projects.sweeps.trial import Points, Proposal, Trial, TrialState
from barograph.store.base import Store

SWEEP = "barograph.sweep"
DIGEST = "barograph.sweep.digest"
SEED = "barograph.sweep.seed"
STATE = "barograph.sweep.state"
TRIALS = "barograph.sweep.trials"
BEST = "barograph.sweep.best."
TRIAL = "barograph.sweep.trial"
PROPOSAL = "barograph.sweep.proposal"
VALUE = "barograph.sweep.value"
ATTEMPT = "barograph.sweep.attempt"
FILE = "sweep.yaml"
_ERROR = "barograph.error"
_PARENT, _USER = "mlflow.parentRunId", "mlflow.user"
_PAGE = 1_000
_RUNS_AT_ONCE = 100
_POINTS = 2_500
_STATUS = {TrialState.COMPLETE: RunStatus.FINISHED, TrialState.PRUNED: RunStatus.KILLED, TrialState.FAILED: RunStatus.FAILED}
_IDS = UUID("5f0a6f8e-6d0b-4f57-9a3c-0c5f2a7f4f11")


def digest_of(sweep: Sweep, objective: str | None) -> str:
    """The same for sweeps of which one can go on where the other stopped: how many trials and workers there are may differ."""
    free = {"name", "trials", "workers", "timeout", "max_failures", "pruner"}
    kept = {key: value for key, value in msgspec.to_builtins(sweep).items() if key not in free}
    return hashlib.sha256(json.dumps([kept, objective], sort_keys=True).encode()).hexdigest()[:32]


def create_sweep(store: Store, sweep: Sweep, *, experiment_id: str, digest: str, seed: int, tags: Mapping[str, str] = {}) -> Run:
    """The run of a new sweep."""
    own = {SWEEP: sweep.method, DIGEST: digest, SEED: str(seed), STATE: "running", TRIALS: str(sweep.trials)}
    told = context_tags() | dict(tags) | own
    new = NewRun(experiment_id=experiment_id, name=sweep.name, user_id=told[_USER], start_time_ms=now_ms(), tags=told)
    return store.create_run(new)


def find_sweep(store: Store, experiment_id: str, digest: str) -> Run | None:
    """The last sweep of this digest in an experiment."""
    found = store.search_runs([experiment_id], Query(filter=f"tags.`{DIGEST}` = '{digest}'", max_results=1)).items
    return found[0] if found else None


class SweepRuns:
    """The runs of one sweep. Only the process that has the sweep's lease may write."""

    def __init__(self, store: Store, sweep: Sweep, parent: Run, source: ProjectSource | None = None) -> None:
        self._store, self._sweep, self.parent, self._source = store, sweep, parent, source
        self._metric = sweep.metric.name

    def run_id_of(self, number: int) -> str:
        """The id of the run of a trial."""
        return uuid5(_IDS, f"{self.parent.info.run_id}/{number}").hex

    def trials(self) -> list[Trial]:
        """All trials that were begun, by number. Those that have ended without being told so, but with the metric, are told so now."""
        found: dict[int, tuple[Run, Trial]] = {}
        for run in self._children():
            trial = _trial_of(run)
            if trial is not None and (trial.number not in found or found[trial.number][1].state is None):
                found[trial.number] = run, trial
        return [self._settled(*found[number]) for number in sorted(found)]

    def looked_at(self, trial: Trial) -> tuple[Trial, bool]:
        """A trial that was cut off as it is now, and whether a job elsewhere still runs it, as heartbeats of its run tell."""
        trial = self._settled(self._store.get_run(trial.run_id), trial)
        contact = next(iter(self._store.contacts([trial.run_id])), None)
        return trial, trial.state is None and contact is not None and contact.state is ContactState.LIVE

    def create(self, number: int, proposal: Proposal) -> Trial:
        """Begin a trial. If its run is there already, as a request that was lost may yet have made it, that one counts."""
        run_id, parent = self.run_id_of(number), self.parent.info
        name = f"{parent.name}-{number:0{len(str(self._sweep.trials - 1))}}"
        given = {_PARENT: parent.run_id, TRIAL: str(number), PROPOSAL: msgspec.json.encode(proposal).decode(), ATTEMPT: "1"}
        tags = context_tags() | (self._source.tags if self._source else {}) | given
        new = NewRun(experiment_id=parent.experiment_id, run_id=run_id, name=name, user_id=tags[_USER], start_time_ms=now_ms(), tags=tags)
        try:
            run = self._store.create_run(new)
        except Conflict:
            run = self._store.get_run(run_id)
        trial = _trial_of(run) or Trial(number=number, run_id=run.info.run_id, name=name, proposal=proposal)
        self._log_proposal(trial)
        return trial

    def begin_again(self, trial: Trial) -> Trial:
        """Begin a trial that was cut off once more."""
        again = msgspec.structs.replace(trial, attempt=trial.attempt + 1)
        self._store.log_batch(trial.run_id, tags={ATTEMPT: str(again.attempt)})
        self._log_proposal(trial)
        self._store.update_run(trial.run_id, status=RunStatus.RUNNING)
        return again

    def end(self, trial: Trial, state: TrialState, value: float | None, reason: str | None = None) -> Trial:
        """Note how a trial ended. `value` is found in its run if it is not given. A complete trial without one is a failed one."""
        run = self._store.get_run(trial.run_id)
        if value is None and state is not TrialState.FAILED:
            value = next((metric.value for metric in run.metrics if metric.key == self._metric), None)
        if state is TrialState.COMPLETE and (value is None or math.isnan(value)):
            told = "was not logged" if value is None else "is NaN"
            state, reason = TrialState.FAILED, reason or f"The metric {self._metric} {told}."
        tags = {STATE: state.value}
        if value is not None and state is not TrialState.FAILED:
            tags[VALUE] = repr(float(value))
        if reason:
            tags[_ERROR] = reason[-MAX_RUN_TAG_VALUE:]
        elif _ERROR in run.tags:  # of an earlier attempt
            self._store.delete_tag(trial.run_id, _ERROR)
        self._store.log_batch(trial.run_id, metrics=self._last_point(run, value, state), tags=tags)
        self._close(run, state)
        return msgspec.structs.replace(trial, state=state, value=value if VALUE in tags else None)

    def interrupt(self, trial: Trial) -> None:
        """A trial was cut off, to be begun again."""
        self._store.update_run(trial.run_id, status=RunStatus.KILLED, end_time_ms=now_ms())

    def note(self, tags: Mapping[str, str], best: Trial | None, *, done: int | None = None) -> None:
        """Keep what the sweep's own run tells up to date. `done` is given when one more trial has ended: the best value is logged there."""
        told = dict(tags)
        metrics: list[Metric] = []
        if best is not None and best.value is not None:
            told |= {
                f"{BEST}trial": str(best.number),
                f"{BEST}run": best.run_id,
                f"{BEST}value": repr(best.value),
                f"{BEST}parameters": msgspec.json.encode(best.proposal.parameters).decode(),
            }
            if done is not None:
                metrics.append(Metric(key=f"best_{self._metric}", value=best.value, timestamp_ms=now_ms(), step=done))
        self._store.log_batch(self.parent.info.run_id, metrics=metrics, tags=told)

    def describe(self, params: Mapping[str, str]) -> None:
        """Params of the sweep's own run, which stay as they are."""
        self._store.log_batch(self.parent.info.run_id, params=params)

    def status(self, status: RunStatus) -> None:
        """The status of the sweep's own run."""
        end_ms = now_ms() if status.is_terminated else None
        self._store.update_run(self.parent.info.run_id, status=status, end_time_ms=end_ms)

    def histories(self, run_ids: Iterable[str]) -> dict[str, Points]:
        """Points of the metric by step of each of some runs; of thousands of points, some evenly chosen."""
        wanted, found = list(run_ids), dict[str, Points]()
        for start in range(0, len(wanted), _RUNS_AT_ONCE):
            some = wanted[start : start + _RUNS_AT_ONCE]
            for point in self._store.metric_interval(some, self._metric, max_results=_POINTS):
                found.setdefault(point.run_id, []).append((point.step, point.value))
        return found

    def _children(self) -> Iterable[Run]:
        query = Query(filter=f"tags.`{_PARENT}` = '{self.parent.info.run_id}'", view=View.ALL, max_results=_PAGE)
        while True:
            page = self._store.search_runs([self.parent.info.experiment_id], query)
            yield from page.items
            if page.next_token is None:
                return
            query = msgspec.structs.replace(query, page_token=page.next_token)

    def _settled(self, run: Run, trial: Trial) -> Trial:
        """A trial whose end was not all written down. Whoever deleted its run does not want it again."""
        if run.info.lifecycle.value == "deleted":
            return trial if trial.state else msgspec.structs.replace(trial, state=TrialState.FAILED)
        if trial.state is not None:
            self._close(run, trial.state)
            return trial
        has_metric = any(metric.key == self._metric for metric in run.metrics)
        return self.end(trial, TrialState.COMPLETE, None) if run.info.status is RunStatus.FINISHED and has_metric else trial

    def _close(self, run: Run, state: TrialState) -> None:
        if run.info.status is not _STATUS[state]:
            self._store.update_run(run.info.run_id, status=_STATUS[state], end_time_ms=run.info.end_time_ms or now_ms())

    def _log_proposal(self, trial: Trial) -> None:
        tried = trial.proposal.parameters
        params = {key: str(value) for key, value in tried.items()} if self._source is None else self._source.params(tried)
        self._store.log_batch(trial.run_id, params=params)

    def _last_point(self, run: Run, value: float | None, state: TrialState) -> list[Metric]:
        """The value as the last of the metric's points, unless it is so already: tables and charts show what counted."""
        if value is None or state is not TrialState.COMPLETE:
            return []
        last = next((metric for metric in run.metrics if metric.key == self._metric), None)
        if last is not None and last.value == value:
            return []
        step, after_ms = (last.step, last.timestamp_ms + 1) if last else (0, 0)
        return [Metric(key=self._metric, value=value, timestamp_ms=max(now_ms(), after_ms), step=step)]


def _trial_of(run: Run) -> Trial | None:
    """The trial that a run is of, None if it is of none."""
    tags = run.tags
    try:
        number = int(tags[TRIAL])
        proposal = msgspec.json.decode(tags[PROPOSAL], type=Proposal)
        state = TrialState(tags[STATE]) if STATE in tags else None
        value = float(tags[VALUE]) if VALUE in tags else None
        attempt = int(tags.get(ATTEMPT, "1"))
    except (KeyError, ValueError, msgspec.ValidationError):
        return None
    return Trial(number=number, run_id=run.info.run_id, name=run.info.name, proposal=proposal, state=state, value=value, attempt=attempt)


def params_of(sweep: Sweep, seed: int) -> dict[str, str]:
    """What a sweep's own run says of it in params."""
    told: dict[str, Any] = {"method": sweep.method, "metric": sweep.metric.name, "goal": sweep.metric.goal, "seed": seed}
    told |= {f"search.{name}": dimension for name, dimension in sweep.parameters.items()}
    if sweep.project is not None:
        told |= {"project": sweep.project.uri, "entry_point": sweep.project.entry_point}
        told |= {f"fixed.{name}": value for name, value in sweep.project.parameters.items()}
    return {key: str(value) for key, value in told.items()}

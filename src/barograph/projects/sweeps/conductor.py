"""Conducts a sweep: begins trials while there is room, ends those that do badly, and notes how each ended."""

from __future__ import annotations

import time
from contextlib import suppress

from barograph.errors import BarographError, Unavailable
from barograph.model import RunStatus
from barograph.projects.sweeps.lease import Lease
from barograph.projects.sweeps.outcome import Best, How, SweepResult, best_of, count
from barograph.projects.sweeps.pool import Ended, Pool
from barograph.projects.sweeps.progress import Progress
from barograph.projects.sweeps.spec import Sweep
from barograph.projects.sweeps.study import Study
from barograph.projects.sweeps.sweep_runs import STATE, TRIALS, SweepRuns
from barograph.projects.sweeps.trial import Trial, TrialState

_LOOK_EVERY_S = 1.0
"""Seconds between looks at the metrics of running trials: one request for all of them."""
_LOOK_ABROAD_EVERY_S = 5.0
_TURN_S = 0.5
_MOST_PUT_OFF = 5
_HERE = ("local", "queue")
"""Backends whose jobs end with the process that submitted them."""
_STATUS = {"done": RunStatus.FINISHED, "timeout": RunStatus.FINISHED, "failures": RunStatus.FAILED, "interrupted": RunStatus.KILLED}


class Conductor:
    """One session of a sweep, from the trials that are stored on."""

    def __init__(self, sweep: Sweep, runs: SweepRuns, study: Study, pool: Pool, lease: Lease, progress: Progress) -> None:
        self._sweep, self._runs, self._study, self._pool, self._lease, self._progress = sweep, runs, study, pool, lease, progress
        self._trials: dict[int, Trial] = {}
        self._running: dict[int, Trial] = {}
        self._pruned: set[int] = set()
        self._waiting: list[int] = []
        self._abroad: list[int] = []
        self._times_put_off = 0
        self._pause_ends_s = 0.0
        self._looked_s = self._looked_abroad_s = 0.0
        self._deadline = float("inf") if sweep.timeout is None else time.monotonic() + sweep.timeout

    def conduct(self) -> SweepResult:
        """Run what is still to be run. Ctrl-C ends the trials that run, to be begun again when the sweep is resumed."""
        self._recall()
        how: How = "interrupted"
        try:
            how = self._run_all()
        except KeyboardInterrupt:
            self._progress.say("Interrupted: ending the trials that run.")
        finally:
            self._stop(how)
        return self._result(how)

    def _recall(self) -> None:
        """Know what was run before."""
        for trial in self._runs.trials():
            self._trials[trial.number] = trial
        ended = [trial.run_id for trial in self._trials.values() if trial.state is not None]
        self._study.restore(self._trials.values(), self._runs.histories(ended) if self._prunes else {})
        self._waiting = [number for number in range(self._sweep.trials) if number not in self._trials or self._trials[number].state is None]
        self._waiting.sort(key=lambda number: (number not in self._trials, number))  # first those that were cut off
        self._find_abroad()
        self._note("running")
        self._runs.status(RunStatus.RUNNING)

    def _find_abroad(self) -> None:
        """Set trials aside whose jobs on another machine outlived the process that began them: they may yet end by themselves."""
        target = self._sweep.project
        if target is not None and target.backend not in _HERE:
            self._abroad = [number for number in self._waiting if number in self._trials]
            self._waiting = [number for number in self._waiting if number not in self._trials]
            self._look_abroad()
            if self._abroad:
                self._progress.say(f"Waiting for {len(self._abroad)} trials whose jobs still run.")

    def _look_abroad(self) -> None:
        self._looked_abroad_s = time.monotonic()
        for number in list(self._abroad):
            trial, is_alive = self._runs.looked_at(self._trials[number])
            if is_alive:
                continue
            self._abroad.remove(number)
            if trial.state is None:
                self._waiting.insert(0, number)
            else:
                self._count(trial, None, ())

    @property
    def _prunes(self) -> bool:
        return self._sweep.pruner.type != "none"

    def _run_all(self) -> How:
        while True:
            self._lease.check()
            stopping = self._is_to_stop()
            while self._waiting and stopping is None and self._pool.has_room and time.monotonic() >= self._pause_ends_s:
                self._begin(self._waiting.pop(0))
            if not self._running and (stopping or not (self._abroad or self._waiting)):
                return stopping or "done"
            ended = self._pool.next(_TURN_S)
            if ended is not None and ended.is_put_off and ended.number not in self._pruned:
                self._put_off(ended)
            elif ended is not None:
                self._end(ended)
            self._look()
            if self._abroad and time.monotonic() - self._looked_abroad_s >= _LOOK_ABROAD_EVERY_S:
                self._look_abroad()
            self._progress.show(self._trials.values(), self._running.values())

    def _is_to_stop(self) -> How | None:
        most = self._sweep.max_failures
        if most is not None and count(self._trials.values(), TrialState.FAILED) >= most:
            return "failures"
        return "timeout" if self._waiting and time.monotonic() >= self._deadline else None

    def _begin(self, number: int) -> None:
        known = self._trials.get(number)
        trial = self._runs.create(number, self._study.ask(number)) if known is None else self._runs.begin_again(known)
        self._trials[number] = self._running[number] = trial
        self._pool.begin(trial)

    def _put_off(self, ended: Ended) -> None:
        """A trial could not be begun: wait a while, longer each time, and give up for now after several times."""
        self._runs.interrupt(self._running.pop(ended.number))
        self._waiting.insert(0, ended.number)
        if time.monotonic() < self._pause_ends_s:
            return  # another one found out at the same time
        self._times_put_off += 1
        if self._times_put_off > _MOST_PUT_OFF:
            raise Unavailable(f"Trials cannot be begun: {ended.error} The sweep can be resumed.")
        pause_s = 2.0**self._times_put_off
        self._pause_ends_s = time.monotonic() + pause_s
        self._progress.say(f"trial {ended.number} could not be begun, trying again in {pause_s:g} s: {ended.error}")

    def _end(self, ended: Ended) -> None:
        self._times_put_off = 0
        trial = self._running.pop(ended.number)
        if ended.number in self._pruned and ended.error:  # else it was whole before it could be ended
            state, reason = TrialState.PRUNED, None
        else:
            state, reason = (TrialState.FAILED, ended.error) if ended.error else (TrialState.COMPLETE, None)
        self._count(self._runs.end(trial, state, ended.value, reason), reason, ended.lines)

    def _count(self, trial: Trial, reason: str | None, lines: tuple[str, ...]) -> None:
        """Take in a trial that has ended, as the store has it."""
        self._trials[trial.number] = trial
        if self._prunes:  # later trials are compared with all of it
            self._study.report(trial.number, self._runs.histories([trial.run_id]).get(trial.run_id, []))
        self._study.tell(trial.number, trial.state or TrialState.FAILED, trial.value)
        self._note("running", one_more=True)
        self._progress.ended(trial, reason, lines, best_of(self._trials.values(), self._sweep.metric.goal))

    def _look(self) -> None:
        """Look at the metric of running trials, and have those end that the pruner gives up."""
        if not self._prunes or time.monotonic() - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = time.monotonic()
        running = {trial.run_id: number for number, trial in self._running.items() if number not in self._pruned}
        for run_id, points in self._runs.histories(running).items():
            number = running[run_id]
            if self._study.report(number, points):
                self._pruned.add(number)
                self._pool.cancel(number)

    def _note(self, state: str, *, one_more: bool = False) -> None:
        best = best_of(self._trials.values(), self._sweep.metric.goal)
        done = sum(trial.state is not None for trial in self._trials.values())
        self._runs.note({STATE: state, TRIALS: str(self._sweep.trials)}, best, done=done if one_more else None)

    def _stop(self, how: How) -> None:
        """End what still runs, and note why the sweep stopped, unless another process has taken it over."""
        ended = self._pool.close()
        with suppress(BarographError, OSError):  # an error that is under way says more
            self._lease.check(now=True)
            for each in ended:
                if each.number in self._running:
                    self._end(each)
            for trial in self._running.values():
                self._runs.interrupt(trial)
            self._note(how)
            self._runs.status(_STATUS[how])

    def _result(self, how: How) -> SweepResult:
        trials, info = self._trials.values(), self._runs.parent.info
        best = best_of(trials, self._sweep.metric.goal)
        return SweepResult(
            run_id=info.run_id,
            experiment_id=info.experiment_id,
            state=how,
            trials=self._sweep.trials,
            complete=count(trials, TrialState.COMPLETE),
            pruned=count(trials, TrialState.PRUNED),
            failed=count(trials, TrialState.FAILED),
            best=None
            if best is None
            else Best(trial=best.number, run_id=best.run_id, value=best.value or 0.0, parameters=best.proposal.parameters),
        )

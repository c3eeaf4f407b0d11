"""What a person sees of a sweep while it goes on: a table on a terminal, else a line for each trial that has ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from barograph.projects.sweeps.outcome import best_of, count
from barograph.projects.sweeps.spec import Sweep
from barograph.projects.sweeps.trial import Trial, TrialState

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

_SHOWN_RUNNING = 8
_SHOWN_LINES = 5


class Progress:
    """Says nothing; the base of those that do."""

    def say(self, text: str) -> None:
        """A line about the sweep."""

    def printed(self, number: int, line: str) -> None:
        """A trial printed a line. It is called from any thread."""

    def ended(self, trial: Trial, reason: str | None, lines: Sequence[str], best: Trial | None) -> None:
        """A trial has ended; `lines` are the last that it printed."""

    def show(self, trials: Collection[Trial], running: Collection[Trial]) -> None:
        """How all trials stand."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class LineProgress(Progress):
    """Lines on standard error; with `verbose` also those that trials print."""

    def __init__(self, sweep: Sweep, *, verbose: bool = False) -> None:
        self._sweep, self._verbose = sweep, verbose

    def say(self, text: str) -> None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def printed(self, number: int, line: str) -> None:
        if self._verbose:
            self.say(f"trial {number} | {line}")

    def ended(self, trial: Trial, reason: str | None, lines: Sequence[str], best: Trial | None) -> None:
        if trial.state is TrialState.FAILED and not self._verbose:
            for line in list(lines)[-_SHOWN_LINES:]:
                self.say(f"trial {trial.number} | {line}")
        tried = ", ".join(f"{key}={_short(value)}" for key, value in trial.proposal.parameters.items())
        state = "failed" if trial.state is None else trial.state.value
        told = f" {self._sweep.metric.name}={_short(trial.value)}" if trial.value is not None else f": {reason}" if reason else ""
        top = "" if best is None else " (best)" if best.number == trial.number else f" (best {_short(best.value)}, trial {best.number})"
        self.say(f"trial {trial.number} {state}{told}{top}  {tried}")


class LiveProgress(LineProgress):
    """A table that changes in place, below lines about trials that failed or were the best so far."""

    def __init__(self, sweep: Sweep, *, verbose: bool = False) -> None:
        super().__init__(sweep, verbose=verbose)
        self._begun: dict[int, float] = {}
        self._live: Live | None = None

    def say(self, text: str) -> None:
        if self._live is None:
            super().say(text)
        else:
            self._live.console.print(text, markup=False, highlight=False)

    def ended(self, trial: Trial, reason: str | None, lines: Sequence[str], best: Trial | None) -> None:
        self._begun.pop(trial.number, None)
        if trial.state is TrialState.FAILED or (best is not None and best.number == trial.number):
            super().ended(trial, reason, lines, best)

    def show(self, trials: Collection[Trial], running: Collection[Trial]) -> None:
        for trial in running:
            self._begun.setdefault(trial.number, time.monotonic())
        table = self._table(trials, running)
        if self._live is None:
            from rich.console import Console
            from rich.live import Live

            self._live = Live(table, console=Console(stderr=True), refresh_per_second=4, transient=True)
            self._live.start()
        else:
            self._live.update(table)

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _table(self, trials: Collection[Trial], running: Collection[Trial]) -> Table:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, show_header=False)
        done = sum(trial.state is not None for trial in trials)
        counts = [f"{count(trials, state)} {state.value}" for state in TrialState if count(trials, state)]
        table.add_row("trials", f"{done} of {self._sweep.trials}" + (f" ({', '.join(counts)})" if counts else ""))
        best = best_of(trials, self._sweep.metric.goal)
        if best is not None:
            tried = ", ".join(f"{key}={_short(value)}" for key, value in best.proposal.parameters.items())
            table.add_row("best", f"{self._sweep.metric.name} {_short(best.value)}, trial {best.number}: {tried}")
        for trial in list(running)[:_SHOWN_RUNNING]:
            tried = ", ".join(f"{key}={_short(value)}" for key, value in trial.proposal.parameters.items())
            table.add_row(f"trial {trial.number}", f"{time.monotonic() - self._begun[trial.number]:.0f} s  {tried}")
        return table


def progress_of(sweep: Sweep, *, quiet: bool, verbose: bool) -> Progress:
    """What suits where standard error goes."""
    if quiet:
        return Progress()
    return (LiveProgress if sys.stderr.isatty() else LineProgress)(sweep, verbose=verbose)


def _short(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)

"""A bar for what takes long: on a terminal, after a second, and nowhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_QUIET_S = 1.0


class Progress:
    """Counts steps of one piece of work. `total` is None where the number of steps is not known."""

    def __init__(self, title: str, total: int | None = None) -> None:
        self._title = title
        self._total = total
        self._done = 0
        self._began = time.monotonic()
        self._shown = sys.stderr.isatty()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, steps: int = 1) -> None:
        """Note steps that are done."""
        self.reach(self._done + steps)

    def reach(self, done: int, total: int | None = None) -> None:
        """Note how many steps are done in all, and of how many if that has become known."""
        self._done = done
        self._total = total or self._total
        if not self._shown:
            return
        if self._bar is None and time.monotonic() - self._began > _QUIET_S:
            self._bar = _start(self._title, self._total)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done, total=self._total)


def _start(title: str, total: int | None) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(title, total=total)
    bar.start()
    return bar

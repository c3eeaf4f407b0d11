"""Runs of a process that a signal ends are KILLED.

While runs are open, SIGTERM (and SIGINT where it is set to its default of ending the process at once) passes by here. The signal is never
swallowed: what was set before is done, and a handler of the user's that returns keeps process and runs going. Only the main thread may set
handlers, so runs started elsewhere before any in the main thread are not covered.
"""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from barograph.client.open_runs import open_runs

_END_WITHIN_S = 5.0


class KillSignals:
    """Handlers set while runs are open; `end_all` is what ends them all as KILLED."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._end_all: Callable[[], None] = _nothing
        self._mask: set[int] | None = None

    def watch(self, end_all: Callable[[], None]) -> None:
        """Set the handlers, if this is the main thread and they are not set. An ignored signal stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._end_all = end_all
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            python_s_own = number == signal.SIGINT and before is not signal.SIG_DFL
            if before is None or before is signal.SIG_IGN or before == self._received or python_s_own:
                continue
            signal.signal(number, self._received)
            self._before[number] = before

    def release(self) -> None:
        """Put back what was set before, once no run is open. Handlers that someone set since then stay."""
        if not self._before or open_runs.all or threading.current_thread() is not threading.main_thread():
            return
        while self._before:
            number, before = self._before.popitem()
            if signal.getsignal(number) == self._received:
                signal.signal(number, before)

    def forking(self) -> None:
        """Hold the signals back while a child is made: Python forgets those that reach a new child before it is ready."""
        if self._before and hasattr(signal, "pthread_sigmask"):
            self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, list(self._before))

    def forked(self, *, child: bool) -> None:
        """Let the signals through again. A child has no runs of its own, so there what was set before is put back."""
        if child and threading.current_thread() is threading.main_thread():
            while self._before:
                number, before = self._before.popitem()
                signal.signal(number, before)
        if self._mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
            self._mask = None

    def _received(self, number: int, frame: FrameType | None) -> None:
        before = self._before.get(number, signal.SIG_DFL)
        if callable(before):
            try:
                before(number, frame)
            except BaseException:
                self._end_runs()
                raise
            return
        self._end_runs()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _end_runs(self) -> None:
        """In a thread and for a bounded time: the interrupted code may hold locks that ending a run needs."""
        if not open_runs.all:
            return
        ending = threading.Thread(target=self._end_all, name="barograph-killed", daemon=True)
        ending.start()
        ending.join(_END_WITHIN_S)


def _nothing() -> None:
    return


kill_signals = KillSignals()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=kill_signals.forking,
        after_in_parent=lambda: kill_signals.forked(child=False),
        after_in_child=lambda: kill_signals.forked(child=True),
    )

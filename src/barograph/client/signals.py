"""Runs of a process that a signal ends are KILLED.

While runs are open, SIGTERM and SIGHUP (and SIGINT where it is set to its default of ending the process at once) pass by here. The signal
is never swallowed: what was set before is done, and a handler of the user's that returns keeps process and runs going. Only the main
thread may set handlers, so runs started elsewhere before any in the main thread are not covered.
"""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from barograph.client.open_runs import open_runs
from barograph.client.signal_wakeup import SignalWakeup

_END_WITHIN_S = 5.0
_MAIN_THREAD_WITHIN_S = 1.0
_KILLING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)]


class KillSignals:
    """Handlers set while runs are open; `end_all` is what ends them all as KILLED."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._end_all: Callable[[], None] = _nothing
        self._mask: set[int] | None = None
        self._pid = os.getpid()
        self._wakeup = SignalWakeup(self._received_late)
        self._handled = threading.Event()
        self._ending: threading.Thread | None = None

    def watch(self, end_all: Callable[[], None]) -> None:
        """Set the handlers, if this is the main thread and they are not set. An ignored signal stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._end_all, self._pid = end_all, os.getpid()
        for number in _KILLING:
            before = signal.getsignal(number)
            python_s_own = number == signal.SIGINT and before is not signal.SIG_DFL
            if before is None or before is signal.SIG_IGN or before == self._received or python_s_own:
                continue
            signal.signal(number, self._received)
            self._before[number] = before
        self._wakeup.on()

    def release(self) -> None:
        """Put back what was set before, once no run is open. Handlers that someone set since then stay."""
        if not self._before or open_runs.all or threading.current_thread() is not threading.main_thread():
            return
        self._wakeup.off()
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
            self._wakeup.forked()
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
        self._handled.set()
        self._end_runs()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _received_late(self, number: int) -> None:
        """In a thread, at once: if the main thread does not come to it, it is inside native code, and the process would not end at all."""
        if self._before.get(number) is not signal.SIG_DFL or signal.getsignal(number) != self._received:
            return
        if not self._handled.wait(_MAIN_THREAD_WITHIN_S):
            self._end_runs()
            _die_of(number)

    def _end_runs(self) -> None:
        """In a thread and for a bounded time: the interrupted code may hold locks that ending a run needs.

        A child that native code forked has the handlers, but no runs.
        """
        if os.getpid() != self._pid:
            return
        if open_runs.all:
            self._ending = threading.Thread(target=self._end_all, name="barograph-killed", daemon=True)
            self._ending.start()
        if self._ending is not None:
            self._ending.join(_END_WITHIN_S)


def _die_of(number: int) -> None:
    """Let a signal do what it does by default, from any thread; `signal.signal` works in the main thread alone."""
    import ctypes

    ctypes.pythonapi.PyOS_setsig(number, None)
    os.kill(os.getpid(), number)


def _nothing() -> None:
    return


kill_signals = KillSignals()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=kill_signals.forking,
        after_in_parent=lambda: kill_signals.forked(child=False),
        after_in_child=lambda: kill_signals.forked(child=True),
    )

"""Exceptions that nobody catches, and what they end: the process, a thread, or a worker of `multiprocessing`.

Python tells of one that ends the process, but not of `sys.exit(1)`, and a worker ends without calling what `atexit` knows.
"""

import os
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

Ended = Callable[[BaseException | None], None]


class _Fate:
    """Lies on a SystemExit and notices where that is dropped: with no frame left, by the interpreter, if nobody caught it."""

    def __init__(self, code: object, uncaught: Callable[[object], None]) -> None:
        self._code = code
        self._uncaught = uncaught
        self._frame = sys._getframe  # noqa: SLF001  # documented, and still there when the interpreter takes modules apart

    def __del__(self) -> None:
        try:
            self._frame(1)
        except ValueError:
            self._uncaught(self._code)


class Uncaught:
    """Notices what ends this process, its threads and its workers."""

    def __init__(self) -> None:
        self._left: SystemExit | None = None
        self._thread_ended: Ended | None = None
        self._thread_hook: Callable[[threading.ExceptHookArgs], object] = threading.excepthook
        self._worker = 0

    def watch(self, thread_ended: Ended, worker_ended: Ended) -> None:
        """Begin, if that is not done. `thread_ended` is called in a thread that an exception ends, `worker_ended` at a worker's end."""
        if self._thread_ended is None:
            self._thread_ended = thread_ended
            self._thread_hook, threading.excepthook = threading.excepthook, self._in_thread
            sys.exit = self._leave
        if self._worker != os.getpid():
            self._worker = os.getpid()
            _at_worker_s_end(worker_ended)

    @property
    def error(self) -> BaseException | None:
        """What ends this process, asked while it ends; None if it comes to its end."""
        return self._left or getattr(sys, "last_value", None)

    def _leave(self, status: Any = None, /) -> NoReturn:
        """What `sys.exit` does: raise SystemExit."""
        error = SystemExit() if status is None else SystemExit(status)
        if threading.current_thread() is threading.main_thread():
            error.__dict__["_barograph_fate"] = _Fate(status, self._leaving)
        raise error

    def _leaving(self, code: object) -> None:
        self._left = SystemExit(code)

    def _in_thread(self, told: threading.ExceptHookArgs) -> None:
        try:
            if self._thread_ended is not None:
                self._thread_ended(told.exc_value)
        finally:
            self._thread_hook(told)


def _at_worker_s_end(worker_ended: Ended) -> None:
    """Have a worker of `multiprocessing` call this with the exception that ends it, before its journal is closed at priority 100."""
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, lambda: worker_ended(sys.exc_info()[1]), exitpriority=110)


uncaught = Uncaught()

"""A command of a job of the servers that stand for clusters: a group of processes with its output in a file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer

KILL_AFTER_S = 0.5


class Group:
    def __init__(self, argv: Sequence[str] | str, folder: Path, environment: Mapping[str, str], output: Path) -> None:
        with output.open("ab") as file:
            self._main = subprocess.Popen(
                argv, shell=isinstance(argv, str), cwd=folder, env=dict(environment), stdout=file, stderr=file, start_new_session=True
            )
        self._timer: Timer | None = None

    def exit_code(self) -> int | None:
        code = self._main.poll()
        if code is not None:
            self._signal(signal.SIGKILL)
            if self._timer:
                self._timer.cancel()
        return code

    def stop(self) -> None:
        if self._timer is None:
            self._signal(signal.SIGTERM)
            self._timer = Timer(KILL_AFTER_S, self._signal, [signal.SIGKILL])
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        self._signal(signal.SIGKILL)
        self._main.wait()
        if self._timer:
            self._timer.cancel()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._main.pid, number)

"""A command as a group of processes on this machine, which ends as a whole when it is cancelled."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from barograph.errors import InvalidValue, Unavailable, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.variables import surroundings

GRACE_S = 10.0
_LOOK_S = 0.02


class ProcessJob:
    """A program that runs, and all that it starts. Its output is this process's own; it reads nothing."""

    def __init__(self, argv: Sequence[str], directory: Path, variables: Mapping[str, str], *, grace_s: float = GRACE_S) -> None:
        """Start it, as the leader of a group of its own. `variables` are its whole environment.

        Raises `InvalidValue` without the directory, `Unavailable` without the program.
        """
        if not directory.is_dir():
            raise InvalidValue(f"The project's folder {shown(str(directory))} does not exist. Fetch the project again.")
        try:
            self._process = subprocess.Popen(  # noqa: S603  # an argv list; the one shell in it is `bash -c` for the project's command
                list(argv), cwd=directory, env=dict(variables), stdin=subprocess.DEVNULL, start_new_session=True
            )
        except FileNotFoundError:
            raise Unavailable(f"The program {shown(argv[0])} is not on the PATH. Install it, or choose another backend.") from None
        except OSError as error:
            raise Unavailable(f"The program {shown(argv[0])} cannot be started: {error}.") from None
        self._grace_s = grace_s
        self._cancelled = False
        self._lock = Lock()

    @classmethod
    def of(cls, launch: Launch, *, grace_s: float = GRACE_S) -> ProcessJob:
        """The command of a launch, here."""
        return cls(["bash", "-c", launch.command], launch.directory, surroundings(launch), grace_s=grace_s)

    @property
    def id(self) -> str:
        """The number of the process."""
        return str(self._process.pid)

    @property
    def exit_code(self) -> int | None:
        """How it ended; negative is the signal that ended it, None if it has not."""
        return self._process.poll()

    def status(self) -> RunStatus:
        """RUNNING, or how it ended."""
        return self._outcome(self._process.poll())

    def wait(self) -> RunStatus:
        """Return how it ended, once it has."""
        return self._outcome(self._process.wait())

    def cancel(self, before: Callable[[], object] | None = None) -> None:
        """Ask the group to end, and kill what is left of it after the time of grace. `before` may ask in another way first."""
        with self._lock:
            if self._process.poll() is not None:
                return
            self._cancelled = True
            if before:
                before()
            self._signal(signal.SIGTERM)
            until = time.monotonic() + self._grace_s
            while self._lives() and time.monotonic() < until:
                time.sleep(_LOOK_S)
            self._signal(signal.SIGKILL)
        self._process.wait()

    def _outcome(self, exit_code: int | None) -> RunStatus:
        if exit_code is None:
            return RunStatus.RUNNING
        if self._cancelled:
            return RunStatus.KILLED
        return RunStatus.FINISHED if exit_code == 0 else RunStatus.FAILED

    def _lives(self) -> bool:
        """Whether any process of the group is left."""
        if self._process.poll() is None:
            return True
        try:
            os.killpg(self._process.pid, 0)
        except (ProcessLookupError, PermissionError):  # some systems refuse a group of which all have ended
            return False
        return _any_runs(self._process.pid)

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def _any_runs(group: int) -> bool:
    """Whether a group has more than dead processes, which nobody collects where the first process of a container does not.

    True where the system does not tell (it has no `/proc`).
    """
    listed = list(Path("/proc").glob("[0-9]*/stat"))
    for path in listed:
        try:
            state, _, its_group = path.read_text(errors="replace").rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state not in ("Z", "X"):
            return True
    return not listed

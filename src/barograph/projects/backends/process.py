"""A command as a group of processes on this machine, which ends as a whole: when it is cancelled, and when whoever started it dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from barograph.errors import InvalidValue, NotSupported, Unavailable, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.variables import surroundings

GRACE_S = 10.0
"""Seconds that a cancelled command has to end by itself."""

_LOOK_S = 0.02

# Waits for two lines: the group, and the end of its work. If the starting process dies without the second, however it died, the pipe ends
# instead. The guard is there before the command, which could otherwise be left alone in the moment between.
_GUARD = 'read -r group || exit; read -r _ || { kill -TERM -- "-$group"; sleep "$1"; kill -KILL -- "-$group"; } 2>/dev/null'


class ProcessJob:
    """A program that runs in a session of its own, and all that it starts. Its output goes where this process's own does."""

    def __init__(
        self, argv: Sequence[str], directory: Path, variables: Mapping[str, str], *, grace_s: float = GRACE_S, reads: bool = False
    ) -> None:
        """Start it. `variables` are its whole environment; unless it `reads` what this process would, it finds nothing to read.

        Raises `InvalidValue` without the directory, `Unavailable` without the program.
        """
        self._grace_s = grace_s
        self._is_cancelled = False
        self._lock, self._dismissal = Lock(), Lock()
        if os.name != "posix":
            raise NotSupported("Projects run on systems with a POSIX shell; this is none.")
        self._guard = _guard(grace_s)
        try:
            self._process = _started(argv, directory, variables, reads=reads)
        except BaseException:
            self._guard.communicate()
            raise
        self._tell_guard(f"{self._process.pid}\n")

    @classmethod
    def of(cls, launch: Launch, *, grace_s: float = GRACE_S, reads: bool = False) -> ProcessJob:
        """The command of a launch, here."""
        return cls(["bash", "-c", "--", launch.command], launch.directory, surroundings(launch), grace_s=grace_s, reads=reads)

    @property
    def id(self) -> str:
        """The number of the process, which is also that of its group."""
        return str(self._process.pid)

    @property
    def exit_code(self) -> int | None:
        """How it ended; negative is the signal that ended it, None if it has not."""
        return self._process.poll()

    def status(self) -> RunStatus:
        """RUNNING until it has ended; what a signal ends that nobody sent by `cancel` has FAILED."""
        return self._outcome(self._process.poll())

    def wait(self) -> RunStatus:
        """Return how it ended, once it has."""
        return self._outcome(self._process.wait())

    def cancel(self, before: Callable[[], object] | None = None) -> None:
        """Ask the group to end, and kill what is left of it after the time of grace. `before` may ask in another way first."""
        with self._lock:
            if self._process.poll() is not None:
                return
            self._is_cancelled = True
            if before:
                before()
            self._signal(signal.SIGTERM)
            give_up = time.monotonic() + self._grace_s
            # The first process may be gone long before those that it started, which write down what they can.
            while self._lives() and time.monotonic() < give_up:
                time.sleep(_LOOK_S)
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._dismiss_guard()

    def _outcome(self, exit_code: int | None) -> RunStatus:
        if exit_code is None:
            return RunStatus.RUNNING
        self._dismiss_guard()
        if self._is_cancelled:
            return RunStatus.KILLED
        return RunStatus.FINISHED if exit_code == 0 else RunStatus.FAILED

    def _lives(self) -> bool:
        return self._process.poll() is None or (self._signal(0) and _any_runs(self._process.pid))

    def _signal(self, number: int) -> bool:
        """Send a signal to the group, and say whether anybody is left in it, if only dead."""
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def _tell_guard(self, line: str) -> None:
        if self._guard.stdin is not None:
            self._guard.stdin.write(line.encode())
            self._guard.stdin.flush()

    def _dismiss_guard(self) -> None:
        with self._dismissal:
            stdin = self._guard.stdin
            if stdin is not None and not stdin.closed:
                with suppress(BrokenPipeError):  # it was ended by somebody else
                    self._tell_guard("\n")
                with suppress(BrokenPipeError):
                    stdin.close()
        self._guard.wait()


def _started(argv: Sequence[str], directory: Path, variables: Mapping[str, str], *, reads: bool) -> subprocess.Popen[bytes]:
    if not directory.is_dir():
        raise InvalidValue(f"The project's folder {shown(str(directory))} does not exist. Fetch the project again.")
    program = shutil.which(argv[0])
    if program is None:
        raise Unavailable(f"The program {shown(argv[0])} is not on the PATH. Install it, or choose another backend.")
    try:
        return subprocess.Popen(  # noqa: S603  # a list; the one shell in it is `bash -c` for the project's command
            [program, *argv[1:]], cwd=directory, env=dict(variables), stdin=None if reads else subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise Unavailable(f"The program {shown(argv[0])} cannot be started in {directory}: {error.strerror}.") from None


def _guard(grace_s: float) -> subprocess.Popen[bytes]:
    """A process that ends the group that it is told of if this one dies first."""
    bash = shutil.which("bash")
    if bash is None:
        raise Unavailable("bash is not on the PATH, but commands are run with it. Install it.")
    return subprocess.Popen(  # noqa: S603  # fixed arguments and a number
        [bash, "-c", _GUARD, "guard", str(grace_s)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


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

"""Commands as processes of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from barograph.errors import ExecutionFailed, InvalidValue, NotSupported, Unavailable, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.environments.base import Activation

_GRACE_S = 10.0
_LOOK_EVERY_S = 0.02

# Waits for a line. If the starting process dies without having written one, however it died, the pipe ends instead.
_GUARD = 'read -r _ || { kill -TERM -- "-$1"; sleep "$2"; kill -KILL -- "-$1"; } 2>/dev/null'


class LocalBackend:
    """Runs a command in a session of its own, its output where that of the caller goes."""

    name = "local"
    activates = True

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> LocalJob:
        """Start the command. There is nothing to configure."""
        if config:
            raise InvalidValue(f"The local backend has no configuration {shown(next(iter(config)))}. Leave it out.")
        return LocalJob(["bash", "-c", "--", launch.command], launch.directory, environment_of(launch))


class LocalJob:
    """A process and all that it starts."""

    def __init__(self, command: list[str], directory: Path, variables: Mapping[str, str]) -> None:
        if os.name != "posix":
            raise NotSupported("Projects run on systems with a POSIX shell; this is none.")
        self._lock = Lock()
        self._is_cancelled = False
        self._process = _started(command, directory, variables)
        self._guard = _guard_of(self._process.pid)

    @property
    def id(self) -> str:
        """The number of the process, which is also that of its group."""
        return str(self._process.pid)

    def status(self) -> RunStatus:
        """RUNNING until it has ended; what a signal ends that nobody sent by `cancel` has FAILED."""
        code = self._process.poll()
        if code is None:
            return RunStatus.RUNNING
        return self._ended(code)

    def wait(self) -> RunStatus:
        """Return how it ended, once it has."""
        return self._ended(self._process.wait())

    def cancel(self) -> None:
        """Ask the group to end, and after ten seconds end it."""
        with self._lock:
            if self._process.poll() is not None:
                return
            self._is_cancelled = True
            self._signal(signal.SIGTERM)
            give_up = time.monotonic() + _GRACE_S
            # The first process may be gone long before those that it started, which write down what they can.
            while self._signal(0) and time.monotonic() < give_up:
                self._process.poll()
                time.sleep(_LOOK_EVERY_S)
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: int) -> bool:
        """Send a signal to the group, and say whether anybody is left in it."""
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def _ended(self, code: int) -> RunStatus:
        self._dismiss_guard()
        if self._is_cancelled:
            return RunStatus.KILLED
        return RunStatus.FINISHED if code == 0 else RunStatus.FAILED

    def _dismiss_guard(self) -> None:
        stdin = self._guard.stdin
        if stdin is None or stdin.closed:
            return
        try:
            stdin.write(b"\n")
            stdin.close()
        except (BrokenPipeError, ValueError):
            pass
        self._guard.wait()


def environment_of(launch: Launch) -> dict[str, str]:
    """The variables of this process, with those of the launch and of its environment."""
    activation = launch.activation or Activation()
    variables = {name: value for name, value in os.environ.items() if name not in activation.unset}
    variables |= activation.variables
    if activation.paths:
        variables["PATH"] = os.pathsep.join([*map(str, activation.paths), variables.get("PATH", os.defpath)])
    return variables | dict(launch.variables)


def _started(command: list[str], directory: Path, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    bash = shutil.which(command[0])
    if bash is None:
        raise Unavailable("bash is not installed, but commands of projects are run with it. Install bash.")
    try:
        return subprocess.Popen(  # noqa: S603  # a list; values stand in variables
            [bash, *command[1:]], cwd=directory, env=dict(variables), start_new_session=True
        )
    except OSError as error:
        raise ExecutionFailed(f"The command could not be started in {directory}: {error.strerror}.") from None


def _guard_of(group: int) -> subprocess.Popen[bytes]:
    """A process that ends the group if this one dies first."""
    return subprocess.Popen(  # noqa: S603  # fixed arguments and a number
        [shutil.which("bash") or "bash", "-c", _GUARD, "guard", str(group), str(_GRACE_S)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

"""Programs that make environments: run with a list of arguments, never by a shell, and told of when they fail."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from barograph.errors import ExecutionFailed
from barograph.projects.environments.base import Say

_KEPT_LINES = 30
_MISLEADING = (
    "CONDA_DEFAULT_ENV", "CONDA_PREFIX", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PYTHONHOME",
    "PYTHONPATH", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "VIRTUAL_ENV",
)  # fmt: skip
"""What would lead the programs to another environment than the one that they are to make."""
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


def run_tool(command: Sequence[str], *, directory: Path, say: Say, variables: Mapping[str, str] | None = None, hint: str = "") -> None:
    """Run a program in `directory` and pass on what it says, line by line.

    `variables` are added to this process's environment. Raises `ExecutionFailed` with the command, the end of what it said, and `hint`,
    which says what may be done.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING} | dict(variables or {})
    last: deque[str] = deque(maxlen=_KEPT_LINES)
    try:
        process = subprocess.Popen(  # noqa: S603  # arguments as a list; what a project asks for stands in files or behind `--name=`
            list(command),
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as problem:
        raise ExecutionFailed(_failure(command, f"could not be started ({problem.strerror})", (), hint)) from problem
    with process:
        try:
            for line in process.stdout or ():
                told = without_credentials(line.rstrip())
                last.append(told)
                say(told)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        ending = f"was ended by signal {-process.returncode}" if process.returncode < 0 else f"ended with code {process.returncode}"
        raise ExecutionFailed(_failure(command, ending, last, hint))


def without_credentials(text: str) -> str:
    """Text in which URLs do not say who may come in."""
    return _CREDENTIALS.sub("***@", text)


def _failure(command: Sequence[str], ending: str, said: Sequence[str] | deque[str], hint: str) -> str:
    told = "\n".join(["", "The end of what it said:", *said]) if said else ""
    return f"`{without_credentials(shlex.join(command))}` {ending}.{f' {hint}' if hint else ''}{told}"

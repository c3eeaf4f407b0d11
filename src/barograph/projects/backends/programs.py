"""Programs that backends ask: docker, sbatch and such."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from barograph.errors import ExecutionFailed, Unavailable, shown


def ask(
    argv: Sequence[str],
    *,
    directory: Path | None = None,
    variables: Mapping[str, str] | None = None,
    given: str = "",
    timeout_s: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it said, whether or not it failed; it reads `given`.

    Raises `Unavailable` if it is not there, or takes longer than `timeout_s` seconds.
    """
    try:
        return subprocess.run(  # noqa: S603  # an argv list without a shell
            list(argv),
            cwd=directory,
            env=None if variables is None else dict(variables),
            input=given,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
        )
    except FileNotFoundError:
        raise Unavailable(f"The program {shown(argv[0])} is not on the PATH. Install it, or choose another backend.") from None
    except subprocess.TimeoutExpired:
        raise Unavailable(f"`{argv[0]} {argv[1]}` did not answer within {timeout_s:g} seconds. Try again.") from None
    except OSError as error:
        raise Unavailable(f"The program {shown(argv[0])} cannot be started: {error}.") from None


def answer(
    argv: Sequence[str],
    *,
    directory: Path | None = None,
    variables: Mapping[str, str] | None = None,
    given: str = "",
    timeout_s: float | None = None,
) -> str:
    """What a program wrote. Raises `ExecutionFailed` with the end of its complaint if it fails."""
    done = ask(argv, directory=directory, variables=variables, given=given, timeout_s=timeout_s)
    if done.returncode:
        complaint = (done.stderr.strip() or done.stdout.strip() or "it said nothing")[-2000:]
        raise ExecutionFailed(f"`{argv[0]} {argv[1]}` failed with exit code {done.returncode}: {complaint}")
    return done.stdout


def perform(argv: Sequence[str], *, given: str = "") -> None:
    """Run a program that takes long and tells how far it is, on this process's standard error. Raises `ExecutionFailed` if it fails."""
    try:
        done = subprocess.run(list(argv), input=given, stdout=2, check=False, encoding="utf-8")  # noqa: S603  # an argv list without a shell
    except FileNotFoundError:
        raise Unavailable(f"The program {shown(argv[0])} is not on the PATH. Install it, or choose another backend.") from None
    if done.returncode:
        raise ExecutionFailed(
            f"`{' '.join(argv[:2])}` failed with exit code {done.returncode}; what it said is above. It was about {argv[-1]}."
        )

"""The Pythons of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from barograph.projects.environments.python_version import PythonRequest, Version

_ASK_S = 20
_NEWEST, _OLDEST = 20, 6


def running() -> tuple[Path, Version]:
    """The Python of this process, without any virtual environment around it, and its version."""
    base: str = getattr(sys, "_base_executable", "") or sys.executable
    return Path(base), sys.version_info[:3]


def find_interpreter(request: PythonRequest) -> Path | None:
    """A Python that a request allows: the one of this process, else one of pyenv's, else the newest on the PATH. None if there is none."""
    here, version = running()
    if request.allows(version):
        return here
    for path, known in _of_pyenv():
        if request.allows(known):
            return path
    for path in _on_path(request):
        asked = _version(path)
        if asked and request.allows(asked):
            return path
    return None


def _of_pyenv() -> Iterator[tuple[Path, Version]]:
    """Those that pyenv installed, the newest first. Its programs on the PATH work only for the versions that it has switched on."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = []
    for folder in versions.glob("*"):
        numbers = folder.name.split(".")
        python = folder / "bin" / "python"
        if len(numbers) == 3 and all(number.isdigit() for number in numbers) and python.exists():
            found.append((tuple(int(number) for number in numbers), python))
    yield from ((python, version) for version, python in sorted(found, reverse=True))


def _on_path(request: PythonRequest) -> Iterator[Path]:
    names = [f"python3.{minor}" for minor in range(_NEWEST, _OLDEST - 1, -1) if _may_be(request, minor)]
    for name in [*names, "python3", "python"]:
        found = shutil.which(name)
        if found:
            yield Path(found)


def _may_be(request: PythonRequest, minor: int) -> bool:
    """Whether some version of 3.`minor` could be allowed: the first, the last, or one that is named."""
    named = [clause.version for clause in request.clauses if clause.version[:2] == (3, minor)]
    return any(request.allows(version) for version in [(3, minor, 0), (3, minor, 999), *named])


def _version(python: Path) -> Version | None:
    command = [str(python), "-I", "-c", "import sys; print(*sys.version_info[:3])"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=_ASK_S, check=True, stdin=subprocess.DEVNULL)  # noqa: S603  # fixed arguments
        return tuple(int(number) for number in asked.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None

"""What a command needs so that it finds an environment's programs first."""

from __future__ import annotations

import sys
from pathlib import Path

from barograph.projects.environments.base import Activation

PROGRAMS = "Scripts" if sys.platform == "win32" else "bin"


def python_of(directory: Path) -> Path:
    """The Python of a virtual environment."""
    return directory / PROGRAMS / ("python.exe" if sys.platform == "win32" else "python")


def activated(directory: Path, *, lock: str | None, lock_name: str = "requirements.txt") -> Activation:
    """As the script `activate` of a virtual environment does it."""
    return Activation(
        paths=(directory / PROGRAMS,),
        variables={"VIRTUAL_ENV": str(directory)},
        unset=("PYTHONHOME", "CONDA_PREFIX", "CONDA_DEFAULT_ENV"),
        lock=lock,
        lock_name=lock_name,
    )

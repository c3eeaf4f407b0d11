"""No environment of its own: the command runs in that of whoever starts it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from barograph.projects.environments.activate import PROGRAMS
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.freeze import frozen, frozen_here
from barograph.projects.spec import DockerEnvironment, EnvironmentSpec


class LocalManager:
    """Uses what is there, and records what is installed.

    If this process runs in a virtual environment the command does too, also where that is not activated, as in most notebooks. Otherwise
    the command finds `python` as the PATH has it.
    """

    name = "local"

    def supports(self, spec: EnvironmentSpec) -> bool:
        """Everything but images."""
        return not isinstance(spec, DockerEnvironment)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:  # noqa: ARG002  # the contract's arguments
        """Nothing is made."""
        if sys.prefix != sys.base_prefix:
            programs = Path(sys.prefix) / PROGRAMS
            return Activation(paths=(programs,), variables={"VIRTUAL_ENV": sys.prefix}, lock=frozen_here())
        found = shutil.which("python")
        is_this = found is None or Path(found).resolve() == Path(sys.executable).resolve()
        return Activation(lock=frozen_here() if is_this or found is None else frozen(Path(found).parent.parent))

"""The manager that uses Python's own `venv` and pip, for those without uv."""

from __future__ import annotations

import tempfile
from pathlib import Path

from barograph.errors import InvalidValue
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.freeze import frozen
from barograph.projects.environments.interpreter import find_interpreter
from barograph.projects.environments.key import key_of
from barograph.projects.environments.tool import run_tool
from barograph.projects.environments.wanted import Wanted, wanted
from barograph.projects.spec import DockerEnvironment, EnvironmentSpec, LockedEnvironment

_PIP = {"PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_PROGRESS_BAR": "off"}


class VirtualenvManager:
    """Makes virtual environments with `python -m venv` and installs with pip."""

    name = "virtualenv"

    def supports(self, spec: EnvironmentSpec) -> bool:
        """All but images and projects whose lock only uv can read. Of a conda.yaml it installs what pip can, and says what is left out."""
        return not isinstance(spec, DockerEnvironment | LockedEnvironment)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:
        """Make the environment, or find it."""
        asked = wanted(spec, project, say)
        key = key_of(self.name, spec, asked.content())
        return found_or_made(key, lambda directory: _make(directory, asked, say), say, project=asked.place)


def _make(directory: Path, asked: Wanted, say: Say) -> Activation:
    python = find_interpreter(asked.python)
    if python is None:
        raise InvalidValue(
            f"Python {asked.python} is not on this machine. Install it, for instance with `pyenv install` or `uv python install`, so"
            " that it is on the PATH; or ask for a version that is here."
        )
    say(f"Making an environment of {python} and {asked.count} lines of requirements with venv and pip.")
    hint = "On Debian and Ubuntu `venv` is in a package of its own, python3-venv."
    run_tool([str(python), "-m", "venv", str(directory)], directory=asked.directory, say=say, hint=hint)
    pip = [str(python_of(directory)), "-m", "pip", "install"]
    for stage in asked.stages:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "requirements.txt"
            file.write_text("\n".join([*stage.requirements, ""]), encoding="utf-8")
            options = [name if value is None else f"{name}={value}" for name, value in stage.options]
            run_tool([*pip, *options, f"--requirement={file}"], directory=asked.directory, say=say, variables=_PIP)
    return activated(directory, lock=frozen(directory))

"""The manager that uses conda, mamba or micromamba, where one of them is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from barograph.errors import Unavailable
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.conda_activation import conda_activated
from barograph.projects.environments.conda_file import read_conda_file
from barograph.projects.environments.key import key_of
from barograph.projects.environments.requirement_lines import read_lines
from barograph.projects.environments.tool import run_tool
from barograph.projects.spec import CondaEnvironment, EnvironmentSpec, PythonEnvironment
from barograph.settings import CONDA_CREATE_ENV_CMD, CONDA_HOME

_PROGRAMS = ("micromamba", "mamba", "conda")
_YES = {"CONDA_ALWAYS_YES": "true", "MAMBA_ALWAYS_YES": "true", "PIP_NO_INPUT": "1"}


class CondaManager:
    """Makes conda environments."""

    name = "conda"

    def supports(self, spec: EnvironmentSpec) -> bool:
        """A conda.yaml alone."""
        return isinstance(spec, CondaEnvironment) or (isinstance(spec, PythonEnvironment) and spec.conda_file is not None)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:
        """Make the environment, or find it. The program is needed only to make one."""
        named = spec.file if isinstance(spec, CondaEnvironment) else spec.conda_file if isinstance(spec, PythonEnvironment) else None
        assert named is not None  # noqa: S101  # `supports` says so
        file = (project / named).absolute()
        lines = read_lines(read_conda_file(file).pip, file.parent)
        key = key_of(self.name, (), [file.read_bytes(), lines.content])
        return found_or_made(key, lambda directory: _make(directory, file, say), say)


def find_conda() -> str:
    """The program: the one that settings name, else the quickest on the PATH, else the one whose shell this is."""
    chosen, home = CONDA_CREATE_ENV_CMD.get(), CONDA_HOME.get()
    folder = Path(home).expanduser() / "bin" if home else None
    for name in [chosen] if chosen else _PROGRAMS:
        found = shutil.which(name, path=str(folder)) if folder else shutil.which(name)
        if found:
            return found
    for variable in () if chosen or home else ("MAMBA_EXE", "CONDA_EXE"):
        found = shutil.which(os.environ.get(variable, ""))
        if found:
            return found
    where = f" in {folder}" if folder else " on the PATH"
    raise Unavailable(
        f"There is no {chosen or 'conda, mamba or micromamba'}{where}. Install one, name its folder in BAROGRAPH_CONDA_HOME, or choose"
        " --env-manager uv, which installs what pip can."
    )


def _make(directory: Path, file: Path, say: Say) -> Activation:
    conda = find_conda()
    say(f"Making an environment of {file.name} with {Path(conda).name}.")
    create = ["create"] if Path(conda).stem == "micromamba" else ["env", "create"]
    command = [conda, *create, f"--prefix={directory}", f"--file={file}"]
    run_tool(command, directory=file.parent, say=say, variables=_YES)
    return conda_activated(directory)

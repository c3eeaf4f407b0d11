"""What a command needs to run in a conda environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from barograph.projects.environments.activate import PROGRAMS
from barograph.projects.environments.base import Activation
from barograph.projects.environments.freeze import conda_packages, frozen

_SCRIPT = 'for script in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh; do . "$script" >/dev/null 2>&1; done; env -0'
_OWN = frozenset({"_", "OLDPWD", "PATH", "PWD", "SHLVL"})
_SCRIPTS_S = 60


def conda_activated(directory: Path) -> Activation:
    """As `conda activate` does it: variables of the environment, those that its packages' scripts set, and all folders of programs."""
    variables = {"CONDA_PREFIX": str(directory), "CONDA_DEFAULT_ENV": str(directory), "CONDA_SHLVL": "1"}
    folders = [directory / PROGRAMS]
    if sys.platform == "win32":
        folders = [directory, directory / "Library" / "bin", directory / "Scripts"]
    else:
        variables |= _of_scripts(directory, variables)
    return Activation(
        paths=tuple(folders),
        variables=variables | _of_state(directory),
        unset=("PYTHONHOME", "VIRTUAL_ENV"),
        lock=_lock(directory),
        lock_name="conda.yaml",
    )


def _of_state(directory: Path) -> dict[str, str]:
    """Variables that the environment was given by `conda env config vars set` or in its conda.yaml."""
    try:
        told = json.loads((directory / "conda-meta" / "state").read_bytes()).get("env_vars", {})
    except (OSError, ValueError, AttributeError):
        return {}
    return {str(name): str(value) for name, value in told.items()}


def _of_scripts(directory: Path, variables: dict[str, str]) -> dict[str, str]:
    """What the scripts that packages installed for activation change in the variables."""
    if not list((directory / "etc" / "conda" / "activate.d").glob("*.sh")):
        return {}
    before = os.environ | variables
    before["PATH"] = os.pathsep.join([str(directory / PROGRAMS), before.get("PATH", os.defpath)])
    command = ["bash", "--noprofile", "--norc", "-c", _SCRIPT]
    try:
        said = subprocess.run(  # noqa: S603  # a fixed script, which finds the folder in a variable
            command, env=before, capture_output=True, timeout=_SCRIPTS_S, check=True, stdin=subprocess.DEVNULL
        ).stdout.decode("utf-8", "surrogateescape")
    except (OSError, subprocess.SubprocessError):
        return {}
    after = dict(entry.split("=", 1) for entry in said.split("\0") if "=" in entry)
    return {name: value for name, value in after.items() if name not in _OWN and before.get(name) != value and not name.startswith("BASH_")}


def _lock(directory: Path) -> str:
    """A conda.yaml of exactly these packages; what is in the list for pip is what conda did not install."""
    lines, by_conda, pip = ["channels: [nodefaults]", "dependencies:"], set[str](), []
    for package in conda_packages(directory):
        lines.append(f"- {json.dumps(package)}")
        by_conda.add(package.rpartition("::")[2].partition("=")[0].replace("_", "-").replace(".", "-").lower())
    for line in (one for one in frozen(directory).splitlines() if not one.startswith("#")):
        name = line.partition("==")[0].partition(" @ ")[0]
        if name not in by_conda:
            pip.append(line)
    if pip:
        lines += ["- pip:", *(f"  - {json.dumps(line)}" for line in pip)]
    return "\n".join([*lines, ""])

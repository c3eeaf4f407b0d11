"""An environment that is there already, which a path names."""

from __future__ import annotations

from pathlib import Path

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.conda_activation import conda_activated
from barograph.projects.environments.freeze import conda_packages, frozen
from barograph.projects.spec import DockerEnvironment, EnvironmentSpec
from barograph.settings import ENV_PATH


class ExistingManager:
    """Uses the environment in a folder as it is, whatever the project asks for, and records what is installed in it."""

    name = "existing"

    def __init__(self, directory: str | Path | None = None) -> None:
        """Without a folder it is the one that the setting ENV_PATH names; it is set for what the command starts."""
        chosen = directory or ENV_PATH.get()
        if not chosen:
            raise InvalidValue(f"Which environment is meant? Name its folder with --env-path, or in {ENV_PATH.name}.")
        self.directory = Path(chosen).expanduser().absolute()

    def supports(self, spec: EnvironmentSpec) -> bool:
        """All but images."""
        return not isinstance(spec, DockerEnvironment)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:  # noqa: ARG002  # what is there is used as it is
        """Look what is there. Raises `InvalidValue` for a folder without a Python."""
        if not python_of(self.directory).exists() and not (self.directory / "python.exe").exists():
            raise InvalidValue(
                f"{shown(str(self.directory))} is no environment: there is no Python in it. Name the folder of a virtual or conda"
                " environment."
            )
        say(f"Using the environment {self.directory} as it is.")
        is_conda = bool(conda_packages(self.directory))
        made = conda_activated(self.directory) if is_conda else activated(self.directory, lock=frozen(self.directory))
        return msgspec.structs.replace(made, variables=made.variables | {ENV_PATH.name: str(self.directory)})

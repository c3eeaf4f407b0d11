"""No environment of its own: the command runs in that of whoever starts it."""

from __future__ import annotations

from pathlib import Path

from barograph.projects.environments.base import Activation, Say
from barograph.projects.spec import DockerEnvironment, EnvironmentSpec


class LocalManager:
    """Uses what is there."""

    name = "local"

    def supports(self, spec: EnvironmentSpec) -> bool:
        """Everything but images."""
        return not isinstance(spec, DockerEnvironment)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:  # noqa: ARG002  # the contract's arguments
        """Nothing is made."""
        return Activation()

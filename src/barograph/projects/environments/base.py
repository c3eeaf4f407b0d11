"""The contract of managers of environments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from barograph.projects.spec import EnvironmentSpec

Say = Callable[[str], None]
"""Tells the person who waits what is being done."""


class Activation(msgspec.Struct, frozen=True, kw_only=True):
    """What a command needs to run in an environment.

    `paths` go before the PATH, in this order; `variables` are set, and `unset` taken away. `lock` is what is installed, exactly, as the
    text of a file named `lock_name` (`uv.lock`, `requirements.txt`, `conda.yaml`) from which the same can be made again; None if nothing is
    known.
    """

    paths: tuple[Path, ...] = ()
    variables: dict[str, str] = {}
    unset: tuple[str, ...] = ()
    lock: str | None = None
    lock_name: str = "requirements.txt"


class EnvironmentManager(Protocol):
    """Makes environments of one kind."""

    @property
    def name(self) -> str:
        """The word for `--env-manager`, which is also the value of the tag `mlflow.project.env`."""
        ...

    def supports(self, spec: EnvironmentSpec) -> bool:
        """Whether it can make what is asked for."""
        ...

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:
        """Make the environment of a project, or find the one made before for the same content.

        Raises `ExecutionFailed` naming the command and the end of what it said when that fails, and `InvalidValue` for a specification that
        cannot be met. Two callers at once, also in two processes, get the same whole environment; one that was interrupted is never used.
        """
        ...

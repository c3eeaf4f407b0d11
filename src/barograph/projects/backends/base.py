"""The contract of backends: places where a project's command runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import msgspec

from barograph.model import RunStatus
from barograph.projects.environments.base import Activation
from barograph.projects.spec import EnvironmentSpec


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """A command that is ready to run, and the run that it belongs to.

    `command` is for `bash -c`; values that a shell could misread stand in `variables` and are named in the command, so that no value is
    ever read as syntax. `directory` is the project, from which the command runs. `variables` also hold the address of the tracking server,
    the experiment and the run. `activation` is None where the backend makes the environment itself, from `environment`. `uri` and `version`
    tell a machine that does not share this disk where the project comes from. `artifact_uri` is where the run keeps its files, if that is
    known: a container that logs to a folder needs to see it.
    """

    run_id: str
    experiment_id: str
    command: str
    directory: Path
    variables: Mapping[str, str]
    activation: Activation | None
    environment: EnvironmentSpec
    project_name: str | None = None
    uri: str
    version: str | None = None
    entry_point: str = "main"
    parameters: Mapping[str, str] = {}
    artifact_uri: str | None = None


class Job(Protocol):
    """A command that was handed to a backend. Methods may be called from any thread."""

    @property
    def id(self) -> str:
        """What the backend calls it: a process, a container, a job."""
        ...

    def status(self) -> RunStatus:
        """SCHEDULED while it waits, RUNNING, or how it ended: FINISHED, FAILED, KILLED."""
        ...

    def wait(self) -> RunStatus:
        """Return how it ended, once it has."""
        ...

    def cancel(self) -> None:
        """End it, with all that it started; `status` is KILLED then. After its end nothing happens."""
        ...


@runtime_checkable
class TaggedJob(Protocol):
    """A job that knows what its run should be tagged with, such as the image of a container."""

    @property
    def tags(self) -> Mapping[str, str]:
        """Tags for the run; they are known once the job was submitted."""
        ...


@runtime_checkable
class ConfiguredBackend(Protocol):
    """A backend that says what it can be told, so that a configuration that it cannot use is refused before there is a run."""

    @property
    def configuration(self) -> type[msgspec.Struct]:
        """The struct whose fields are the keys of its configuration."""
        ...


class Backend(Protocol):
    """One kind of place. It neither creates nor ends runs: that is the caller's."""

    @property
    def name(self) -> str:
        """The word for `--backend`, which is also the value of the tag `mlflow.project.backend`."""
        ...

    @property
    def activates(self) -> bool:
        """Whether it wants an environment that is made on this machine."""
        ...

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> Job:
        """Hand a command over and return without waiting for its end. `config` is what `--backend-config` says.

        What the place needs first, such as an image, is made before it returns, and raises `ExecutionFailed` if that fails. Raises
        `InvalidValue` for a configuration that cannot be used, naming key and value, `Unavailable` where the place cannot be reached or its
        program is missing.
        """
        ...

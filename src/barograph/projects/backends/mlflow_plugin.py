"""Backends that were written as plugins of MLflow."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any, Protocol

from barograph.errors import BarographError, ExecutionFailed
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch

_NUMBERS = {
    1: RunStatus.RUNNING,
    2: RunStatus.SCHEDULED,
    3: RunStatus.FINISHED,
    4: RunStatus.FAILED,
    5: RunStatus.KILLED,
}
_RUN_ID_KEY = "_mlflow_local_backend_run_id"
_MLFLOWS_KEYS: dict[str, Any] = {
    "ENV_MANAGER": None, "SYNCHRONOUS": False, "DOCKER_ARGS": {}, "STORAGE_DIR": None, "build_image": False, "docker_auth": None,
}  # fmt: skip
"""What MLflow puts into every configuration, and plugins may look for."""


class SubmittedRun(Protocol):
    """What a plugin of MLflow returns."""

    @property
    def run_id(self) -> str:
        """The run that it logs to."""
        ...

    def wait(self) -> bool:
        """Whether it finished well, once it has ended."""
        ...

    def get_status(self) -> Any:
        """A word, or MLflow's number of it."""
        ...

    def cancel(self) -> None:
        """End it."""
        ...


class MlflowBackend(Protocol):
    """A plugin of MLflow."""

    def run(
        self,
        project_uri: str,
        entry_point: str,
        params: dict[str, str],
        version: str | None,
        backend_config: dict[str, Any],
        tracking_uri: str,
        experiment_id: str,
    ) -> SubmittedRun:
        """Submit an entry point."""
        ...


class PluginJob:
    """A run that a plugin submitted."""

    def __init__(self, submitted: SubmittedRun, run_id: str) -> None:
        self._submitted = submitted
        self._run_id = run_id
        self._ended: RunStatus | None = None
        self._cancelled = False
        self._waiting = Lock()

    @property
    def id(self) -> str:
        """The run that the plugin logs to."""
        return str(self._submitted.run_id)

    @property
    def tags(self) -> Mapping[str, str]:
        """The plugin's run, if it made one of its own."""
        return {} if self.id == self._run_id else {"barograph.project.pluginRun": self.id}

    def status(self) -> RunStatus:
        """What the plugin says."""
        if self._ended:
            return self._ended
        status = _status(self._submitted.get_status())
        return self._end(status) if status.is_terminated else status

    def wait(self) -> RunStatus:
        """Wait as the plugin does. Plugins do not expect two threads at once."""
        with self._waiting:
            if self._ended:
                return self._ended
            if self._submitted.wait():
                return self._end(RunStatus.FINISHED)
            said = _status(self._submitted.get_status())
            return self._end(RunStatus.KILLED if said is RunStatus.KILLED else RunStatus.FAILED)

    def cancel(self) -> None:
        """Have the plugin end it."""
        if not self.status().is_terminated:
            self._cancelled = True
            self._submitted.cancel()

    def _end(self, status: RunStatus) -> RunStatus:
        self._ended = RunStatus.KILLED if self._cancelled and status is RunStatus.FAILED else status
        return self._ended


class PluginBackend:
    """A plugin of MLflow as a backend. It makes environments itself, and may make a run of its own beside the given one."""

    activates = False

    def __init__(self, name: str, plugin: MlflowBackend) -> None:
        self._name = name
        self._plugin = plugin

    @property
    def name(self) -> str:
        """Name of the entry point."""
        return self._name

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> PluginJob:
        """Give the project's address, entry point and parameters to the plugin.

        The configuration goes through as it is, on top of what MLflow puts into it, and with the run's id where MLflow puts it.
        """
        try:
            submitted = self._plugin.run(
                project_uri=launch.uri,
                entry_point=launch.entry_point,
                params=dict(launch.parameters),
                version=launch.version,
                backend_config={**_MLFLOWS_KEYS, _RUN_ID_KEY: launch.run_id, **config},
                tracking_uri=launch.variables.get("MLFLOW_TRACKING_URI", ""),
                experiment_id=launch.experiment_id,
            )
        except BarographError:
            raise
        except Exception as error:  # a plugin may raise anything
            raise ExecutionFailed(f"The backend {self._name}, a plugin of MLflow, failed: {type(error).__name__}: {error}") from error
        if submitted is None:
            raise ExecutionFailed(f"The backend {self._name}, a plugin of MLflow, returned nothing instead of a submitted run.")
        return PluginJob(submitted, launch.run_id)


def _status(said: object) -> RunStatus:
    if isinstance(said, int):
        return _NUMBERS.get(said, RunStatus.RUNNING)
    try:
        return RunStatus(str(getattr(said, "value", said)))
    except ValueError:
        return RunStatus.RUNNING

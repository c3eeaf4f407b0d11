"""Starting a project: its files, its command, its environment, and the run that records it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from barograph.client.experiments import active_experiment_id, named_experiment_id
from barograph.client.tracking_client.runs import one_experiment_id
from barograph.errors import BarographError, ExecutionFailed, InvalidValue, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Backend, ConfiguredBackend, Job, Launch, TaggedJob
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.table import backend as backend_named
from barograph.projects.command import command_for
from barograph.projects.environments.base import Activation, EnvironmentManager
from barograph.projects.environments.table import LOCAL, manager_for
from barograph.projects.manifest import read_project
from barograph.projects.parameters import Parameters, checked_parameters, chosen_parameters, fetched_parameters
from barograph.projects.record.recording import Recording
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.fetching import fetch_project
from barograph.projects.spec import DockerEnvironment, EntryPoint, EnvironmentSpec, Project
from barograph.projects.submitted import SubmittedRun, watched
from barograph.projects.tracked import TrackedRun, given_run, new_run
from barograph.settings import ENV_MANAGER

_LOG = logging.getLogger("barograph")
BACKEND_TAG = "mlflow.project.backend"


def run(
    uri: str,
    entry_point: str = "main",
    version: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    docker_args: Mapping[str, Any] | None = None,
    experiment_name: str | None = None,
    experiment_id: str | None = None,
    backend: str = "local",
    backend_config: Mapping[str, Any] | str | None = None,
    storage_dir: str | None = None,
    synchronous: bool = True,
    run_id: str | None = None,
    run_name: str | None = None,
    env_manager: str | None = None,
    build_image: bool = False,
    docker_auth: Mapping[str, Any] | None = None,
) -> SubmittedRun:
    """Run an entry point of a project, recorded as a run, and return it once it has ended, or at once unless `synchronous`.

    `uri` is a folder, a git repository or a zip file, `#folder` one within it; `version` a branch, tag or commit. `backend_config` is a
    mapping or the path of a JSON file. Paths from elsewhere among the parameters are downloaded to `storage_dir`. With `run_id` no run is
    created. Inside a run, and in what a project's run starts, the new run becomes a child.

    What is wrong with the call or the project raises `InvalidValue`, before a run is created. A command that fails raises
    `ExecutionFailed`, and the run is FAILED then. Ctrl-C ends the command; the run is KILLED.
    """
    backend_named(backend)
    config = read_config(backend_config)
    docker = {"docker_args": dict(docker_args or {}), "build_image": build_image, "docker_auth": dict(docker_auth or {})}
    return start_checkout(
        fetch_project(uri, version),
        Asked(
            entry_point=entry_point,
            parameters=parameters or {},
            backend=backend,
            backend_config=config,
            docker=docker,
            storage_dir=storage_dir,
            env_manager=env_manager,
            experiment_name=experiment_name,
            experiment_id=experiment_id,
            run_id=run_id,
            run_name=run_name,
        ),
        synchronous=synchronous,
    )


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a start, beside the project itself.

    The last four are for runs that repeat another: an environment instead of the project's, where parameters of type path or uri lie
    instead of where their values say, and variables and tags to set.
    """

    entry_point: str = "main"
    parameters: Mapping[str, Any] = {}
    backend: str = LOCAL
    backend_config: Mapping[str, Any] = {}
    docker: Mapping[str, Any] = {}
    storage_dir: str | None = None
    env_manager: str | None = None
    experiment_name: str | None = None
    experiment_id: str | None = None
    run_id: str | None = None
    run_name: str | None = None
    environment: EnvironmentSpec | None = None
    paths: Mapping[str, str] = {}
    variables: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}


def start_checkout(checkout: Checkout, asked: Asked, *, synchronous: bool = True) -> SubmittedRun:
    """Start a project whose files are here, as `run` does; the checkout is discarded once it has ended."""
    try:
        start = _prepared(checkout, asked)
        place, config = start.place, dict(asked.backend_config)
        if place.name == "docker":
            config = {key: value for key, value in asked.docker.items() if value} | config
        check_configuration(place, config)
        tracked = _tracked(start)
    except BaseException:
        checkout.discard()
        raise
    recording = Recording(checkout)
    job, submitted, launch = _submitted(start, tracked, place, config, recording)
    try:
        manager = start.manager.name if start.manager else None
        recording.begin(launch, tracking_uri=tracked.uri, backend=place.name, manager=manager, paths=start.local_paths)
        _note_backend(tracked, job, asked.tags.get(BACKEND_TAG, asked.backend))
        if synchronous:
            _wait(submitted)
        else:
            watched.add(submitted)
    except KeyboardInterrupt:
        _say("Interrupted: the run is cancelled.")
        submitted.cancel()
        raise
    return submitted


def check_configuration(place: Backend, config: Mapping[str, Any]) -> None:
    """Raise `InvalidValue` for a configuration that the backend cannot use, if it can tell."""
    if isinstance(place, ConfiguredBackend):
        read_configuration(place.configuration, place.name, config)


class _Start(msgspec.Struct, frozen=True, kw_only=True):
    """A start whose every part was looked at."""

    checkout: Checkout
    asked: Asked
    project: Project
    place: Backend
    given: Parameters
    checked: Parameters
    manager: EnvironmentManager | None
    chosen_manager: str
    """What a caller asked for, and steps inherit; empty if the project decided."""

    @property
    def local_paths(self) -> dict[str, str]:
        """Where parameters lie that name something on this machine, absolute, by name."""
        kinds = self.entry.parameters if self.entry else {}
        return {name: path for name, path in self.checked.declared.items() if kinds[name].type in ("path", "uri") and path.startswith("/")}

    @property
    def entry(self) -> EntryPoint | None:
        return self.project.entry_points.get(self.asked.entry_point)


def place_of(project: Project, backend: str) -> Backend:
    """The backend of that name; what runs in an image runs in docker where `local` is asked for."""
    return backend_named("docker" if backend == LOCAL and isinstance(project.environment, DockerEnvironment) else backend)


def _prepared(checkout: Checkout, asked: Asked) -> _Start:
    """Find what can be found wrong before a run is created."""
    project = read_project(checkout.directory, asked.entry_point)
    if asked.environment is not None:
        project = msgspec.structs.replace(project, environment=asked.environment)
    entry = project.entry_points.get(asked.entry_point)
    given = chosen_parameters(entry, asked.parameters)
    placed = Parameters(declared=given.declared | {k: v for k, v in asked.paths.items() if k in given.declared}, extra=given.extra)
    command_for(project, checkout.directory, asked.entry_point, given)
    place = place_of(project, asked.backend)
    return _Start(
        checkout=checkout,
        asked=asked,
        project=project,
        place=place,
        given=given,
        checked=checked_parameters(entry, placed),
        manager=chosen_manager(project, asked.env_manager, place),
        chosen_manager=asked.env_manager or ENV_MANAGER.get(),
    )


def chosen_manager(project: Project, env_manager: str | None, place: Backend) -> EnvironmentManager | None:
    """What makes the environment; None where the backend does. Raises `InvalidValue` for one that does not fit the project or the place."""
    if isinstance(project.environment, DockerEnvironment):
        if env_manager not in (None, "docker"):
            raise InvalidValue(
                f"The project runs in an image, so it cannot have the environment manager {shown(env_manager)}. Leave it out."
            )
        return None
    if not place.activates:
        if env_manager is not None:
            raise InvalidValue(f"The backend {place.name} makes environments where it runs commands. Leave env_manager out.")
        return None
    return manager_for(project.environment, env_manager)


def _tracked(start: _Start) -> TrackedRun:
    asked = start.asked
    if asked.experiment_name is not None and asked.experiment_id is not None:
        raise InvalidValue("Both experiment_name and experiment_id are given. Give one of them.")
    if asked.run_id is not None:
        return given_run(asked.run_id, start.checkout, start.given.all)
    if asked.experiment_id is not None:
        chosen = one_experiment_id(asked.experiment_id)
    else:
        chosen = active_experiment_id() if asked.experiment_name is None else named_experiment_id(asked.experiment_name)
    return new_run(chosen, start.checkout, asked.entry_point, start.given.all, asked.run_name)


def _submitted(
    start: _Start, tracked: TrackedRun, place: Backend, config: Mapping[str, Any], recording: Recording
) -> tuple[Job, SubmittedRun, Launch]:
    """Make the environment and hand the command over. A failure is one of the run."""
    try:
        tracked.set_tags(start.asked.tags)
        launch = _launch(start, tracked, place)
        recording.wait_for_code()
        job = place.submit(launch, config)
    except BaseException as error:
        status = RunStatus.KILLED if isinstance(error, KeyboardInterrupt) else RunStatus.FAILED
        tracked.end(status, error.message if isinstance(error, BarographError) else repr(error))
        recording.finish()
        start.checkout.discard()
        raise
    return job, SubmittedRun(tracked, job, start.checkout.discard, recording.finish), launch


def _launch(start: _Start, tracked: TrackedRun, place: Backend) -> Launch:
    checkout, project, manager, asked = start.checkout, start.project, start.manager, start.asked
    values = fetched_parameters(start.entry, start.checked, asked.storage_dir)
    command = command_for(project, checkout.directory, asked.entry_point, values)
    name = "docker" if isinstance(project.environment, DockerEnvironment) else manager.name if manager else LOCAL
    if name != LOCAL:
        tracked.set_tags({"mlflow.project.env": name})
    activation: Activation | None = None
    if place.activates and manager is not None:
        activation = manager.prepare(project.environment, checkout.directory, _say)
    tracked.is_visible()
    return Launch(
        run_id=tracked.run_id,
        experiment_id=tracked.experiment_id,
        command=command.text,
        directory=checkout.directory,
        variables={**asked.variables, **command.variables, **tracked.variables()}
        | ({ENV_MANAGER.name: start.chosen_manager} if manager and start.chosen_manager else {}),
        activation=activation,
        environment=project.environment,
        project_name=project.name,
        uri=checkout.uri,
        version=checkout.commit if checkout.temporary else checkout.version,
        entry_point=asked.entry_point,
        parameters=start.given.all,
        artifact_uri=tracked.artifact_uri,
    )


def _note_backend(tracked: TrackedRun, job: Job, backend: str) -> None:
    """Record what runs the command, now that it runs. That it cannot be recorded must not end it."""
    tags = {BACKEND_TAG: backend, **(job.tags if isinstance(job, TaggedJob) else {})}
    try:
        tracked.set_tags(tags)
    except BarographError as failure:
        _LOG.warning("The backend of run %s could not be recorded: %s", tracked.run_id, failure)


def _wait(submitted: SubmittedRun) -> None:
    if not submitted.wait():
        what = "was killed" if submitted.get_status() == "KILLED" else "failed"
        raise ExecutionFailed(f"Run {submitted.run_id} {what}: its output says why.")


def read_config(given: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """A backend's configuration: a mapping, or the path of a JSON file with one."""
    if given is None or isinstance(given, Mapping):
        return dict(given or {})
    try:
        read = json.loads(Path(given).read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidValue(f"backend_config {shown(given)} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise InvalidValue(f"backend_config {shown(given)} is not JSON: {error}") from None
    if not isinstance(read, dict):
        raise InvalidValue(f"backend_config {shown(given)} holds {shown(read)}. It must be a JSON object.")
    return read


def _say(line: str) -> None:
    sys.stderr.write(f"barograph: {line}\n")
    sys.stderr.flush()

"""The backend `docker`: the command in a container, by the program docker."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from barograph.errors import InvalidValue, MissingValue, Unavailable, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.docker_image import CODE_DIRECTORY, Image, built, log_in, pulled
from barograph.projects.backends.docker_mounts import artifacts_seen, store_seen, volume
from barograph.projects.backends.process import GRACE_S, ProcessJob
from barograph.projects.backends.programs import ask
from barograph.projects.backends.variables import checked
from barograph.projects.spec import DockerEnvironment

_ARGUMENT = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OURS = {"name", "cidfile", "detach", "d"}


class DockerConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`docker_args` are options of `docker run` without dashes; true stands for one without a value, a list for one that is repeated.

    `image` overrules the project's. With `build_image` the project is copied into an image, else it is mounted. `docker_auth` has
    `username`, `password` and maybe `registry`.
    """

    image: str | None = None
    build_image: bool = False
    docker_args: dict[str, str | int | float | bool | list[str]] | None = None
    docker_auth: dict[str, str] | None = None


class Container:
    """A container and the `docker run` that shows its output."""

    def __init__(self, name: str, client: ProcessJob, image: Image, grace_s: float) -> None:
        self._name = name
        self._grace_s = grace_s
        self._client = client
        self._image = image

    @property
    def id(self) -> str:
        """Name of the container."""
        return self._name

    @property
    def tags(self) -> Mapping[str, str]:
        """The image, by name and by id."""
        return {"mlflow.docker.image.uri": self._image.reference, "mlflow.docker.image.id": self._image.id}

    def status(self) -> RunStatus:
        """RUNNING, or how it ended."""
        return self._client.status()

    def wait(self) -> RunStatus:
        """Return how it ended, once it has."""
        return self._client.wait()

    def cancel(self) -> None:
        """Have docker stop it; what has not started yet, or does not stop, is removed."""
        if self.status().is_terminated:
            return
        self._client.cancel(before=lambda: self._ask("stop", "-t", f"{self._grace_s:.0f}", self._name))
        self._ask("rm", "--force", self._name)

    def _ask(self, *arguments: str) -> None:
        """Ask docker for what it may not be able to do: the container may be gone, or not there yet."""
        with suppress(Unavailable):
            ask(["docker", *arguments], timeout_s=self._grace_s + 60)


class DockerBackend:
    """Runs commands in containers of this machine's docker."""

    name = "docker"
    activates = False
    configuration = DockerConfig

    def __init__(self, *, grace_s: float = GRACE_S) -> None:
        """`grace_s` seconds are what containers get to end by themselves when they are cancelled."""
        self._grace_s = grace_s

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> Container:
        """Get or build the image, and start a container."""
        options = read_configuration(DockerConfig, self.name, config)
        environment = launch.environment if isinstance(launch.environment, DockerEnvironment) else None
        base = options.image or (environment.image if environment else "")
        if not base:
            raise MissingValue("image of docker_env in the MLproject file, or configuration key image of the backend docker")
        arguments = list(_arguments(options.docker_args or {}))
        variables, surrounding = _variables(launch, environment)
        if options.docker_auth:
            log_in(options.docker_auth)
        image = built(base, launch.directory, launch.project_name) if options.build_image else pulled(base)
        name = f"barograph-{secrets.token_hex(8)}"
        volumes = [*store_seen(launch.variables).volumes, *artifacts_seen(launch.artifact_uri).volumes]
        volumes += environment.volumes if environment else ()
        if not options.build_image:
            volumes.append(volume(launch.directory.absolute(), CODE_DIRECTORY))
        argv = ["docker", "run", "--rm", "--name", name, *arguments]
        for mounted in dict.fromkeys(volumes):
            argv += ["-v", mounted]
        for variable in variables:
            argv += ["-e", variable]
        argv += ["-w", CODE_DIRECTORY, image.reference, "bash", "-c", "--", launch.command]
        return Container(name, ProcessJob(argv, launch.directory, surrounding, grace_s=self._grace_s), image, self._grace_s)


def _variables(launch: Launch, environment: DockerEnvironment | None) -> tuple[list[str], dict[str, str]]:
    """What follows each `-e`, and the environment of docker itself.

    Tracking variables may be secrets, which the list of processes would show: docker takes them from its own environment by name.
    """
    artifacts = artifacts_seen(launch.artifact_uri)
    inside = checked(dict(launch.variables) | dict(store_seen(launch.variables).changed) | dict(artifacts.changed))
    by_name = {name: value for name, value in inside.items() if name.startswith(("MLFLOW_", "BAROGRAPH_"))}
    arguments = [name if name in by_name else f"{name}={value}" for name, value in inside.items()]
    arguments += [name for name in artifacts.copied if name not in inside]
    for name, value in environment.environment if environment else ():
        checked({name: value or ""})
        if value is None and name not in os.environ:
            raise InvalidValue(
                f"docker_env copies the environment variable {shown(name)}, which is not set here. Set it, or give it a value."
            )
        if name not in inside:
            arguments.append(name if value is None else f"{name}={value}")
    return arguments, checked(os.environ | by_name)


def _arguments(given: Mapping[str, object]) -> Iterator[str]:
    """Options of `docker run`, each one element with its value, so that no value can be taken for another option."""
    for key, value in given.items():
        if not _ARGUMENT.fullmatch(key) or key in _OURS:
            raise InvalidValue(f"docker_args has {shown(key)}, which is not an option of `docker run` or one that the backend sets.")
        option = f"-{key}" if len(key) == 1 else f"--{key}"
        for one in value if isinstance(value, list) else [value]:
            if one is True:
                yield option
            else:
                yield f"{option}={str(one).lower() if isinstance(one, bool) else one}"

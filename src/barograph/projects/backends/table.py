"""The backends there are, by name. A backend's module is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable

from barograph.errors import InvalidValue, shown
from barograph.projects.backends.base import Backend
from barograph.projects.backends.plugins import plugin, plugin_names


def _queue() -> Backend:
    from barograph.projects.backends.local_queue import shared_queue

    return shared_queue()


def _docker() -> Backend:
    from barograph.projects.backends.docker import DockerBackend

    return DockerBackend()


def _ray() -> Backend:
    from barograph.projects.backends.ray import RayBackend

    return RayBackend()


def _kubernetes() -> Backend:
    from barograph.projects.backends.kubernetes import KubernetesBackend

    return KubernetesBackend()


def _slurm() -> Backend:
    from barograph.projects.backends.slurm import SlurmBackend

    return SlurmBackend()


BACKENDS: dict[str, Callable[[], Backend]] = {
    "queue": _queue,
    "docker": _docker,
    "ray": _ray,
    "kubernetes": _kubernetes,
    "slurm": _slurm,
}
"""What makes each backend."""


def backend(name: str) -> Backend:
    """The backend of a name: one of ours, else a plugin. Raises `InvalidValue` listing those there are."""
    made = BACKENDS[name]() if name in BACKENDS else plugin(name)
    if made is None:
        known = ", ".join([*BACKENDS, *(other for other in plugin_names() if other not in BACKENDS)])
        raise InvalidValue(f"There is no backend {shown(name)}. There are: {known}. Others come with packages that declare one.")
    return made

"""Backends by name: those that come along, and plugins. A module is imported when its backend is first asked for."""

from __future__ import annotations

from importlib import import_module

from barograph.errors import InvalidValue, shown
from barograph.projects.backends.base import Backend
from barograph.projects.backends.plugins import plugin, plugin_names

_BACKENDS = {
    "local": ("barograph.projects.backends.local", "LocalBackend"),
    "queue": ("barograph.projects.backends.local_queue", "shared_queue"),
    "agents": ("barograph.projects.backends.agents", "AgentsBackend"),
    "docker": ("barograph.projects.backends.docker", "DockerBackend"),
    "ray": ("barograph.projects.backends.ray", "RayBackend"),
    "kubernetes": ("barograph.projects.backends.kubernetes", "KubernetesBackend"),
    "slurm": ("barograph.projects.backends.slurm", "SlurmBackend"),
}
"""Name, module, and what makes the backend there."""


def backend_names() -> tuple[str, ...]:
    """The words for `--backend`."""
    return (*_BACKENDS, *(name for name in plugin_names() if name not in _BACKENDS))


def backend(name: str) -> Backend:
    """The backend of that name: one that comes along, else a plugin; another raises `InvalidValue`."""
    if name in _BACKENDS:
        module, maker = _BACKENDS[name]
        made: Backend = getattr(import_module(module), maker)()
        return made
    found = plugin(name)
    if found is None:
        known = ", ".join(backend_names())
        raise InvalidValue(f"There is no backend {shown(name)}. Use one of {known}; others come with packages that declare one.")
    return found

"""Backends by name: those that come along, and plugins by the entry points `barograph.project_backend`."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

from barograph.errors import InvalidValue, shown
from barograph.projects.backends.base import Backend

PLUGINS = "barograph.project_backend"

_BACKENDS = {
    "local": ("barograph.projects.backends.local", "LocalBackend"),
}
"""Name, module and class."""


def backend_names() -> tuple[str, ...]:
    """The words for `--backend`."""
    return (*_BACKENDS, *(plugin.name for plugin in entry_points(group=PLUGINS)))


def backend(name: str) -> Backend:
    """The backend of that name; another raises `InvalidValue`."""
    if name in _BACKENDS:
        module, kind = _BACKENDS[name]
        made: Backend = getattr(import_module(module), kind)()
        return made
    for plugin in entry_points(group=PLUGINS, name=name):
        loaded: Backend = plugin.load()()
        return loaded
    raise InvalidValue(f"There is no backend {shown(name)}. Use one of {', '.join(backend_names())}.")

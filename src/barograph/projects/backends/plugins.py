"""Backends of other packages, found by the entry points that they declare."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from barograph.errors import InvalidValue, NotSupported
from barograph.projects.backends.base import Backend
from barograph.projects.backends.mlflow_plugin import PluginBackend

GROUP = "barograph.project_backend"
MLFLOW_GROUP = "mlflow.project_backend"


def plugin_names() -> list[str]:
    """Names of backends that installed packages offer, sorted."""
    return sorted({found.name for group in (GROUP, MLFLOW_GROUP) for found in entry_points(group=group)})


def plugin(name: str) -> Backend | None:
    """The backend of this name from an installed package, one for Barograph before one for MLflow; None if there is none.

    Raises `NotSupported` for one that cannot be loaded, `InvalidValue` for one that is no backend.
    """
    for group in (GROUP, MLFLOW_GROUP):
        for found in entry_points(group=group, name=name):
            made = _made(found)
            if group == GROUP:
                if not all(hasattr(made, needed) for needed in ("name", "activates", "submit")):
                    raise InvalidValue(f"The backend {name} of {_package(found)} lacks name, activates or submit. Tell its authors.")
                backend: Backend = made
                return backend
            if not hasattr(made, "run"):
                raise InvalidValue(f"The backend {name} of {_package(found)} has no method run. Tell its authors.")
            return PluginBackend(name, made)
    return None


def _made(found: EntryPoint) -> Any:
    try:
        return found.load()()
    except Exception as error:  # importing another package may raise anything
        problem = f"{type(error).__name__}: {error}"
        raise NotSupported(f"The backend {found.name} of {_package(found)} cannot be loaded: {problem}") from error


def _package(found: EntryPoint) -> str:
    return f"the package {found.dist.name}" if found.dist else found.value

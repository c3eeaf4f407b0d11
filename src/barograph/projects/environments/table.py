"""The managers of environments by the word for `--env-manager`."""

from __future__ import annotations

from collections.abc import Callable

from barograph.projects.environments.base import EnvironmentManager


def _uv() -> EnvironmentManager:
    from barograph.projects.environments.uv import UvManager

    return UvManager()


def _virtualenv() -> EnvironmentManager:
    from barograph.projects.environments.virtualenv import VirtualenvManager

    return VirtualenvManager()


def _conda() -> EnvironmentManager:
    from barograph.projects.environments.conda import CondaManager

    return CondaManager()


def _local() -> EnvironmentManager:
    from barograph.projects.environments.local import LocalManager

    return LocalManager()


MANAGERS: dict[str, Callable[[], EnvironmentManager]] = {"conda": _conda, "uv": _uv, "virtualenv": _virtualenv, "local": _local}
"""In the order in which they are asked whether they can make what a project wants.

The first takes nothing but a conda.yaml with packages that conda alone has, which the next two would leave out. Each loads its module when
it is called. `--env-path` makes an `ExistingManager` instead.
"""

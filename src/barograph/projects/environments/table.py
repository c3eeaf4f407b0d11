"""Managers of environments by name, and which one a project gets."""

from __future__ import annotations

from importlib import import_module

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.base import EnvironmentManager
from barograph.projects.spec import CondaEnvironment, EnvironmentSpec, PythonEnvironment
from barograph.settings import ENV_MANAGER, ENV_PATH

_MANAGERS = {
    "conda": ("barograph.projects.environments.conda", "CondaManager"),
    "uv": ("barograph.projects.environments.uv", "UvManager"),
    "virtualenv": ("barograph.projects.environments.virtualenv", "VirtualenvManager"),
    "existing": ("barograph.projects.environments.existing", "ExistingManager"),
    "local": ("barograph.projects.environments.local", "LocalManager"),
}
"""Name, module and class, in the order in which they are asked whether they can make what a project wants. The last two are never asked.

conda comes first: uv and virtualenv would leave out the packages of a conda.yaml that it alone has.
"""

LOCAL, EXISTING = "local", "existing"


def manager_names() -> tuple[str, ...]:
    """The words for `--env-manager`."""
    return tuple(_MANAGERS)


def manager(name: str) -> EnvironmentManager:
    """The manager of that name; another raises `InvalidValue`."""
    if name not in _MANAGERS:
        raise InvalidValue(f"There is no environment manager {shown(name)}. Use one of {', '.join(_MANAGERS)}.")
    module, kind = _MANAGERS[name]
    made: EnvironmentManager = getattr(import_module(module), kind)()
    return made


def manager_for(spec: EnvironmentSpec, name: str | None) -> EnvironmentManager:
    """The manager that a caller names, else that of the setting ENV_MANAGER, else the first that can make what a project asks for.

    Where no manager is named but the setting ENV_PATH is there, that environment is used.
    A project that asks for nothing runs in the environment of whoever starts it. One that cannot be made raises `InvalidValue`.
    """
    chosen = name or ENV_MANAGER.get() or (EXISTING if ENV_PATH.get() else "")
    if chosen:
        made = manager(chosen)
        if not made.supports(spec):
            raise InvalidValue(
                f"The environment manager {shown(chosen)} cannot make what the project asks for ({_what(spec)})."
                f" Use one of {', '.join(found.name for found in _able(spec)) or LOCAL}."
            )
        return made
    if isinstance(spec, PythonEnvironment) and spec.is_empty:
        return manager(LOCAL)
    # Of what pip can install without it, conda makes an environment only for those who name it: it takes much longer.
    able = [found for found in _able(spec) if found.name != "conda" or isinstance(spec, CondaEnvironment)]
    if not able:
        raise InvalidValue(f"No environment manager can make what the project asks for ({_what(spec)}). Give {LOCAL} to use what is here.")
    return able[0]


def _able(spec: EnvironmentSpec) -> list[EnvironmentManager]:
    managers = [manager(name) for name in _MANAGERS if name not in (LOCAL, EXISTING)]
    return [found for found in managers if found.supports(spec)]


def _what(spec: EnvironmentSpec) -> str:
    return type(spec).__name__.removesuffix("Environment").lower()

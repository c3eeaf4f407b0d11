"""Environment variables of a command, and the surroundings of one that runs on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping

from barograph.errors import InvalidValue, shown
from barograph.projects.backends.base import Launch


def checked(variables: Mapping[str, str]) -> dict[str, str]:
    """The same variables, if an environment can hold them. Raises `InvalidValue` naming the one that it cannot."""
    for name, value in variables.items():
        if not name or "=" in name or "\0" in name:
            raise InvalidValue(f"{shown(name)} cannot be the name of an environment variable. Use letters, digits and underscores.")
        if "\0" in value:
            raise InvalidValue(f"Environment variable {name} is {shown(value)}, which holds a null character. Remove it.")
        try:
            os.fsencode(value)
        except UnicodeEncodeError:
            raise InvalidValue(
                f"Environment variable {name} is {shown(value)}, which holds half of a surrogate pair, no character. Remove it."
            ) from None
    return dict(variables)


def surroundings(launch: Launch) -> dict[str, str]:
    """The whole environment of a command on this machine: this process's own, what activates its environment, and its variables."""
    here = dict(os.environ)
    if launch.activation is not None:
        for name in launch.activation.unset:
            here.pop(name, None)
        paths = [str(path) for path in launch.activation.paths]
        here["PATH"] = os.pathsep.join([*paths, here.get("PATH", os.defpath)])
        here.update(launch.activation.variables)
    return checked(here | dict(launch.variables))

"""The backend `local`: commands as processes of this machine, each at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.process import GRACE_S, ProcessJob


class LocalConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """There is nothing to configure."""


class LocalBackend:
    """Runs a command in a session of its own; it reads and writes where the caller does."""

    name = "local"
    activates = True
    configuration = LocalConfig

    def __init__(self, *, grace_s: float = GRACE_S) -> None:
        """Cancelled commands have `grace_s` seconds to end by themselves."""
        self._grace_s = grace_s

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> ProcessJob:
        """Start the command."""
        read_configuration(LocalConfig, self.name, config)
        return ProcessJob.of(launch, grace_s=self._grace_s, reads=True)

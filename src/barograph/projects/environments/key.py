"""The name of an environment: a digest of all that it is made of."""

from __future__ import annotations

import hashlib
import os
import sysconfig
from collections.abc import Iterable
from typing import Any

import msgspec

from barograph.projects.spec import EnvironmentSpec

_FORMAT = "1"


def key_of(manager: str, spec: EnvironmentSpec | tuple[Any, ...], content: Iterable[str | bytes | None]) -> str:
    """Name of the environment that a manager makes of a specification, on this kind of machine, and of this content."""
    digest = hashlib.sha256()
    about = (_FORMAT, manager, sysconfig.get_platform(), _c_library(), type(spec).__name__, spec)
    digest.update(msgspec.json.encode(about))
    for part in content:
        value = b"-" if part is None else part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(hashlib.sha256(value).digest())
    return f"{manager}-{digest.hexdigest()[:24]}"


def _c_library() -> str | None:
    """Machines of other systems may share the folder."""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        return None

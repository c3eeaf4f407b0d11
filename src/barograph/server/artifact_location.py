"""Artifact locations that callers may give to new experiments."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from barograph.errors import InvalidValue, shown

_FORBIDDEN = re.compile(r"[?#\\\x00-\x1f\x7f]")


def normal_location(location: str) -> str:
    """`location` as it is kept: URIs as they are, plain paths absolute. What could lead elsewhere on a later read raises `InvalidValue`."""
    scheme = urlsplit(location).scheme.lower()
    if scheme in ("runs", "models"):
        raise InvalidValue(f"Invalid artifact location {shown(location)}. A {scheme}: URI names artifacts; it cannot hold new ones.")
    decoded = unquote(unquote(location))
    if _FORBIDDEN.search(location) or _FORBIDDEN.search(decoded):
        raise InvalidValue(f"Invalid artifact location {shown(location)}. It may not hold '?', '#', '\\' or control characters.")
    if ".." in re.split(r"[/:]", decoded):
        raise InvalidValue(f"Invalid artifact location {shown(location)}. '..' segments are not allowed.")
    if len(scheme) > 1:
        return location
    return str(Path(location).absolute())

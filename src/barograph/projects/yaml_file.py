"""YAML files of a project, read as mappings, with errors that name file, key and value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from barograph.errors import InvalidValue, shown

_MAX_BYTES = 1_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_mapping(file: Path, name: str) -> dict[str, Any]:
    """The mapping in a file that errors call `name`; an empty file has none. Keys become text."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise InvalidValue(f"{name} is larger than {_MAX_BYTES:,} bytes. Is it the right file?")
        read = yaml.load(file.read_text(encoding="utf-8"), _LOADER)  # noqa: S506  # it is a safe loader
    except OSError as error:
        raise InvalidValue(f"{name} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidValue(f"{name} is not YAML: {' '.join(str(error).split())}") from None
    return mapping(read, name)


def mapping(value: object, where: str) -> dict[str, Any]:
    """`value` with keys as text; nothing counts as an empty mapping."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidValue(f"{where} is {shown(value)}. Give a mapping of keys to values.")
    return {str(key): item for key, item in value.items()}


def text(value: object, where: str) -> str:
    """`value` if it is text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(f"{where} is {shown(value)}. Give a text that is not empty" + _hint(value))
    return value


def texts(value: object, where: str) -> tuple[str, ...]:
    """`value` as texts of one line each; nothing counts as none."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidValue(f"{where} is {shown(value)}. Give a list of texts.")
    found = tuple(text(item, f"{where}[{i}]") for i, item in enumerate(value))
    for line in found:
        if any(letter in line for letter in "\n\r\0"):
            raise InvalidValue(f"{where} holds {shown(line)}, which has several lines. Give one entry a line.")
    return found


def _hint(value: object) -> str:
    return ", in quotes, since YAML reads it as a number." if isinstance(value, int | float) else "."

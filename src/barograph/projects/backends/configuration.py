"""What `--backend-config` says, checked: data with known keys, never more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from barograph.errors import InvalidValue, shown

T = TypeVar("T", bound=msgspec.Struct)


def read_configuration(kind: type[T], backend: str, config: Mapping[str, Any]) -> T:
    """The configuration of a backend as a struct of `kind`, whose fields are the keys that are known.

    Raises `InvalidValue` naming the key and its value, and the keys there are.
    """
    known = [field.encode_name for field in msgspec.structs.fields(kind)]
    unknown = [key for key in config if key not in known]
    if unknown:
        listed = ", ".join(known) or "none"
        raise InvalidValue(f"The backend {backend} has no configuration key {shown(unknown[0])}. Known keys: {listed}.")
    for key, value in config.items():
        try:
            msgspec.convert({key: value}, kind)
        except msgspec.ValidationError as error:
            if not str(error).startswith("Object missing required field"):
                problem = str(error).partition(" - at ")[0]
                raise InvalidValue(f"Configuration key {key} of the backend {backend} is {shown(value)}: {problem}.") from None
    try:
        return msgspec.convert(dict(config), kind)
    except msgspec.ValidationError as error:
        raise InvalidValue(f"Configuration of the backend {backend}: {error}. Known keys: {', '.join(known)}.") from None

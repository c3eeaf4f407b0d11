"""Nested params as flat ones: `{"opt": {"lr": 0.001}}` is `opt.lr`."""

from collections.abc import Iterator, Mapping
from typing import Any

from barograph.errors import InvalidValue, shown
from barograph.model.limits import MAX_KEY


def flat_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Params without mappings as values: keys on the way to a value are joined by periods.

    An empty mapping is a value like others. Keys of nested mappings are texts, numbers or truth values; other ones, empty ones, and two
    ways to the same flat key raise `InvalidValue`.
    """
    if not any(isinstance(value, Mapping) and value for value in params.values()):
        return dict(params)
    found: dict[str, Any] = {}
    for key, value in params.items():
        for flat, leaf in _leaves(key, value):
            if flat in found:
                raise InvalidValue(f"Params {shown(params)} have two values for {shown(flat)}, one of them nested. Rename one.")
            found[flat] = leaf
    return found


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping) or not value:
        yield key, value
        return
    if isinstance(key, str) and len(key) > MAX_KEY:
        raise InvalidValue(
            f"Param key {shown(key)} has {len(key)} characters, more than the {MAX_KEY} allowed, and is nested still deeper."
        )
    for name, inner in value.items():
        if not isinstance(name, str | int | float) or name == "":
            raise InvalidValue(f"Invalid key {shown(name)} in param {shown(key)}. Give a text that is not empty, or a number.")
        yield from _leaves(f"{key}.{name}", inner)

"""Keys, params and tags as text, checked before they are sent."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from barograph import settings
from barograph.client.nested_params import flat_params
from barograph.errors import InvalidValue, ParamChanged, shown
from barograph.model.limits import MAX_PARAM_VALUE, MAX_RUN_TAG_VALUE, check_key, check_length

_LOG = logging.getLogger(__name__)


def checked_key(key: Any, field: str) -> str:
    """Return a key, or raise if it is no text or not a name that a store takes."""
    if not isinstance(key, str):
        raise InvalidValue(f"Invalid {field} {shown(key)}: it is of type {type(key).__name__}. Give text.")
    return check_key(key, field)


def param_values(params: Mapping[str, Any]) -> dict[str, str]:
    """Params as text, nested ones flat, over-long values cut."""
    given = flat_params(dict(_items(params, "params")))
    return {checked_key(key, "param key"): _fitted(key, value, MAX_PARAM_VALUE, "Param") for key, value in given.items()}


def tag_values(tags: Mapping[str, Any]) -> dict[str, str]:
    """Tags as text, over-long values cut."""
    return {checked_key(key, "tag key"): _fitted(key, value, MAX_RUN_TAG_VALUE, "Tag") for key, value in _items(tags, "tags")}


def unique_params(run_id: str, params: Iterable[Any]) -> dict[str, str]:
    """Params of entities by key. One key with two values raises `ParamChanged`."""
    found: dict[str, str] = {}
    for param in params:
        text = str(param.value)
        if found.setdefault(param.key, text) != text:
            raise ParamChanged(run_id, [(param.key, found[param.key], text)])
    return found


def _items(given: Mapping[str, Any], what: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(given, Mapping):
        raise InvalidValue(f"Invalid {what} {shown(given)}: expected a mapping of keys to values, not {type(given).__name__}.")
    return given.items()


def _fitted(key: str, value: Any, limit: int, field: str) -> str:
    text = str(value)
    if len(text) <= limit:
        return text
    if not settings.TRUNCATE_LONG_VALUES.get():
        return check_length(text, limit, f"{field} {shown(key)}")
    _LOG.warning("%s %s has %d characters; only the first %d are kept.", field, shown(key), len(text), limit)
    return text[:limit]

"""Checks of params and tags as callers give them."""

from collections.abc import Mapping

from barograph.errors import InvalidValue, shown
from barograph.model.limits import MAX_MODEL_TAG_VALUE, MAX_PARAM_VALUE, MAX_RUN_TAG_VALUE, check_key, check_length
from barograph.settings import TRUNCATE_LONG_VALUES

_LARGEST = 2**63 - 1


def checked_params(params: Mapping[str, str]) -> dict[str, str]:
    """The params, values cut to their limit, or raise `InvalidValue`."""
    return _checked(params, MAX_PARAM_VALUE, "param")


def checked_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags, values cut to their limit, or raise `InvalidValue`."""
    return _checked(tags, MAX_RUN_TAG_VALUE, "tag")


def checked_model_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Tags of registered models and versions, whose long values are refused, not cut."""
    for key, value in tags.items():
        check_length(check_text(value, key, "tag"), MAX_MODEL_TAG_VALUE, f"Value of tag {shown(check_key(key, 'tag key'))}")
    return dict(tags)


def checked_texts(values: Mapping[str, str], kind: str) -> dict[str, str]:
    """Params or tags whose keys are free and whose values are only to be texts."""
    return {check_text(key, key, f"key of {kind}"): check_text(value, key, kind) for key, value in values.items()}


def check_text(value: object, key: str, kind: str) -> str:
    """Return the value, or raise if it is no text."""
    if not isinstance(value, str):
        raise InvalidValue(f"Value of {kind} {shown(key)} is {shown(value)}. Give a text.")
    return value


def checked_time(time_ms: int, field: str) -> int:
    """A time that the database can keep, or raise `InvalidValue`."""
    if not isinstance(time_ms, int) or not -_LARGEST <= time_ms <= _LARGEST:
        raise InvalidValue(f"Invalid {field} {shown(time_ms)}. Give milliseconds since 1970 as a whole number of 64 bits.")
    return time_ms


def _checked(values: Mapping[str, str], limit: int, kind: str) -> dict[str, str]:
    checked = {}
    for key, value in values.items():
        check_key(key, f"{kind} key")
        check_text(value, key, kind)
        if len(value) > limit:
            if not TRUNCATE_LONG_VALUES.get():
                check_length(value, limit, f"Value of {kind} {shown(key)}")
            value = value[:limit]  # noqa: PLW2901  # the cut value is the value from here on
        checked[key] = value
    return checked

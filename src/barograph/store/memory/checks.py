"""Checks of arguments that several aggregates share."""

from collections.abc import Mapping

from barograph.errors import InvalidValue, shown
from barograph.model import limits
from barograph.model.limits import check_key, check_length

_LARGEST = 2**63 - 1


def check_text(value: object, field: str) -> str:
    """Return a text of whole characters, or raise."""
    text = limits.check_text(value, field)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidValue(f"{field} {shown(text)} holds half of a surrogate pair, which is no character. Remove it.")
    return text


def check_integer(value: object, field: str) -> int:
    """Return a 64-bit integer, or raise."""
    if not isinstance(value, int) or isinstance(value, bool) or not -_LARGEST - 1 <= value <= _LARGEST:
        raise InvalidValue(f"{field} is {shown(value)}. Give a whole number of 64 bits.")
    return value


def check_tags(tags: Mapping[str, str], limit: int, *, cut: bool = False) -> dict[str, str]:
    """The tags with keys and values checked; values beyond `limit` characters are cut or raise."""
    checked = {}
    for key, value in tags.items():
        check_key(check_text(key, "Tag key"), "tag key")
        check_text(value, f"Value of tag {shown(key)}")
        checked[key] = value[:limit] if cut else check_length(value, limit, f"Value of tag {shown(key)}")
    return checked

"""Checks of arguments that several aggregates share."""

from collections.abc import Mapping

from barograph.errors import InvalidValue, shown
from barograph.model.limits import check_key, check_length


def check_text(value: object, field: str) -> str:
    """Return a text, or raise."""
    if not isinstance(value, str):
        raise InvalidValue(f"{field} must be a text, not {shown(value)}.")
    return value


def check_tags(tags: Mapping[str, str], limit: int, *, cut: bool = False) -> dict[str, str]:
    """The tags with keys and values checked; values beyond `limit` characters are cut or raise."""
    checked = {}
    for key, value in tags.items():
        check_key(check_text(key, "Tag key"), "tag key")
        check_text(value, f"Value of tag {shown(key)}")
        checked[key] = value[:limit] if cut else check_length(value, limit, f"Value of tag {shown(key)}")
    return checked

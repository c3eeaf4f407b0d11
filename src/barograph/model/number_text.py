"""Numbers that texts say."""

from math import isfinite

_NUMERIC_START = frozenset("+-.0123456789")


def as_number(text: str) -> float | None:
    """The finite number that a text says, None if it says none."""
    if not text or text[0] not in _NUMERIC_START or len(text) > 40 or "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None

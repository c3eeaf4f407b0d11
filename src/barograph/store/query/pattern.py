"""Patterns of RLIKE, by RE2: no pattern, however built, takes more than time linear in the text, and what it may keep is bounded.

RE2 is loaded at the first pattern.
"""

from collections.abc import Callable
from functools import lru_cache

from barograph.errors import InvalidValue, shown
from barograph.model.limits import MAX_PATTERN

_MEMORY = 64 * 1024
"""Bytes for a compiled pattern and its automaton; a pattern of 1,000 characters that repeats itself too often is refused by it."""


@lru_cache(maxsize=128)
def finder(pattern: str) -> Callable[[str], bool]:
    """Whether a text holds the pattern somewhere; `.` stands for line ends too. A bad or too large pattern raises `InvalidValue`."""
    import re2  # type: ignore[import-untyped]  # ships no types

    if len(pattern) > MAX_PATTERN:
        raise InvalidValue(f"The pattern has {len(pattern)} characters, more than the {MAX_PATTERN} allowed.")
    options = re2.Options()
    options.max_mem, options.dot_nl, options.log_errors = _MEMORY, True, False
    try:
        search = re2.compile(pattern, options=options).search
    except re2.error as problem:
        reason = problem.args[0].decode("utf-8", "replace") if problem.args and isinstance(problem.args[0], bytes) else str(problem)
        raise InvalidValue(f"The pattern {shown(pattern)} is not valid in RE2: {reason}.") from None
    return lambda text: search(text) is not None


def found(pattern: str, text: str | None) -> bool | None:
    """Whether the text holds the pattern, as databases call it: of no text, None."""
    return None if text is None else finder(pattern)(text)

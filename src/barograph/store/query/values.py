"""From a value as written to text or number, as the field wants it."""

import re

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.store.query.pattern import finder
from barograph.store.query.searchable import Field, ValueKind
from barograph.store.query.written import Word, WrittenKey

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_LARGEST = 2**63 - 1


def read_value(value: Word, key: WrittenKey, field: Field, text: str, *, unquoted_text: bool) -> str | int | float:
    """The value of a field, or `InvalidFilter` if it is of another kind. With `unquoted_text` a bare word or number is a text too."""
    quoted, bare = value.quote in ("'", '"'), not value.quote
    kind = field.kind
    if kind is ValueKind.TEXT and (quoted or (bare and unquoted_text)):
        return value.text
    if kind is ValueKind.REAL and bare and _NUMBER.fullmatch(value.text):
        return float(value.text)
    if kind is ValueKind.NUMBER and bare and _NUMBER.fullmatch(value.text):
        return int(value.text) if _is_integer(value.text) else float(value.text)
    if _is_integer(value.text):
        if kind is ValueKind.QUOTED_INTEGER and quoted:
            return str(int(value.text))
        if (kind is ValueKind.INTEGER and bare) or (kind is ValueKind.LENIENT_INTEGER and (quoted or bare)):
            return int(value.text)
    raise InvalidFilter(text, f"expected {kind.value} for {key.raw}, but found {shown(value.raw)}.", column=value.column)


def read_number(value: Word, key: WrittenKey, text: str, expected: str = "a number without quotes (or = != IN LIKE with a text)") -> float:
    """A number that texts are compared with, or `InvalidFilter`."""
    if not value.quote and _NUMBER.fullmatch(value.text):
        return float(value.text)
    raise InvalidFilter(text, f"expected {expected} for {key.raw}, but found {shown(value.raw)}.", column=value.column)


def check_pattern(pattern: str, text: str, column: int) -> None:
    """Raise `InvalidFilter` if RLIKE cannot take the pattern."""
    try:
        finder(pattern)
    except InvalidValue as problem:
        raise InvalidFilter(text, problem.message, column=column) from None


def _is_integer(text: str) -> bool:
    """Whether it is written as an integer that fits 64 bits."""
    return bool(_INTEGER.fullmatch(text)) and len(text) < 40 and abs(int(text)) <= _LARGEST

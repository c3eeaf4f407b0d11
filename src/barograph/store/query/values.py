"""From a value as written to text or number, as the field wants it."""

import re

from barograph.errors import InvalidFilter, shown
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


def _is_integer(text: str) -> bool:
    """Whether it is written as an integer that fits 64 bits."""
    return bool(_INTEGER.fullmatch(text)) and len(text) < 40 and abs(int(text)) <= _LARGEST

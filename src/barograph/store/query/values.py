"""From a value as written to text or number, as the field wants it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from barograph.errors import InvalidFilter, shown
from barograph.model.filter import Entity, Key
from barograph.store.query.searchable import Field, ValueKind
from barograph.store.query.syntax import column_of

if TYPE_CHECKING:
    from lark import Token

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_LARGEST = 2**63 - 1


def read_value(token: Token, key: Key, field: Field, text: str, *, unquoted_text: bool) -> str | int | float:
    """The value of a token: text without its quotes, or a number. Raises `InvalidFilter` if the key takes values of another kind.

    With `unquoted_text` words and numbers without quotes are texts as well.
    """
    quoted = token.type in ("SINGLE", "DOUBLE")
    bare = token.type == "UNQUOTED"
    value = str(token)[1:-1] if quoted else str(token)
    kind = field.kind
    if kind is ValueKind.TEXT and (quoted or (bare and unquoted_text)):
        return value
    if kind is ValueKind.NUMBER and bare and _NUMBER.fullmatch(value):
        return float(value) if key.entity is Entity.METRIC or not _is_integer(value) else int(value)
    if _is_integer(value):
        if kind is ValueKind.QUOTED_INTEGER and quoted:
            return str(int(value))
        if (kind is ValueKind.INTEGER and bare) or (kind is ValueKind.LENIENT_INTEGER and (quoted or bare)):
            return int(value)
    raise InvalidFilter(text, f"expected {kind.value} for {shown(key.name)}, but found {shown(str(token))}.", column=column_of(token))


def _is_integer(value: str) -> bool:
    """Whether it is written as an integer that fits 64 bits."""
    return bool(_INTEGER.fullmatch(value)) and len(value) < 40 and abs(int(value)) <= _LARGEST

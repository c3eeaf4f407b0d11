"""From rows of any form to typed columns that JSON carries and a browser holds."""

import re
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

import msgspec

from barograph.wire.previews import Cell, ColumnType, PreviewColumn
from barograph.wire.scalars import to_wire

MOST_COLUMNS = 1_000
MOST_TEXT = 2_000
"""Characters of a cell that are sent."""

_EXACT = 2**53
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,18})")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?|[-+]?(nan|inf|infinity)", re.IGNORECASE)
_SPECIAL = {"nan": "NaN", "inf": "Infinity", "infinity": "Infinity"}


class Cells:
    """Makes columns of rows; `cut` tells whether a long value was shortened on the way."""

    def __init__(self) -> None:
        self.cut = False

    def from_texts(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[PreviewColumn, ...]:
        """Columns of separated values; an empty text is no value, and a column is of numbers if all its texts are."""
        count = min(MOST_COLUMNS, max([len(names), *map(len, rows)]))
        return tuple([self._of_texts(_name(names, at), [row[at] if at < len(row) else "" for row in rows]) for at in range(count)])

    def from_values(self, names: Sequence[str] | None, rows: Sequence[Any]) -> tuple[PreviewColumn, ...]:
        """Columns of JSON rows: objects by key, lists by place, anything else as the only column."""
        if names is None and any(isinstance(row, dict) for row in rows):
            keys = list(dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row))[:MOST_COLUMNS]
            return tuple([self.column(key, [row.get(key) if isinstance(row, dict) else None for row in rows]) for key in keys])
        if names is None and not any(isinstance(row, list) for row in rows):
            return (self.column("value", rows),)
        lists = [row if isinstance(row, list) else [row] for row in rows]
        count = min(MOST_COLUMNS, max([len(names or ()), *map(len, lists)]))
        return tuple([self.column(_name(names or (), at), [row[at] if at < len(row) else None for row in lists]) for at in range(count)])

    def column(self, name: str, values: Iterable[Any]) -> PreviewColumn:
        """A column of Python values."""
        given = [_plain(value) for value in values]
        kinds = {_kind(value) for value in given if value is not None}
        images = kinds == {ColumnType.JSON} and all(value is None or _is_image(value) for value in given)
        if images:
            paths = [value and str(value.get("compressed_filepath") or value["filepath"]) for value in given]
            return PreviewColumn(name=self._text(name), type=ColumnType.IMAGE, values=tuple(paths))
        kind = _joined(kinds)
        return PreviewColumn(name=self._text(name), type=kind, values=tuple([self._cell(value) for value in given]))

    def _of_texts(self, name: str, texts: list[str]) -> PreviewColumn:
        filled = [text for text in texts if text]
        kind = ColumnType.TEXT
        values: list[Cell] = [self._text(text) if text else None for text in texts]
        if filled and all(_INTEGER.fullmatch(text) for text in filled):
            kind, values = ColumnType.INTEGER, [_integer(int(text)) if text else None for text in texts]
        elif filled and all(_NUMBER.fullmatch(text) for text in filled) and not any(_is_code(text) for text in filled):
            kind, values = ColumnType.NUMBER, [_number(text) if text else None for text in texts]
        elif filled and {text.lower() for text in filled} <= {"true", "false"}:
            kind, values = ColumnType.BOOLEAN, [text.lower() == "true" if text else None for text in texts]
        return PreviewColumn(name=self._text(name), type=kind, values=tuple(values))

    def _cell(self, value: Any) -> Cell:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return _integer(value)
        if isinstance(value, float):
            return to_wire(value)
        return self._text(value if isinstance(value, str) else _json(value))

    def _text(self, text: str) -> str:
        if len(text) > MOST_TEXT:
            self.cut = True
            text = text[:MOST_TEXT] + "…"
        return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _plain(value: Any) -> Any:
    """Values that JSON has; of the rest their text, and of bytes their beginning in hexadecimal digits."""
    if value is None or isinstance(value, str | bool | int | float | list | dict):
        return value
    if isinstance(value, bytes):
        return f"0x{value[:32].hex()}" + (f"… ({len(value):,} bytes)" if len(value) > 32 else "")
    return str(value)


def _kind(value: Any) -> ColumnType:
    if isinstance(value, bool):
        return ColumnType.BOOLEAN
    if isinstance(value, int):
        return ColumnType.INTEGER
    if isinstance(value, float):
        return ColumnType.NUMBER
    return ColumnType.TEXT if isinstance(value, str) else ColumnType.JSON


def _joined(kinds: set[ColumnType]) -> ColumnType:
    """The type of a column of values of these types."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds == {ColumnType.INTEGER, ColumnType.NUMBER}:
        return ColumnType.NUMBER
    return ColumnType.JSON if ColumnType.JSON in kinds else ColumnType.TEXT


def _is_image(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "image" and isinstance(value.get("filepath"), str)


def _is_code(text: str) -> bool:
    """Whether digits are a name rather than a number, such as 007."""
    digits = text.lstrip("+-")
    return len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()


def _integer(value: int) -> Cell:
    if abs(value) <= _EXACT:
        return value
    return str(value) if value.bit_length() < 4096 else f"a whole number of {value.bit_length():,} bits"


def _number(text: str) -> Cell:
    sign = "-" if text.startswith("-") else ""
    special = _SPECIAL.get(text.lstrip("+-").lower())
    if special:
        return special if special == "NaN" else sign + special
    value = float(text)
    return value if isfinite(value) else to_wire(value)


def _json(value: Any) -> str:
    try:
        return msgspec.json.encode(value, enc_hook=str).decode()
    except (RecursionError, ValueError, OverflowError):
        return ascii(value)[:MOST_TEXT]


def _name(names: Sequence[str], at: int) -> str:
    return names[at] if at < len(names) else f"column {at + 1}"

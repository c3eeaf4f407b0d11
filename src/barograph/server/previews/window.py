"""Rows [offset, offset + count) of a table file, whatever its form."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

import msgspec

from barograph.errors import InvalidValue
from barograph.server.previews.cells import MOST_COLUMNS, Cells
from barograph.server.previews.json_rows import JsonRows
from barograph.server.previews.places import Places
from barograph.server.previews.separated import SeparatedRows
from barograph.server.previews.source import MOST_READ, Source
from barograph.wire.previews import PreviewColumn, TableWindow

MOST_ROWS = 1_000
_MOST_CELLS = 200_000
_MOST_BYTES = 8 * 1024 * 1024
_COUNTED = 4 * 1024 * 1024
"""Bytes after a window that are read on only to know how many rows there are."""


class Rows(Protocol):
    """Rows of a text file in order. `ended` is true once the last one was passed, `unfinished` if the file cuts it."""

    ended: bool
    unfinished: bool

    def rows(self, byte: int) -> Iterator[tuple[Any, int]]:
        """Rows from that byte on, 0 for the first, each with the byte after it."""
        ...


def table_window(source: Source, places: Places, offset: int, count: int) -> TableWindow:
    """The rows asked for. A file that is no table, or too hostile to show, raises `NoPreview`."""
    if offset < 0 or not 1 <= count <= MOST_ROWS:
        raise InvalidValue(f"Cannot show {count} rows from {offset}. Ask for 1 to {MOST_ROWS} rows from 0 or later.")
    ending = PurePosixPath(source.path).suffix.lower()
    if ending in (".parquet", ".pq"):
        from barograph.server.previews.parquet import parquet_window

        return parquet_window(source, offset, count)
    cells = Cells()
    if ending in (".csv", ".tsv"):
        separated = SeparatedRows(source)
        taken = _take(source, separated, places, offset, count)
        return _answer(
            source, taken, cells.from_texts(separated.names, taken.rows), cells, max([len(separated.names), *map(len, taken.rows)])
        )
    if ending in (".json", ".jsonl", ".ndjson"):
        read = JsonRows(source, lines=ending != ".json")
        taken = _take(source, read, places, offset, count)
        widest = max([len(read.names or ()), *(len(row) for row in taken.rows if isinstance(row, dict | list))])
        return _answer(source, taken, cells.from_values(read.names, taken.rows), cells, widest)
    raise source.refuse("its name does not end in .csv, .tsv, .json, .jsonl, .ndjson or .parquet.")


class _Taken(msgspec.Struct):
    """Rows of a window, and what was learned on the way to them."""

    offset: int
    rows: list[Any]
    total: int | None = None
    about: int | None = None
    unfinished: bool = False


def _take(source: Source, reader: Rows, places: Places, offset: int, count: int) -> _Taken:
    row, last = places.before(offset)
    taken = _Taken(offset, [])
    found = reader.rows(last)
    size = 0
    for value, byte in found:
        if row >= offset:
            taken.rows.append(value)
            size += byte - last
        row, last = row + 1, byte
        places.note(row, byte)
        if len(taken.rows) == count or size > _MOST_BYTES or _width(value) * len(taken.rows) > _MOST_CELLS:
            break
    if source.size - last < _COUNTED:
        for _, byte in found:
            row, last = row + 1, byte
            places.note(row, byte)
    if reader.ended:
        places.total = row
    elif not taken.rows:
        raise InvalidValue(
            f"Row {offset:,} lies more than {MOST_READ >> 20} MiB after row {row:,}, the last one known. Ask for rows up to that first."
        )
    taken.unfinished = reader.unfinished
    taken.total = places.total
    if taken.total is None and last > 0:
        taken.about = max(row, round(source.size / last * row))
    return taken


def _width(row: Any) -> int:
    return min(MOST_COLUMNS, len(row)) if isinstance(row, list | dict) else 1


def _answer(source: Source, taken: _Taken, columns: Sequence[PreviewColumn], cells: Cells, widest: int) -> TableWindow:
    after = taken.offset + len(taken.rows)
    return TableWindow(
        size_bytes=source.size,
        offset=taken.offset,
        rows=len(taken.rows),
        columns=tuple(columns),
        total_rows=taken.total,
        about_rows=taken.about,
        next_offset=after if taken.rows and (taken.total is None or after < taken.total) else None,
        hidden_columns=max(0, widest - MOST_COLUMNS),
        cut=cells.cut,
        unfinished=taken.unfinished,
    )

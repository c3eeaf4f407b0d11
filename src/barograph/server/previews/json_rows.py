"""Rows of JSON tables: an array of rows, one value a line, or `{"columns": [...], "data": [[...], ...]}` as tables are logged."""

from collections.abc import Iterator
from typing import Any

from barograph.server.previews.json_text import JsonText
from barograph.server.previews.source import MOST_READ, Source

_NO_TABLE = "it is no table: neither an array of rows nor an object with `columns` and `data`."


class JsonRows:
    """A file of rows. `names` are those of the columns where the file says so; else rows are objects, lists or single values."""

    def __init__(self, source: Source, *, lines: bool) -> None:
        self._source = source
        self._lines = lines
        self.names: list[str] | None = None
        self.unfinished = self.ended = False
        text = JsonText(source, 0)
        if lines:
            self._first = 0
        elif text.take("["):
            self._first = text.byte
        elif text.take("{"):
            self._first = self._find_data(text)
        else:
            raise source.refuse(_NO_TABLE)

    def rows(self, byte: int) -> Iterator[tuple[Any, int]]:
        """Rows from that byte on, 0 for the first, each with the byte after it."""
        start = byte or self._first
        text = JsonText(self._source, start)
        all_read = start + MOST_READ >= self._source.size
        try:
            yield from text.lines() if self._lines else text.elements()
            self.ended = all_read or not self._lines
        except EOFError:
            self.unfinished = self.ended = all_read

    def _find_data(self, text: JsonText) -> int:
        try:
            while text.peek() not in ("", "}"):
                text.take(",")
                key = text.value()
                if not text.take(":"):
                    break
                if key == "data" and text.take("["):
                    return text.byte
                self._pass(str(key), text)
        except EOFError:
            pass
        raise self._source.refuse(_NO_TABLE)

    def _pass(self, key: str, text: JsonText) -> None:
        """Read what stands before the rows: names are kept, an index is passed value by value, as it may be long."""
        if key == "index" and text.take("["):
            for _ in text.elements():
                pass
            return
        value = text.value()
        if key == "columns" and isinstance(value, list):
            self.names = [name if isinstance(name, str) else str(name) for name in value]

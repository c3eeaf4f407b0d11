"""Rows of comma- or tab-separated values (RFC 4180), from the first or from any later row."""

import csv
from collections.abc import Iterator

from barograph.server.previews.source import Source

_MOST_LINE = 1024 * 1024
_HEAD = 64 * 1024
_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class SeparatedRows:
    """A file whose first row names the columns. Bytes that are not UTF-8 become U+FFFD; empty lines are no rows."""

    def __init__(self, source: Source) -> None:
        self._source = source
        head = source.read(0, min(source.size, _HEAD))
        if head.startswith(_OTHER_ENCODINGS) or b"\0" in head:
            raise source.refuse("it is binary, or text in UTF-16. Tables are read as UTF-8.")
        self._delimiter = "\t" if source.path.lower().endswith(".tsv") else _delimiter(head)
        self._start = len(_MARK) if head.startswith(_MARK) else 0
        self.names, self._first = next(self._records(self._start), ([], source.size))
        self.unfinished = self.ended = False

    def rows(self, byte: int) -> Iterator[tuple[list[str], int]]:
        """Rows from that byte on, 0 for the first, each with the byte after it."""
        yield from self._records(byte or self._first)

    def _records(self, byte: int) -> Iterator[tuple[list[str], int]]:
        lines = _Lines(self._source, byte)
        try:
            for record in csv.reader(lines, delimiter=self._delimiter):
                if record:
                    yield record, lines.byte
            self.ended = lines.byte >= self._source.size
        except csv.Error as error:
            raise self._source.refuse(f"after byte {lines.byte:,} it is no table of separated values ({error}).") from None


class _Lines:
    """Lines as text; `byte` is where the next one begins."""

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self.byte = start
        self._texts = self._read()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._texts)

    def _read(self) -> Iterator[str]:
        begun = b""
        for block in self._source.blocks(self.byte):
            lines = (begun + block).split(b"\n")
            begun = lines.pop()
            for line in lines:
                yield self._passed(line, 1) + "\n"
            self._check(begun)
        if begun and self.byte + len(begun) >= self._source.size:
            yield self._passed(begun, 0)

    def _passed(self, line: bytes, end: int) -> str:
        self._check(line)
        self.byte += len(line) + end
        return line.decode("utf-8", "replace").removesuffix("\r")

    def _check(self, line: bytes) -> None:
        if len(line) > _MOST_LINE:
            raise self._source.refuse(f"the line at byte {self.byte:,} is longer than {_MOST_LINE:,} bytes.")


def _delimiter(head: bytes) -> str:
    """A comma, unless the first line has none and something else that is common."""
    line = head.partition(b"\n")[0]
    return next((mark.decode() for mark in (b",", b";", b"\t", b"|") if mark in line), ",")

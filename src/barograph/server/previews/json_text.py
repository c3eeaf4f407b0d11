"""JSON values read one after another from a text of any length, of which only a stretch is in memory."""

import codecs
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any

from barograph.server.previews.source import Source

MOST_VALUE = 4 * 1024 * 1024
"""Characters that one value, such as a row, may have."""

_SPACE = " \t\r\n\ufeff"
_scan = JSONDecoder().scan_once  # type: ignore[attr-defined]  # the scanner in C, which tells where a value ends


class JsonText:
    """A place in a JSON text. Bytes that are not UTF-8 are kept as lone surrogates, so that places in bytes stay exact."""

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self._blocks = source.blocks(start)
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = ""
        self._at = 0
        self._counted = 0
        self._byte = start

    @property
    def byte(self) -> int:
        """The byte at which the text goes on."""
        self._byte += _bytes(self._text[self._counted : self._at])
        self._counted = self._at
        return self._byte

    def peek(self) -> str:
        """The next character that is no space, which stays; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, char: str) -> bool:
        """Pass a character if it is the next one."""
        if self.peek() != char:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """The next value, which is passed. What is no JSON, nested too deeply or too long is refused; the end raises `EOFError`."""
        self.peek()
        while True:
            try:
                value, end = _scan(self._text, self._at)
                if end < len(self._text) or isinstance(value, str | list | dict) or not self._more():
                    self._at = min(end, len(self._text))
                    return value
                continue
            except RecursionError:
                raise self._source.refuse(f"the value at byte {self.byte:,} is nested too deeply.") from None
            except (StopIteration, ValueError):
                known = len(self._text) - self._at
            if known > MOST_VALUE:
                raise self._source.refuse(f"at byte {self.byte:,} it is no JSON, or a value there has more than {MOST_VALUE:,} characters.")
            if not self._more():
                raise EOFError

    def elements(self) -> Iterator[tuple[Any, int]]:
        """Values up to the `]` of the array that the place is in, each with the byte after it; a cut text raises `EOFError`."""
        while True:
            char = self.peek()
            if char == "":
                raise EOFError
            if char == "]":
                self._at += 1
                return
            if char == ",":
                self._at += 1
                continue
            value = self.value()
            yield value, self.byte

    def lines(self) -> Iterator[tuple[Any, int]]:
        """Values up to the end of the text, each with the byte after it."""
        while self.peek():
            value = self.value()
            yield value, self.byte

    def _more(self) -> bool:
        block = next(self._blocks, b"")
        text = self._decoder.decode(block, final=not block)
        self._byte = self.byte
        self._text = self._text[self._at :] + text
        self._at = self._counted = 0
        return bool(text) or bool(block)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))

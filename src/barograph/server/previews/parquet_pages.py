"""Sizes that the pages of a Parquet file say they have, read from their headers (Thrift compact protocol) before any is unpacked.

A page of a few bytes may unpack to 2 GiB, and the library makes room for what its header says.
"""

from typing import Any

from barograph.server.previews.source import RangeFile, Source

MOST_PAGE = 64 * 1024 * 1024
"""Bytes that one page may unpack to."""

_HEADER = 64 * 1024
_MOST_PAGES = 2_000
_DEPTH = 8
_BOOLEANS, _LISTS, _MAP, _STRUCT, _BINARY, _DOUBLE, _BYTE = (1, 2), (9, 10), 11, 12, 8, 7, 3


def check_pages(source: Source, file: RangeFile, chunk: Any, rows: int) -> None:
    """Refuse a column chunk if a page that is needed for its first `rows` rows unpacks to more than `MOST_PAGE` bytes."""
    at = min(place for place in (chunk.dictionary_page_offset, chunk.data_page_offset) if place is not None)
    end = at + chunk.total_compressed_size
    passed = 0
    for _ in range(_MOST_PAGES):
        if at >= end or passed >= rows:
            return
        file.seek(at)
        reader = _Thrift(file.read(_HEADER))
        try:
            header = reader.struct()
            unpacked, packed = header[2], header[3]
            values = next((header[kind][1] for kind in (5, 8) if kind in header), 0)
        except (IndexError, KeyError, TypeError):
            raise source.refuse(f"the header of its page at byte {at:,} is damaged.") from None
        if not 0 <= unpacked <= MOST_PAGE or packed < 0:
            raise source.refuse(f"a page of it unpacks to {unpacked:,} bytes; a preview takes {MOST_PAGE:,} at most.")
        passed += values
        at += reader.at + packed
    raise source.refuse(f"a column has more than {_MOST_PAGES:,} pages before the rows asked for.")


class _Thrift:
    """Reads one struct; fields by number, structs as dictionaries, other than whole numbers as None."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        if depth > _DEPTH:
            raise IndexError
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            fields[number] = self._value(head & 15, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _BOOLEANS:
            return None
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind == _BINARY:
            self._skip(self._varint())
            return None
        if kind == _DOUBLE:
            self._skip(8)
            return None
        if kind == _BYTE:
            return self._byte()
        if kind in _LISTS:
            self._list(depth)
            return None
        if kind == _MAP:
            raise IndexError
        return self._zigzag()

    def _list(self, depth: int) -> None:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        for _ in range(min(count, len(self._data))):
            self._byte() if head & 15 in _BOOLEANS else self._value(head & 15, depth + 1)

    def _byte(self) -> int:
        byte = self._data[self.at]
        self.at += 1
        return byte

    def _skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self._data):
            raise IndexError

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 63:
                raise IndexError

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

"""Where rows begin in files that were read before, so that a later window need not start at the first byte."""

from bisect import bisect_right
from collections import OrderedDict
from threading import Lock

EVERY = 1_000
"""Rows between two places that are remembered."""

_MOST_FILES = 64


class Places:
    """What is known of one file: at which bytes some rows begin, and how many rows there are once all were passed."""

    def __init__(self) -> None:
        self._rows = [0]
        self._bytes = [0]
        self.total: int | None = None

    def before(self, row: int) -> tuple[int, int]:
        """The last known place not after a row: its row and byte; (0, 0) is the beginning of the file."""
        at = bisect_right(self._rows, row) - 1
        return self._rows[at], self._bytes[at]

    def note(self, row: int, byte: int) -> None:
        """Remember a row that lies `EVERY` or more after the last one known."""
        if row - self._rows[-1] >= EVERY:
            self._rows, self._bytes = [*self._rows, row], [*self._bytes, byte]


class TablePlaces:
    """Places of the files read last, by an identity that changes with their bytes. Safe to use from several threads."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, str, str], Places] = OrderedDict()
        self._lock = Lock()

    def of(self, root: str, path: str, etag: str | None) -> Places:
        """What is known of a file; nothing is kept of one without an etag."""
        if etag is None:
            return Places()
        with self._lock:
            places = self._files.setdefault((root, path, etag), Places())
            self._files.move_to_end((root, path, etag))
            if len(self._files) > _MOST_FILES:
                self._files.popitem(last=False)
            return places

"""Files as pieces: how bytes go into and out of artifact stores without being in memory at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 20


class FileChunks:
    """The pieces of a local file; each iteration starts anew, so that an interrupted upload can be repeated."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size_bytes = path.stat().st_size

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            yield from read_chunks(file)


def read_chunks(file: BinaryIO, length: int | None = None) -> Iterator[bytes]:
    """Pieces of at most 1 MiB from where an open file stands, `length` bytes in all or to its end."""
    left = length
    while left is None or left > 0:
        piece = file.read(CHUNK_BYTES if left is None else min(CHUNK_BYTES, left))
        if not piece:
            return
        if left is not None:
            left -= len(piece)
        yield piece

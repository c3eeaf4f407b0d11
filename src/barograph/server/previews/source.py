"""The bytes of one artifact, read from any position."""

from collections import OrderedDict
from collections.abc import Iterator

from barograph.errors import ArtifactNotFound, NoPreview, shown
from barograph.server.artifact_roots import Folder

MOST_READ = 64 * 1024 * 1024
"""Bytes that one request may pass over."""

_BLOCK = 256 * 1024
_KEPT_BLOCKS = 32


class Source:
    """A file of a folder. Missing raises `ArtifactNotFound`, a directory `NoPreview`."""

    def __init__(self, folder: Folder, path: str) -> None:
        info = folder.stat(path)
        if info is None:
            raise ArtifactNotFound(path)
        if info.is_dir:
            raise NoPreview(path, "it is a directory.")
        self.path = path
        self.size = info.size_bytes or 0
        self.etag = info.etag
        self._folder = folder

    def blocks(self, start: int) -> Iterator[bytes]:
        """The file from `start` on, up to `MOST_READ` bytes."""
        end = min(self.size, start + MOST_READ)
        if start >= end:
            return
        yield from self._folder.get(self.path, start=start, end=end)

    def read(self, start: int, end: int) -> bytes:
        """Bytes [start, end)."""
        return b"".join(self._folder.get(self.path, start=start, end=end)) if end > start else b""

    def refuse(self, problem: str) -> NoPreview:
        """The error that says why this file is not shown."""
        return NoPreview(self.path, problem)

    def __repr__(self) -> str:
        return f"Source({shown(self.path)})"


class RangeFile:
    """A `Source` as the seekable binary file that libraries read; blocks read lately are kept."""

    closed = False

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def read(self, size: int = -1) -> bytes:
        end = self._source.size if size < 0 else min(self._source.size, self._at + size)
        if end - self._at > _BLOCK * 4:
            found = self._source.read(self._at, end)
        else:
            found = b"".join(self._part(number, end) for number in range(self._at // _BLOCK, -(-end // _BLOCK)))
        self._at += len(found)
        return found

    def _part(self, number: int, end: int) -> bytes:
        first = number * _BLOCK
        return self._block(number)[max(self._at - first, 0) : end - first]

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
        else:
            self._blocks[number] = self._source.read(number * _BLOCK, min(self._source.size, (number + 1) * _BLOCK))
            if len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[number]

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._source.size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is held open between reads."""

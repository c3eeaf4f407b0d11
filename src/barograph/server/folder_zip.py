"""A folder as one zip file, made while it is sent: memory grows with the number of files, not with their sizes."""

import zipfile
from collections.abc import Iterator
from posixpath import basename
from typing import IO, cast

from barograph.artifacts.base import ArtifactInfo
from barograph.errors import BarographError, InvalidValue
from barograph.server.artifact_roots import Folder
from barograph.server.download import media_type

MOST_FILES = 100_000
_MOST_DEPTH = 64
_SENT_AT_ONCE = 256 * 1024
_LEFT_OUT = "LEFT-OUT.txt"


def zipped(folder: Folder, path: str, name: str) -> Iterator[bytes]:
    """The bytes of the zip file: everything below `path`, under a directory called `name`.

    Text is compressed, the rest only joined. Files that vanish before they are read are named in a text file at the end; one that breaks
    off while it is read ends the answer, so that nobody takes a part for the whole.
    """
    sink = _Sink()
    left_out: list[str] = []
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", allowZip64=True, compresslevel=1) as archive:
        for count, file in enumerate(_files(folder, path)):
            if count >= MOST_FILES:
                raise InvalidValue(f"The folder has more than {MOST_FILES:,} files. Download its folders one by one.")
            inside = f"{name}/{file.path[len(path) :].lstrip('/')}"
            try:
                pieces = folder.get(file.path)
                piece = next(pieces, b"")
            except BarographError as error:
                left_out.append(f"{inside}: {error.message}")
                continue
            archive.compression = _compression(inside)
            with archive.open(inside, "w", force_zip64=True) as entry:
                while piece:
                    entry.write(piece)
                    yield from sink.taken(_SENT_AT_ONCE)
                    piece = next(pieces, b"")
        if left_out:
            archive.writestr(f"{name}/{_LEFT_OUT}", "These files could not be read:\n" + "\n".join(left_out) + "\n")
    yield from sink.taken(1)


def _files(folder: Folder, path: str, depth: int = 0) -> Iterator[ArtifactInfo]:
    if depth > _MOST_DEPTH:
        return
    for child in folder.list(path):
        if child.is_dir:
            yield from _files(folder, child.path, depth + 1)
        else:
            yield child


def _compression(name: str) -> int:
    return zipfile.ZIP_DEFLATED if media_type(basename(name)).startswith("text/") else zipfile.ZIP_STORED


class _Sink:
    """A file that cannot be sought; what was written is taken out again."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """All is kept until it is taken."""

    def taken(self, least: int) -> Iterator[bytes]:
        """What was written since the last time, once it is `least` bytes."""
        if self._size >= least:
            data, self._written, self._size = b"".join(self._written), [], 0
            yield data

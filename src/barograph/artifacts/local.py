"""Artifacts in a directory of this machine.

Written with calls of the operating system: the local store of the object-store library follows symbolic links out of its root, refuses
some names, and shows no empty directories.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.chunks import read_chunks
from barograph.artifacts.resolve import parse_location, safe_path
from barograph.errors import ArtifactNotFound, BarographError, InvalidPath, InvalidValue, shown

_PART_PREFIX = ".barograph-"
_PART_SUFFIX = ".part"


class LocalArtifacts:
    """An artifact store in a directory, which is made by the first write. Files have exactly the names given.

    A symbolic link is followed only to a place inside the root.
    """

    def __init__(self, root_uri: str) -> None:
        location = parse_location(root_uri)
        if location.scheme != "file":
            raise InvalidValue(f"Artifact location {shown(root_uri)} is no local path.")
        self.root_uri = root_uri
        self.root = Path(location.path)

    def local_path(self, path: str = "") -> Path:
        """Where an artifact is, or would be, on disk. A link that leaves the root raises `InvalidPath`."""
        relative = safe_path(path)
        place = self.root / relative
        root = os.path.realpath(self.root)
        real = os.path.realpath(place)
        if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
            raise InvalidPath(path, "a symbolic link there leaves the artifact root.")
        if _is_part(place.name):
            raise InvalidPath(path, f"names like {_PART_PREFIX}*{_PART_SUFFIX} are kept for unfinished uploads.")
        return place

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        place = self._writable(path)
        try:
            with _disk(path):
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        except (FileExistsError, NotADirectoryError):
            raise InvalidPath(path, "a directory of it is a file.") from None
        part = place.parent / f"{_PART_PREFIX}{secrets.token_hex(8)}{_PART_SUFFIX}"
        try:
            with _disk(path):
                file = open(part, "xb", opener=_open_unshared)  # noqa: SIM115 - closed below; what `chunks` raises is not the disk's
            with file:
                for chunk in chunks:
                    with _disk(path):
                        file.write(chunk)
                with _disk(path):
                    file.flush()
            with _disk(path):
                part.replace(place)
        except BaseException as error:
            part.unlink(missing_ok=True)
            if isinstance(error, IsADirectoryError):
                raise InvalidPath(path, "there is a directory.") from None
            raise

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        place = self.local_path(path)
        try:
            is_file = stat.S_ISREG(place.stat().st_mode)
        except OSError:
            is_file = False
        if not is_file:
            raise ArtifactNotFound(path)
        return _read(place, path, start, end)

    def stat(self, path: str) -> ArtifactInfo | None:
        return _info(self.local_path(path), safe_path(path), tagged=True)

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        place, directory = self.local_path(path), safe_path(path)
        try:
            with _disk(path), os.scandir(place) as entries:
                found = [self._child(directory, entry) for entry in entries]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted((info for info in found if info), key=lambda info: info.path))

    def delete(self, path: str) -> None:
        place = self._writable(path)
        try:
            with _disk(path):
                if place.is_dir() and not place.is_symlink():
                    shutil.rmtree(place)
                else:
                    place.unlink(missing_ok=True)
        except (FileNotFoundError, NotADirectoryError):
            return

    def _writable(self, path: str) -> Path:
        if not safe_path(path):
            raise InvalidPath(path, "it is the artifact root itself. Name a file or directory below it.")
        parent, _, name = safe_path(path).rpartition("/")
        if _is_part(name):
            self.local_path(path)
        return self.local_path(parent) / name

    def _child(self, directory: str, entry: os.DirEntry[str]) -> ArtifactInfo | None:
        """What a directory holds; None for unfinished uploads and whatever cannot be asked for."""
        if _is_part(entry.name):
            return None
        try:
            path = safe_path(f"{directory}/{entry.name}" if directory else entry.name)
            place = self.local_path(path) if entry.is_symlink() else entry
        except InvalidPath:
            return None
        return _info(place, path)

    def __repr__(self) -> str:
        return f"LocalArtifacts({self.root_uri!r})"


def _info(place: Path | os.DirEntry[str], path: str, *, tagged: bool = False) -> ArtifactInfo | None:
    try:
        found = place.stat()
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(found.st_mode):
        return ArtifactInfo(path=path, is_dir=True)
    if not stat.S_ISREG(found.st_mode):
        return None
    etag = f"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}" if tagged else None
    return ArtifactInfo(path=path, is_dir=False, size_bytes=found.st_size, etag=etag)


def _read(place: Path, path: str, start: int, end: int | None) -> Iterator[bytes]:
    try:
        file = place.open("rb")
    except OSError:
        raise ArtifactNotFound(path) from None
    with file:
        file.seek(start)
        yield from read_chunks(file, None if end is None else max(0, end - start))


def _open_unshared(path: str, flags: int) -> int:
    """Open for the owner to write, others at most to read."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o644)


def _is_part(name: str) -> bool:
    return name.startswith(_PART_PREFIX) and name.endswith(_PART_SUFFIX)


@contextmanager
def _disk(path: str) -> Iterator[None]:
    """Turn failures such as a full disk or a missing permission into errors; what is or is not there is the caller's to tell."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError):
        raise
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ):
            raise InvalidPath(path, f"this file system does not take it ({error.strerror}).") from error
        raise BarographError(f"Artifact {shown(path)} cannot be kept or read on this disk: {error.strerror}.") from error

"""Where a journal's bytes stand: in a file, made and locked by the process that writes it, or in memory where no file can be written."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from barograph import settings
from barograph.settings import user_directory

SUFFIX = ".journal"
own_files: set[Path] = set()
"""Files that this process has locked: closing a second descriptor of one would release the lock."""


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=own_files.clear)


def journal_directory() -> Path:
    """Where this user's journals are."""
    chosen = settings.JOURNAL_DIR.get()
    return Path(chosen).expanduser().absolute() if chosen else user_directory() / "journals"


def make_private(directory: Path) -> None:
    """Make a directory that only this user reads."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)


class Segment(Protocol):
    """A stretch of the journal of one writer."""

    @property
    def end(self) -> int:
        """The number of bytes that are written whole."""
        ...

    def append(self, content: bytes) -> None:
        """Add bytes at the end, all or none; `OSError` if they cannot be."""
        ...

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes."""
        ...

    def sync(self) -> None:
        """Make it survive a loss of power, as far as it can."""
        ...

    def close(self, *, remove: bool) -> None:
        """Release it: for others to send, or for good."""
        ...


class FileSegment:
    """A new file. Creating and appending raise `OSError`."""

    def __init__(self, path: Path, start: bytes) -> None:
        make_private(path.parent)
        self.path = path
        self.end = 0
        self._open = True
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        own_files.add(path)
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.append(start)
        except OSError:
            self.close(remove=True)
            raise

    def append(self, content: bytes) -> None:
        """Hand bytes to the operating system: a process that is killed afterwards has not lost them."""
        if os.write(self._descriptor, content) != len(content):
            with suppress(OSError):
                os.ftruncate(self._descriptor, self.end)
            raise OSError("the disk took only part of it")
        self.end += len(content)

    def read(self, offset: int, size: int) -> bytes:
        if not self._open:
            raise OSError(f"{self.path} is closed")
        return os.pread(self._descriptor, size, offset)

    def sync(self) -> None:
        with suppress(OSError):
            os.fsync(self._descriptor)

    def close(self, *, remove: bool) -> None:
        if not self._open:
            return
        self._open = False
        if remove:
            with suppress(OSError):
                self.path.unlink()
        with suppress(OSError):
            os.close(self._descriptor)
        own_files.discard(self.path)

    def __str__(self) -> str:
        return str(self.path)


class MemorySegment:
    """Bytes in the memory of this process."""

    def __init__(self, start: bytes) -> None:
        self._content = bytearray(start)

    @property
    def end(self) -> int:
        return len(self._content)

    def append(self, content: bytes) -> None:
        self._content += content

    def read(self, offset: int, size: int) -> bytes:
        return bytes(self._content[offset : offset + size])

    def sync(self) -> None:
        pass

    def close(self, *, remove: bool) -> None:
        pass

    def __str__(self) -> str:
        return "the memory of this process"

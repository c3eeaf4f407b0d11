"""Journal files: made and locked by the process that writes, taken over by another once it is gone."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from barograph.model import Frame
from barograph.settings import user_directory
from barograph.store.wrap.journal.codec import framed, payloads
from barograph.wire.ingest import FrameMessage

SUFFIX = ".journal"
_KEPT_BYTES = 8 * 1024 * 1024
_own: set[str] = set()  # closing a second descriptor of a file would release our lock on it
_FRAMES = msgspec.msgpack.Decoder(FrameMessage)
encode_frame = msgspec.msgpack.Encoder().encode


class Title(msgspec.Struct, frozen=True):
    """The first payload: whose frames follow, and for which server. Credentials are not kept."""

    writer_id: str
    url: str


def journal_directory() -> Path:
    """Where this user's journals are."""
    return user_directory() / "journals"


class JournalFile:
    """The journal of this process for one server. Creating and appending raise `OSError`."""

    def __init__(self, directory: Path, title: Title) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        self.path = directory / (title.writer_id + SUFFIX)
        _own.add(self.path.name)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.append(msgspec.msgpack.encode(title))
            self._title_bytes = os.fstat(self._descriptor).st_size
        except OSError:
            self.close(remove=True)
            raise

    def append(self, payload: bytes) -> None:
        """Hand a payload to the operating system: a process that is killed afterwards has not lost it."""
        content = framed(payload)
        if os.write(self._descriptor, content) != len(content):
            raise OSError("the disk took only part of a frame")

    def forget(self) -> None:
        """Drop all frames once they are stored, if there is much to drop."""
        if os.fstat(self._descriptor).st_size > _KEPT_BYTES:
            os.ftruncate(self._descriptor, self._title_bytes)

    def close(self, *, remove: bool) -> None:
        """Release the file, for others to send or for good."""
        if remove:
            with suppress(OSError):
                self.path.unlink()
        with suppress(OSError):
            os.close(self._descriptor)
        _own.discard(self.path.name)


class Leftover:
    """A journal that no living process writes, locked until it is closed."""

    def __init__(self, path: Path, descriptor: int, title: Title, frames: list[Frame]) -> None:
        self.path = path
        self.title = title
        self.frames = frames
        self._descriptor = descriptor

    def close(self, *, remove: bool) -> None:
        """Release it, for good if everything in it is stored."""
        if remove:
            with suppress(OSError):
                self.path.unlink()
        os.close(self._descriptor)


def take_over(path: Path) -> Leftover | None:
    """The journal if nobody writes it and it has a title, else None."""
    if path.name in _own:
        return None
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = payloads(_content(descriptor))
        title = msgspec.msgpack.decode(next(found), type=Title)
        return Leftover(path, descriptor, title, [_FRAMES.decode(payload).to_model() for payload in found])
    except (OSError, StopIteration, msgspec.DecodeError):
        os.close(descriptor)
        return None


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)

"""Journals of processes that ended before everything was sent."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from barograph.errors import BarographError
from barograph.model import Refusal
from barograph.store.base import Store
from barograph.store.wrap.journal.delivery import Delivery
from barograph.store.wrap.journal.reading import Reading
from barograph.store.wrap.journal.record import HEAD, Title, read_title
from barograph.store.wrap.journal.segment import SUFFIX, own_files

DAMAGED_SUFFIX = ".damaged"


class _Turns:
    """One thread at a time takes over a journal. A forked child begins anew: its parent's threads are not there to end their turn."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Let nobody have a turn."""
        self.lock = threading.Lock()


_turns = _Turns()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_turns.begin)


class Delivered(msgspec.Struct, frozen=True):
    """What became of a journal file. If `error` is empty, everything in it that can be read is on the server.

    It is then removed; if some of it could not be read, it is kept under the name `damaged`.
    """

    path: Path
    url: str
    records: int
    refusals: tuple[Refusal, ...] = ()
    error: str = ""
    damaged: Path | None = None


class Leftover:
    """A journal file that no living process writes, locked until it is closed."""

    def __init__(self, path: Path, descriptor: int, title: Title) -> None:
        self.path = path
        self.title = title
        self.end = os.fstat(descriptor).st_size
        self._descriptor = descriptor

    def deliver(self, delivery: Delivery) -> Delivered:
        """Send what the server does not have. What may pass is told as an error."""
        title, records = self.title, 0
        refusals: list[Refusal] = []
        reading = Reading(self.read, title.writer_id, title.first)
        try:
            while (sent := delivery.send_next(reading, self.end)) is not None:
                parcel, receipt = sent
                refusals += receipt.refusals
                if not reading.advance(parcel, receipt):
                    reading.writer_id = f"{title.writer_id}-{parcel.first}"
                elif receipt.last == parcel.last:
                    records += parcel.last - parcel.first + 1
        except BarographError as error:
            return Delivered(self.path, title.url, records, tuple(refusals), error.message)
        damaged = self._set_aside() if self._is_damaged(reading.offset) else None
        with suppress(OSError):
            self.path.unlink()
        return Delivered(self.path, title.url, records, tuple(refusals), damaged=damaged)

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes."""
        return os.pread(self._descriptor, size, offset)

    def close(self) -> None:
        """Release it."""
        os.close(self._descriptor)
        own_files.discard(self.path)

    def _is_damaged(self, offset: int) -> bool:
        """Whether more follows behind the last readable record than one that was cut when the process or the machine died."""
        rest = self.read(offset, HEAD.size)
        if len(rest) < HEAD.size:
            return False
        length, _ = HEAD.unpack(rest)
        whole = offset + HEAD.size + length <= self.end
        return whole and any(self.read(offset, self.end - offset))

    def _set_aside(self) -> Path:
        kept = self.path.with_name(self.path.name + DAMAGED_SUFFIX)
        with suppress(OSError):
            self.path.rename(kept)
        return kept


def leftovers(directory: Path) -> Iterator[Leftover]:
    """The journals in a directory that no process writes, those of one writer in their order, each locked while it is looked at."""
    for path in sorted(directory.glob(f"*{SUFFIX}"), key=_age):
        found = take_over(path)
        if found is not None:
            try:
                yield found
            finally:
                found.close()


def deliver_leftovers(directory: Path, store_of: Callable[[str], Store | None]) -> Iterator[Delivered]:
    """Send them to the stores that `store_of` gives for a URL, one after the other as results are asked for.

    What follows of a writer of whom something could not be sent waits for another time.
    """
    deliveries: dict[str, Delivery | None] = {}
    failed: set[str] = set()
    for leftover in leftovers(directory):
        url, writer_id = leftover.title.url, leftover.title.writer_id
        if url not in deliveries:
            store = store_of(url)
            deliveries[url] = None if store is None else Delivery(store)
        delivery = deliveries[url]
        if delivery is None or writer_id in failed:
            continue
        delivered = leftover.deliver(delivery)
        if delivered.error:
            failed.add(writer_id)
        yield delivered


def take_over(path: Path) -> Leftover | None:
    """The journal at a path, locked, if nobody has it locked and it has a title."""
    with _turns.lock:
        if path in own_files:
            return None
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            title = title_at(descriptor)
            if title is not None and path.exists():
                own_files.add(path)
                return Leftover(path, descriptor, title)
        except OSError:
            pass
        os.close(descriptor)
        return None


def title_at(descriptor: int) -> Title | None:
    """The title of the journal behind a descriptor."""
    head = os.pread(descriptor, HEAD.size, 0)
    return read_title(os.pread(descriptor, HEAD.unpack(head)[0], HEAD.size)) if len(head) == HEAD.size else None


def _age(path: Path) -> tuple[int, str]:
    """For sorting: writers by when their first file was written last, their files by number."""
    return (_written_ns(path), path.name)


def _written_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

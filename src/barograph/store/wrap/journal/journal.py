"""The journal of one process for one server: records in the order in which they were logged, until they are sent."""

import logging
import os
import threading
import weakref
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from barograph.model import Logged
from barograph.store.wrap.journal.record import KEY_KIND, RUN_KIND, VERSION, Title, logged_frame, name_frame, point_frame, title_frame
from barograph.store.wrap.journal.segment import SUFFIX, FileSegment, MemorySegment, Segment

_LOG = logging.getLogger("barograph")
_FILE_BYTES = 8 * 1024 * 1024
_MEMORY_BYTES = 1024 * 1024
_ALL_MEMORY_BYTES = 64 * 1024 * 1024

Point = tuple[str, int, int, float]
"""Key, step, time in milliseconds, value."""
_Names = dict[tuple[bytes, str], int]


class Stretch(NamedTuple):
    """A segment and the number of its first record."""

    segment: Segment
    first: int


class Journal:
    """Records in segments, the oldest first; `last` is the number of the last one. Threads append one at a time, under `lock`.

    Where no file can be written, records wait in memory, 64 MiB of them; what is logged beyond is dropped, and counted in `dropped`. A
    forked child finds the journal closed: it is its parent's.
    """

    def __init__(self, url: str, directory: Path) -> None:
        self.url = url
        self.directory = directory
        self.writer_id = uuid4().hex
        self.lock = threading.Lock()
        self.segments: deque[Stretch] = deque()
        self.segment: Segment | None = None
        self.limit = 0
        self.last = 0
        self.dropped = 0
        self.is_open = True
        self.is_idle = False
        self.wake = threading.Event()
        self._numbers: _Names = {}
        self._made = 0
        self._complained = False
        _journals.add(self)

    def append(self, run_id: str, logged: Logged | None = None, points: Sequence[Point] = ()) -> bool:
        """Write what one call logged to a run: `points` of plain series, and what else there is. False if the journal is closed.

        What cannot be sent raises, and nothing is written: `InvalidValue`, or `struct.error` for numbers beyond 64 bits.
        """
        rest = b"" if logged is None else logged_frame(logged)
        with self.lock:
            if not self.is_open:
                return False
            segment = self._ready()
            if segment is None:
                self._drop(len(points) + bool(rest))
                return True
            content, names = self._content(rest, run_id, points)
            try:
                segment.append(content)
            except OSError as problem:
                self._complain(problem)
                segment = self._begun(None)
                content, names = self._content(rest, run_id, points)
                segment.append(content)
            self._numbers |= names
            self.last += len(points) + bool(rest)
            if self.is_idle:
                self.wake.set()
            return True

    def drop_first(self, *, remove: bool) -> int:
        """Be done with the oldest segment, and return the number of its last record. If it is the one written to, another is begun."""
        with self.lock:
            if self.is_open:
                segment = self.segments.popleft().segment
                if segment is self.segment:
                    self.segment = None
                segment.close(remove=remove)
            return self.segments[0].first - 1 if self.segments else self.last

    def number(self, kind: bytes, name: str) -> int | None:
        """The number by which the present segment knows a run or key."""
        return self._numbers.get((kind, name))

    def sync(self) -> None:
        """Make what was written survive a loss of power."""
        with self.lock:
            segments = [stretch.segment for stretch in self.segments]
        for segment in segments:
            segment.sync()

    def close(self, *, remove: bool) -> None:
        """Take no more records, and leave the files for others to send, or remove them."""
        with self.lock:
            self.is_open = False
            self.segment = None
            while self.segments:
                self.segments.popleft().segment.close(remove=remove)
        self.wake.set()

    def forked(self) -> None:
        """Be closed in a forked child, whatever the parent's threads were doing."""
        self.lock = threading.Lock()
        self.wake = threading.Event()
        self.is_open = False
        self.segment = None

    @property
    def place(self) -> str:
        """Where the oldest records stand."""
        return str(self.segments[0].segment if self.segments else self.directory)

    def _content(self, rest: bytes, run_id: str, points: Sequence[Point]) -> tuple[bytes, _Names]:
        """The bytes to append, and the names that get numbers by them."""
        frames: list[bytes] = []
        names: _Names = {}

        def number(kind: bytes, name: str) -> int:
            known = self._numbers.get((kind, name))
            if known is None and (known := names.get((kind, name))) is None:
                known = names[kind, name] = len(self._numbers) + len(names)
                frames.append(name_frame(kind, known, name))
            return known

        if points:
            run = number(RUN_KIND, run_id)
            for key, step, timestamp_ms, value in points:
                key_number = number(KEY_KIND, key)
                frames.append(point_frame(run, key_number, step, timestamp_ms, value))
        return b"".join([*frames, rest]), names

    def _ready(self) -> Segment | None:
        """The segment to write to, None if nothing can be written."""
        if self.segment is not None and self.segment.end < self.limit:
            return self.segment
        path = self.directory / f"{self.writer_id}-{self._made + 1:06}{SUFFIX}"
        try:
            return self._begun(path)
        except OSError as problem:
            self._complain(problem)
        held = sum(stretch.segment.end for stretch in self.segments if isinstance(stretch.segment, MemorySegment))
        return self._begun(None) if held < _ALL_MEMORY_BYTES else None

    def _begun(self, path: Path | None) -> Segment:
        """Go on in a new file, or in memory; numbers of names begin anew."""
        title = title_frame(Title(VERSION, self.writer_id, self.url, self.last + 1))
        segment: Segment = MemorySegment(title) if path is None else FileSegment(path, title)
        self.limit = _MEMORY_BYTES if path is None else _FILE_BYTES
        self._made += 1
        self._numbers = {}
        self.segments.append(Stretch(segment, self.last + 1))
        self.segment = segment
        return segment

    def _drop(self, records: int) -> None:
        if not self.dropped:
            _LOG.error("The journal cannot be written, and %s does not take what is logged: from here on some of it is lost.", self.url)
        self.dropped += records

    def _complain(self, problem: OSError) -> None:
        if not self._complained:
            self._complained = True
            _LOG.warning("The journal cannot be written (%s). What is logged goes to %s from memory.", problem, self.url)


_journals: weakref.WeakSet[Journal] = weakref.WeakSet()


def _forked() -> None:
    for journal in list(_journals):
        journal.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)

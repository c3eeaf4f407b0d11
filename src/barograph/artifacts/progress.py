"""A progress bar for transfers, on a terminal and only when they take long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_QUIET_S = 1.0


class Progress:
    """Counts bytes of one transfer. `counted` wraps the chunks of each file and may be used from several threads."""

    def __init__(self, title: str, total_bytes: int) -> None:
        self._title = title
        self._total = total_bytes
        self._done = 0
        self._began = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._bar: Bar | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def counted(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
        """The same chunks, counted as they pass."""
        return _Counted(chunks, self) if self._terminal else chunks

    def advance(self, count: int) -> None:
        """Note bytes that have passed."""
        with self._lock:
            self._done += count
            if self._bar is None and time.monotonic() - self._began > _QUIET_S:
                self._bar = _start(self._title, self._total)
            if self._bar:
                self._bar.update(self._bar.task_ids[0], completed=self._done)


class _Counted:
    """Chunks that can be iterated again if those below can."""

    def __init__(self, chunks: Iterable[bytes], progress: Progress) -> None:
        self._chunks = chunks
        self._progress = progress
        self.size_bytes: int | None = getattr(chunks, "size_bytes", None)

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            yield chunk
            self._progress.advance(len(chunk))


def _start(title: str, total_bytes: int) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(title, total=total_bytes)
    bar.start()
    return bar

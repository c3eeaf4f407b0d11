"""What a job prints, kept with its run while it goes on."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from barograph.errors import BarographError

_EVERY_S = 2.0
_REST_FOR_COST = 20.0
_HEAD_BYTES = 256 * 1024
_TAIL_BYTES = 4 * 1024 * 1024
_LINE_BYTES = 64 * 1024
_PATIENCE_S = 20.0


class JobLog:
    """Lines in the order of their arrival, handed to `keep` as one text whenever there are new ones, seldom where that takes long.

    Of very long output the beginning and the end are kept, with a line between that says how many are not. That `keep` fails is said once,
    and it is tried again with the next lines.
    """

    def __init__(self, keep: Callable[[bytes], None], say: Callable[[str], None], *, every_s: float = _EVERY_S) -> None:
        self._keep = keep
        self._say = say
        self._every_s = every_s
        self._lock = threading.Lock()
        self._head, self._tail = bytearray(), deque[bytes]()
        self._tail_bytes = self._left_out = 0
        self._is_changed = self._has_failed = False
        self._ended = threading.Event()
        self._ended_s = 0.0
        self._thread = threading.Thread(target=self._run, name="barograph-job-log", daemon=True)
        self._thread.start()

    def add(self, line: str) -> None:
        """Take a line without its end."""
        data = line.encode(errors="replace")[:_LINE_BYTES] + b"\n"
        with self._lock:
            self._is_changed = True
            if not self._tail and len(self._head) + len(data) <= _HEAD_BYTES:
                self._head += data
                return
            self._tail.append(data)
            self._tail_bytes += len(data)
            while self._tail_bytes > _TAIL_BYTES:
                self._tail_bytes -= len(self._tail.popleft())
                self._left_out += 1

    def end(self) -> None:
        """There will be no more lines: keep the last ones now."""
        if not self._ended.is_set():
            self._ended_s = time.monotonic()
            self._ended.set()

    @property
    def is_kept(self) -> bool:
        """Whether nothing is left to do after the end, or it has taken too long."""
        return not self._thread.is_alive() or (self._ended.is_set() and time.monotonic() > self._ended_s + _PATIENCE_S)

    def _run(self) -> None:
        rest_s = self._every_s
        is_last = False
        while not is_last:
            is_last = self._ended.wait(rest_s)
            text = self._text()
            if text is None:
                continue
            began_s = time.monotonic()
            try:
                self._keep(text)
            except (BarographError, OSError) as error:
                if not self._has_failed:
                    self._say(f"the output cannot be kept with the run: {error}")
                self._has_failed = True
            rest_s = max(self._every_s, _REST_FOR_COST * (time.monotonic() - began_s))

    def _text(self) -> bytes | None:
        """All that is kept, None if that is the same as before."""
        with self._lock:
            if not self._is_changed:
                return None
            self._is_changed = False
            gap = f"… {self._left_out} lines are left out …\n".encode() if self._left_out else b""
            return b"".join([self._head, gap, *self._tail])

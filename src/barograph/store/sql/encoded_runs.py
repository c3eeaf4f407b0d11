"""Runs that have ended, as the JSON text that the wire has for them, remembered by this process until they change.

A run that has ended gets a new revision with every write to it, in the same transaction. So what was remembered of a revision holds for as
long as the run's row names it, whichever process writes.
"""

from threading import Lock

_KEPT_BYTES = 96 * 1024 * 1024


class EncodedRuns:
    """Texts by run id and revision; the oldest go first when there are too many."""

    def __init__(self, kept_bytes: int = _KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._size = 0
        self._texts: dict[str, tuple[int, bytes]] = {}
        self._lock = Lock()

    def get(self, run_id: str, revision: int) -> bytes | None:
        """The text of a run, None if it is not known of this revision."""
        found = self._texts.get(run_id)
        return found[1] if found is not None and found[0] == revision else None

    def put(self, run_id: str, revision: int, text: bytes) -> None:
        """Remember the text of a revision, in place of that of another."""
        with self._lock:
            before = self._texts.pop(run_id, None)
            self._size += len(text) - (len(before[1]) if before else 0)
            self._texts[run_id] = (revision, text)
            while self._size > self._kept_bytes:
                oldest = next(iter(self._texts))
                self._size -= len(self._texts.pop(oldest)[1])

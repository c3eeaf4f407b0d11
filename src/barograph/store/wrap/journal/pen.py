"""The quick way from one call of `log_metric` to the journal."""

import struct

from barograph.errors import BarographError
from barograph.model.limits import check_key
from barograph.store.wrap.journal.journal import Journal
from barograph.store.wrap.journal.record import KEY_KIND, RUN_KIND, point_frame
from barograph.store.wrap.journal.segment import Segment


class Pen:
    """Writes points of plain series of one run, which takes writes as far as is known."""

    __slots__ = ("_journal", "_keys", "_run", "_run_id", "_segment")

    def __init__(self, journal: Journal, run_id: str) -> None:
        self._journal = journal
        self._run_id = run_id
        self._segment: Segment | None = None
        self._run = 0
        self._keys: dict[str, int] = {}

    def point(self, key: str, value: float, step: int, timestamp_ms: int) -> bool:
        """Write a point; False if it must go another way, which then also says what may be wrong with it."""
        journal = self._journal
        with journal.lock:
            segment = journal.segment
            if segment is self._segment and segment is not None and segment.end < journal.limit:
                number = self._keys.get(key)
                if number is not None:
                    try:
                        segment.append(point_frame(self._run, number, step, timestamp_ms, value))
                    except (OSError, struct.error):
                        return False
                    journal.last += 1
                    if journal.is_idle:
                        journal.wake.set()
                    return True
        return self._first(key, value, step, timestamp_ms)

    def _first(self, key: str, value: float, step: int, timestamp_ms: int) -> bool:
        """Write the first point of a key in a segment."""
        journal = self._journal
        try:
            check_key(key)
            written = journal.append(self._run_id, points=((key, step, timestamp_ms, value),))
        except (BarographError, struct.error):
            return False
        with journal.lock:
            if journal.segment is not self._segment:
                self._segment, self._keys = journal.segment, {}
            run, number = journal.number(RUN_KIND, self._run_id), journal.number(KEY_KIND, key)
            if run is not None and number is not None:
                self._run, self._keys[key] = run, number
        return written

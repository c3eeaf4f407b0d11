"""The thread that sends a journal."""

import logging
import threading

from barograph.errors import BarographError
from barograph.model import Refusal
from barograph.store.wrap.journal.delivery import Delivery
from barograph.store.wrap.journal.journal import Journal
from barograph.store.wrap.journal.reading import Reading

_LOG = logging.getLogger("barograph")
_GATHER_S = 0.1
_SHORTEST_WAIT_S = 0.1
_LONGEST_WAIT_S = 5.0
_LONGEST_ASKED_WAIT_S = 60.0


class Sender:
    """Sends what is appended, from `start` on: one request after the other, about ten a second unless much waits."""

    def __init__(self, journal: Journal, delivery: Delivery) -> None:
        self._journal = journal
        self._delivery = delivery
        self._reading: Reading | None = None
        self._changed = threading.Condition()
        self._sent = 0
        self._hurry = threading.Event()
        self._ended = threading.Event()
        self._failing = False
        self._failures = 0
        self._gave_up = False
        self._thread: threading.Thread | None = None
        self._told: set[tuple[str, str]] = set()

    def start(self) -> None:
        """Begin, if it has not begun."""
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="barograph-sender", daemon=True)
                self._thread.start()

    @property
    def left(self) -> int:
        """The number of records that are not sent."""
        return self._journal.last - self._sent

    def failure_is_told(self) -> None:
        """Do not warn of a server that cannot be reached: someone else has."""
        self._failing = True

    def flush(self, timeout_s: float) -> int:
        """Wait until what is appended by now is sent, and return the number of records that are not.

        After a wait in vain nothing is waited for until the server takes something.
        """
        with self._changed:
            if not self._gave_up:
                self._gave_up = not self._await(self._journal.last, timeout_s)
        return self.left

    def close(self, timeout_s: float) -> int:
        """Flush, and end thread and journal. Files stay if anything is left in them; the number of records left is returned.

        After a wait in vain the server gets one more chance.
        """
        with self._changed:
            self._await(self._journal.last, timeout_s, attempts=1 if self._gave_up else None)
        left = self.left
        if left:
            self._journal.sync()
        self._ended.set()
        self._hurry.set()
        self._journal.close(remove=not left)
        return left

    def warn(self, refusals: tuple[Refusal, ...]) -> None:
        """Tell the user what the server will not store, each kind once."""
        for refusal in refusals:
            kind = (refusal.error_code, refusal.what.partition(" ")[0])
            if kind not in self._told:
                self._told.add(kind)
                _LOG.warning(
                    "The server refused the %s that was logged to run %s: %s More of this kind is not reported.",
                    refusal.what,
                    refusal.run_id,
                    refusal.message,
                )

    def _await(self, wanted: int, timeout_s: float, attempts: int | None = None) -> bool:
        """Wait until the record of that number is sent, or `attempts` have failed; whether it is sent."""
        if self._thread is None or self._sent >= wanted:
            return self._sent >= wanted
        self._hurry.set()
        self._journal.wake.set()
        failed = self._failures

        def is_over() -> bool:
            return self._sent >= wanted or (attempts is not None and self._failures >= failed + attempts)

        self._changed.wait_for(is_over, timeout_s)
        return self._sent >= wanted

    def _run(self) -> None:
        wait_s = _SHORTEST_WAIT_S
        while self._journal.is_open:
            try:
                if not self._send_next():
                    self._await_records()
                wait_s = _SHORTEST_WAIT_S
            except Exception as error:  # noqa: BLE001  # the thread must live on, whatever a server answers
                if self._ended.is_set():
                    return
                self._complain(error)
                self._journal.sync()
                with self._changed:
                    self._failures += 1
                    self._changed.notify_all()
                self._ended.wait(min(getattr(error, "retry_after_s", None) or 0.0, _LONGEST_ASKED_WAIT_S))
                self._rest(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    def _send_next(self) -> bool:
        """Send one parcel, if there is one; whether more is waiting already."""
        journal, reading = self._journal, self._reading
        with journal.lock:
            if not journal.segments:
                return False
            segment, first = journal.segments[0]
            end, is_last = segment.end, len(journal.segments) == 1
        if reading is None:
            reading = self._reading = Reading(segment.read, journal.writer_id, first)
        sent = self._delivery.send_next(reading, end)
        if sent is None:
            is_damaged = reading.offset < end
            if is_last and not is_damaged:
                return False
            if is_damaged:
                _LOG.error(
                    "The journal %s is damaged from byte %d on. What stands there cannot be sent; it is kept.", segment, reading.offset
                )
            last = journal.drop_first(remove=not is_damaged)
            self._reading = None
            with self._changed:
                self._sent = max(self._sent, last)
                self._changed.notify_all()
            return True
        parcel, receipt = sent
        self.warn(receipt.refusals)
        if not reading.advance(parcel, receipt):
            self._begin_anew(reading, parcel.first)
        with self._changed:
            self._sent = reading.next - 1
            self._failing = self._gave_up = False
            self._changed.notify_all()
        return not is_last or reading.offset < end

    def _begin_anew(self, reading: Reading, first: int) -> None:
        """Go on as another writer with a server that has forgotten records which were sent, such as one that a backup was restored to."""
        reading.writer_id = f"{self._journal.writer_id}-{first}"
        _LOG.warning("%s has lost what this process had sent to it before. What follows is sent all the same.", self._journal.url)

    def _await_records(self) -> None:
        """Sleep until there is something to send, then a little longer, so that more of it goes together."""
        journal = self._journal
        with journal.lock:
            journal.wake.clear()
            nothing = journal.is_open and journal.last == self._sent
            journal.is_idle = nothing
        if nothing:
            journal.wake.wait()
            journal.is_idle = False
        self._rest(_GATHER_S)

    def _rest(self, seconds: float) -> None:
        self._hurry.wait(seconds)
        self._hurry.clear()

    def _complain(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            what = error.message if isinstance(error, BarographError) else repr(error)
            _LOG.warning("What is logged waits in %s: %s Trying again.", self._journal.place, what)

"""The journal of one process for one server, and the thread that sends it."""

import logging
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from uuid import uuid4

from barograph.errors import BarographError, Conflict, InvalidValue
from barograph.model import Frame, Metric, Refusal, RunStatus
from barograph.store.remote import RemoteStore
from barograph.store.wrap.journal.delivery import deliver, deliver_leftovers
from barograph.store.wrap.journal.file import JournalFile, Title, encode_frame, journal_directory
from barograph.wire.ingest import FrameMessage

_LOG = logging.getLogger("barograph")
_AT_ONCE = 500
_SHORTEST_WAIT_S = 0.1
_LONGEST_WAIT_S = 5.0


class Journal:
    """Frames in the order in which they were logged: in a file until sent, and sent one request after the other."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store
        self._writer_id = uuid4().hex
        self._changed = threading.Condition()
        self._waiting: deque[Frame] = deque()
        self._sequence = 0
        self._file: JournalFile | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._gave_up = False
        self._complained = False

    def append(
        self,
        run_id: str,
        *,
        metrics: Sequence[Metric] = (),
        params: Mapping[str, str] = {},
        tags: Mapping[str, str] = {},
        status: RunStatus | None = None,
        end_time_ms: int | None = None,
    ) -> None:
        """Write a frame and return. A disk that is full only warns, once."""
        with self._changed:
            if self._closed:
                raise InvalidValue(f"This store of {self._store.uri} was closed. Open it again.")
            frame = Frame(
                sequence=self._sequence + 1,
                run_id=run_id,
                metrics=tuple(metrics),
                params=dict(params),
                tags=dict(tags),
                status=status,
                end_time_ms=end_time_ms,
            )
            try:
                payload = encode_frame(FrameMessage.from_model(frame))
            except (TypeError, ValueError, OverflowError) as error:
                raise InvalidValue(f"A value cannot be sent to the server: {error}.") from error
            if self._thread is None:
                self._start()
            if self._file is not None:
                try:
                    self._file.append(payload)
                except OSError as problem:
                    self._without_file(problem)
            self._sequence = frame.sequence
            self._waiting.append(frame)
            if len(self._waiting) == 1:
                self._changed.notify_all()

    def flush(self, timeout_s: float) -> int:
        """Wait until everything is sent and return the number of frames that are not.

        After a wait in vain nothing is waited for until the server answers again.
        """
        with self._changed:
            if not self._gave_up and not self._changed.wait_for(lambda: not self._waiting, timeout_s):
                self._gave_up = True
            return len(self._waiting)

    @property
    def place(self) -> str:
        """Where the frames that are not sent stand."""
        return str(self._file.path) if self._file is not None else "the memory of this process"

    def close(self, timeout_s: float) -> int:
        """Flush, end the thread, and return the number of frames left. The file stays if there are any."""
        left = self.flush(timeout_s)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            if self._file is not None:
                self._file.close(remove=not left)
                self._file = None
        return left

    def _start(self) -> None:
        try:
            self._file = JournalFile(journal_directory(), Title(self._writer_id, self._store.uri))
        except OSError as problem:
            self._without_file(problem)
        self._thread = threading.Thread(target=self._send, name="barograph-sender", daemon=True)
        self._thread.start()
        threading.Thread(target=self._send_leftovers, name="barograph-leftovers", daemon=True).start()

    def _without_file(self, problem: OSError) -> None:
        _LOG.warning("The journal cannot be written (%s). What is logged goes to the server from memory.", problem)
        if self._file is not None:
            # What stands in the file is whole up to here, and another process may send it if this one is killed.
            self._file.close(remove=False)
            self._file = None

    def _send(self) -> None:
        wait_s = _SHORTEST_WAIT_S
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                frames = list(islice(self._waiting, _AT_ONCE))
            try:
                refusals = deliver(self._store, self._writer_id, frames)
            except Exception as error:  # noqa: BLE001  # the thread must live on, whatever a server answers
                self._complain(error)
                with self._changed:
                    self._changed.wait_for(lambda: self._closed, wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
                continue
            wait_s, self._complained = _SHORTEST_WAIT_S, False
            for refusal in refusals:
                warn_of(refusal)
            with self._changed:
                for _ in frames:
                    self._waiting.popleft()
                if self._file is not None and not self._waiting:
                    with suppress(OSError):
                        self._file.forget()
                self._gave_up = False
                self._changed.notify_all()

    def _complain(self, error: Exception) -> None:
        if not self._complained:
            self._complained = True
            what = error.message if isinstance(error, BarographError) else repr(error)
            how = "This will not pass by itself." if isinstance(error, Conflict) else "Trying again."
            _LOG.warning("What is logged waits in %s: %s %s", self.place, what, how)

    def _send_leftovers(self) -> None:
        try:
            for delivery in deliver_leftovers(journal_directory(), lambda url: self._store if url == self._store.uri else None):
                for refusal in delivery.refusals:
                    warn_of(refusal)
        except (BarographError, OSError) as error:
            _LOG.warning("Journals of earlier processes could not be sent: %s", error)


def warn_of(refusal: Refusal) -> None:
    """Tell the user what the server will not store."""
    _LOG.warning("The server refused what was logged to run %s: %s", refusal.run_id, refusal.message)

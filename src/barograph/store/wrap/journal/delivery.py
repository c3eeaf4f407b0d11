"""Frames to a server, whichever kind it is."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from barograph.errors import BarographError, EndpointNotFound, PermissionDenied, TooManyRequests, Unauthenticated
from barograph.model import Frame, Refusal
from barograph.store.base import Store
from barograph.store.wrap.journal.file import SUFFIX, take_over

_AT_ONCE = 500


def deliver(store: Store, writer_id: str, frames: Sequence[Frame]) -> tuple[Refusal, ...]:
    """Store frames and return those refused for good; what may pass is raised, and sending all of them again does no harm."""
    try:
        return store.ingest(writer_id, frames)
    except EndpointNotFound:
        return tuple([refusal for frame in frames if (refusal := _replay(store, frame)) is not None])


def _replay(store: Store, frame: Frame) -> Refusal | None:
    """Log a frame by MLflow's routes. Equal points, params and tags change nothing the second time."""
    try:
        if frame.metrics or frame.params or frame.tags:
            store.log_batch(frame.run_id, metrics=frame.metrics, params=frame.params, tags=frame.tags)
        if frame.status is not None or frame.end_time_ms is not None:
            store.update_run(frame.run_id, status=frame.status, end_time_ms=frame.end_time_ms)
    except (TooManyRequests, Unauthenticated, PermissionDenied):
        raise
    except BarographError as error:
        if error.get_http_status_code() >= 500:
            raise
        return Refusal(sequence=frame.sequence, run_id=frame.run_id, error_code=error.error_code, message=error.message)
    return None


class Delivery(msgspec.Struct, frozen=True):
    """What became of a journal that a process left behind. `error` is empty if everything in it is on the server, and it is removed."""

    path: Path
    url: str
    frames: int
    refusals: tuple[Refusal, ...] = ()
    error: str = ""


def deliver_leftovers(directory: Path, open_store: Callable[[str], Store | None]) -> list[Delivery]:
    """Send the journals in a directory that no process writes any more, oldest first, to the stores that `open_store` gives for a URL."""
    deliveries = []
    for path in sorted(directory.glob(f"*{SUFFIX}"), key=_written_ns):
        journal = take_over(path)
        if journal is None:
            continue
        done = False
        try:
            store = open_store(journal.title.url)
            if store is None:
                continue
            refusals: list[Refusal] = []
            for first in range(0, len(journal.frames), _AT_ONCE):
                refusals += deliver(store, journal.title.writer_id, journal.frames[first : first + _AT_ONCE])
            deliveries.append(Delivery(path, journal.title.url, len(journal.frames), tuple(refusals)))
            done = True
        except BarographError as error:
            deliveries.append(Delivery(path, journal.title.url, len(journal.frames), error=error.message))
        finally:
            journal.close(remove=done)
    return deliveries


def _written_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

"""Contact with the processes that write runs, as their heartbeats tell."""

from enum import Enum

import msgspec

from barograph.model.run import RunStatus

MISSED_BEATS = 2


class ContactState(Enum):
    """What can be said of the writers of a run. It is for display; the run's status stays what it is."""

    LIVE = "LIVE"
    LOST = "LOST"
    ENDED = "ENDED"
    UNKNOWN = "UNKNOWN"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The last heartbeat of a run, by the clock of the store. A run that never sent one is UNKNOWN until it ends."""

    run_id: str
    state: ContactState
    last_ms: int | None = None
    period_ms: int | None = None


def contact_of(run_id: str, status: RunStatus, beat: tuple[int, int] | None, now_ms: int) -> Contact:
    """The contact with a run at a moment; `beat` is time and period of its last heartbeat. LOST is who has missed two beats."""
    if status.is_terminated:
        state = ContactState.ENDED
    elif beat is None:
        state = ContactState.UNKNOWN
    else:
        state = ContactState.LOST if now_ms - beat[0] > MISSED_BEATS * beat[1] else ContactState.LIVE
    last_ms, period_ms = beat or (None, None)
    return Contact(run_id=run_id, state=state, last_ms=last_ms, period_ms=period_ms)

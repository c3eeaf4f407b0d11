"""The clock of a resumed run: when it did not run."""

import json
from typing import TYPE_CHECKING

from barograph.client.metric_value import now_ms
from barograph.errors import BarographError
from barograph.model import ContactState, Run

if TYPE_CHECKING:
    from barograph.store.base import Store

PAUSES_TAG = "barograph.pauses_ms"
_KEPT = 200  # each has at most 32 characters, and a tag 8,000


def resume_tags(store: "Store", run: Run) -> dict[str, str]:
    """The tag that lists the pauses of a run as `[[ended_ms, resumed_ms], …]`, with the one that ends now.

    A run whose process was lost has paused since its last heartbeat. One that still runs elsewhere has not paused.
    """
    ended_ms = run.info.end_time_ms if run.info.status.is_terminated else _lost_since(store, run)
    if ended_ms is None:
        return {}
    pauses = [*pauses_of(run.tags), (ended_ms, max(ended_ms, now_ms()))]
    return {PAUSES_TAG: json.dumps(pauses[-_KEPT:], separators=(",", ":"))}


def has_stopped(store: "Store", run: Run) -> bool:
    """Whether a run has ended or contact with its processes is lost."""
    return run.info.status.is_terminated or _lost_since(store, run) is not None


def pauses_of(tags: dict[str, str]) -> list[tuple[int, int]]:
    """The pauses that a run's tags list, none if they cannot be read. The duration without them is end - start - their sum."""
    try:
        return [(int(ended), int(resumed)) for ended, resumed in json.loads(tags.get(PAUSES_TAG, "[]"))]
    except (ValueError, TypeError):
        return []


def _lost_since(store: "Store", run: Run) -> int | None:
    try:
        contacts = store.contacts([run.info.run_id])
    except BarographError:
        return None  # a pause that cannot be told must not keep the run from being resumed
    return next((contact.last_ms for contact in contacts if contact.state is ContactState.LOST), None)

"""Frames: what one writer logs, in the order in which it logged it."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from barograph.errors import Conflict, InvalidValue, shown
from barograph.model.metric import Metric
from barograph.model.run import RunStatus

_WRITER_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_LARGEST = 2**63 - 1

REFUSED_TAG = "barograph.refused"
"""The tag of a run that says which frame of it was refused last, and why."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One logging call. `sequence` counts the frames of a writer from 1, without gaps."""

    sequence: int
    run_id: str
    metrics: tuple[Metric, ...] = ()
    params: dict[str, str] = {}
    tags: dict[str, str] = {}
    status: RunStatus | None = None
    end_time_ms: int | None = None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that is not stored, and never will be."""

    sequence: int
    run_id: str
    error_code: str
    message: str


def check_frames(writer_id: str, frames: Sequence[Frame], last_sequence: int | None = None) -> None:
    """Raise for a writer id of another form, and `Conflict` for a gap in the frames or between them and the last one known."""
    if not _WRITER_ID.fullmatch(writer_id):
        raise InvalidValue(f"Invalid writer id {shown(writer_id)}. Use 1 to 64 letters, digits and dashes.")
    for before, frame in pairwise(frames):
        if frame.sequence != before.sequence + 1:
            raise Conflict(f"Frame {frame.sequence} follows frame {before.sequence}. Send frames without gaps.")
    if frames and not 1 <= frames[0].sequence <= _LARGEST - len(frames):
        raise InvalidValue(f"Invalid sequence {frames[0].sequence}. Count from 1.")
    if frames and last_sequence is not None and frames[0].sequence > last_sequence + 1:
        raise Conflict(
            f"Frame {frames[0].sequence} of writer {writer_id} came, but the last one known is {last_sequence}. Send those between."
        )

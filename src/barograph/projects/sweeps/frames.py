"""Messages between a sweep's process and its workers: four bytes of length, and so many bytes."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from barograph.projects.sweeps.spec import Scalar


class Order(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Run a trial, or with `cancel` end the one that runs; with `leave` end the process once nothing runs."""

    number: int = -1
    run_id: str = ""
    parameters: dict[str, Scalar] = {}
    cancel: bool = False
    leave: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trial has ended, with a value that was returned or an error; or the worker is `ready`, or cannot be, with an error.

    `is_put_off` says that the trial could not be begun, and why is the error.
    """

    number: int = -1
    value: str | None = None
    error: str | None = None
    ready: bool = False
    is_put_off: bool = False


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Send a message. Raises `OSError` or `ValueError` if nobody listens any more."""
    stream.write(len(content).to_bytes(4, "big") + content)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message, None at the end."""
    head = _read(stream, 4)
    return None if head is None else _read(stream, int.from_bytes(head, "big"))


def _read(stream: BinaryIO, size: int) -> bytes | None:
    """So many bytes, in however many pieces they come; None if the stream ends before."""
    parts: list[bytes] = []
    while size > 0:
        part = stream.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

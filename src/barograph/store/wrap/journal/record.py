"""Journals as bytes: payloads, each behind its length and CRC-32, so that a cut file gives back every whole one.

The first byte of a payload says what it is; numbers are little-endian.

| byte | payload |
|---|---|
| T | the title, once and first, in MessagePack |
| R, K | a uint32 and the run id or metric key that it stands for from here on, in UTF-8 |
| P | a record: one point as uint32 run, uint32 key, int64 step, int64 timestamp in ms, float64 value |
| L | a record: everything else that one call logged, as `wire.ingest.Logged` in MessagePack |

Only records are counted; the title says the number of the first one.
"""

import struct
import zlib

import msgspec

from barograph.errors import InvalidValue
from barograph.model import Logged
from barograph.wire import ingest as wire

HEAD = struct.Struct("<II")
POINT = struct.Struct("<cIIqqd")
NAME = struct.Struct("<cI")
TITLE_KIND, RUN_KIND, KEY_KIND, POINT_KIND, LOGGED_KIND = b"T", b"R", b"K", b"P", b"L"
VERSION = 2


class Title(msgspec.Struct, frozen=True):
    """Whose records follow, from which number on, and for which server. Credentials are not kept."""

    version: int
    writer_id: str
    url: str
    first: int


_titles = msgspec.msgpack.Decoder(Title)
_logged = msgspec.msgpack.Decoder(wire.Logged)
_encode = msgspec.msgpack.Encoder().encode
_point, _head, _crc = POINT.pack, HEAD.pack, zlib.crc32


def framed(payload: bytes) -> bytes:
    """The bytes to append for a payload."""
    return _head(len(payload), _crc(payload)) + payload


def title_frame(title: Title) -> bytes:
    """The frame that a journal begins with."""
    return framed(TITLE_KIND + _encode(title))


def name_frame(kind: bytes, number: int, text: str) -> bytes:
    """The frame that gives a run or key its number."""
    return framed(NAME.pack(kind, number) + text.encode())


def point_frame(run: int, key: int, step: int, timestamp_ms: int, value: float) -> bytes:
    """The frame of a point. Numbers beyond 64 bits raise `struct.error`."""
    payload = _point(b"P", run, key, step, timestamp_ms, value)
    return _head(POINT.size, _crc(payload)) + payload


def logged_frame(logged: Logged) -> bytes:
    """The frame of anything else. What cannot be sent, or would not be understood, raises `InvalidValue`."""
    try:
        payload = _encode(wire.Logged.from_model(logged))
        _logged.decode(payload)
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise InvalidValue(f"A value cannot be sent to the server: {error}.") from error
    return framed(LOGGED_KIND + payload)


def read_title(payload: bytes) -> Title | None:
    """The title, None if the payload is none that this release reads."""
    if payload[:1] != TITLE_KIND:
        return None
    try:
        title = _titles.decode(payload[1:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return title if title.version == VERSION else None


def read_logged(payload: bytes) -> Logged | None:
    """What one call logged, None if the payload is none that this release reads."""
    try:
        return _logged.decode(payload[1:]).to_model()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None

"""Journals as bytes: payloads, each behind its length and CRC-32, so that a cut file gives back every whole one."""

import struct
import zlib
from collections.abc import Iterator

_HEAD = struct.Struct("<II")


def framed(payload: bytes) -> bytes:
    """The bytes to append for a payload."""
    return _HEAD.pack(len(payload), zlib.crc32(payload)) + payload


def payloads(content: bytes) -> Iterator[bytes]:
    """The payloads up to the first that is cut or damaged."""
    at = 0
    while at + _HEAD.size <= len(content):
        length, checksum = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        payload = content[at : at + length]
        if len(payload) < length or zlib.crc32(payload) != checksum or not length:
            return
        yield payload
        at += length

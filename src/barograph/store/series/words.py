"""One column of 64-bit words as bytes: what they differ by, in planes of bytes, each plane squeezed on its own.

A column of n words is written as, little-endian:

| bytes | |
|---|---|
| 1 | form: PLAIN, or DIFFERENCES of each word to the one before (n - 1 of them) |
| 1 | width: how many planes follow, 0 to 8 |
| 8 | only in form DIFFERENCES: the first word |
| 8 | base: the smallest word or difference, as a signed number |
| ... | planes; plane k holds byte k of every word or difference less the base, in order |

All arithmetic is modulo 2**64. A plane begins with one byte that says how it is kept: SAME and the one byte that all elements have; or
WHOLE and its bytes; or ZSTD, 4 bytes of length and a zstd frame. Planes are squeezed one by one because those of mantissas are noise: they
are kept as they are and cost nothing to read, and do not spoil the statistics of the others.
"""

from __future__ import annotations

import struct
import threading
from typing import TYPE_CHECKING, Final

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError, frame_content_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

PLAIN: Final = 0
DIFFERENCES: Final = 1
_SAME, _WHOLE, _ZSTD = 0, 1, 2
_LEVEL = 1  # higher levels gain under 1 % on planes and cost three times the time
_WORTH = 0.97  # a plane that zstd makes hardly smaller is cheaper to read as it is


class Zstd(threading.local):
    """zstandard's contexts may not be shared by threads, and are dear to build per chunk."""

    def __init__(self) -> None:
        self.compress = ZstdCompressor(level=_LEVEL).compress
        self.decompress = ZstdDecompressor().decompress


zstd = Zstd()


def damaged(problem: str) -> ValueError:
    """The error for a payload that cannot be what was written."""
    return ValueError(f"A chunk payload {problem}; the database is damaged.")


def pack_words(words: Words) -> bytes:
    """At least one word, in the smaller of the two forms."""
    differences = _packed_differences(words)
    if len(differences) <= 18:  # evenly spaced: nothing is smaller
        return differences
    plain = _packed(bytes((PLAIN,)), words)
    return differences if len(differences) < len(plain) else plain


def _packed_differences(words: Words) -> bytes:
    import numpy as np

    first = words[:1].astype("<u8").tobytes()
    head = bytes((DIFFERENCES,)), first
    differences = np.diff(words) if len(words) > 1 else words[:0]
    return _packed(head[0], differences, first)


def _packed(form: bytes, words: Words, first: bytes = b"") -> bytes:
    import numpy as np

    base = words.view(np.int64).min(keepdims=True).view(np.uint64) if len(words) else np.zeros(1, np.uint64)
    rest = words - base
    width = (int(rest.max()).bit_length() + 7) // 8 if len(rest) else 0
    columns = rest.astype("<u8", copy=False).view(np.uint8).reshape(-1, 8)
    planes = [_packed_plane(np.ascontiguousarray(columns[:, plane])) for plane in range(width)]
    return b"".join((form, bytes((width,)), first, base.astype("<u8").tobytes(), *planes))


def _packed_plane(plane: NDArray[np.uint8]) -> bytes:
    if (plane == plane[0]).all():
        return bytes((_SAME, plane[0]))
    whole = plane.tobytes()
    squeezed = zstd.compress(whole)
    if len(squeezed) > len(whole) * _WORTH - 4:
        return bytes((_WHOLE,)) + whole
    return struct.pack("<BI", _ZSTD, len(squeezed)) + squeezed


def unpack_words(payload: bytes, place: int, count: int) -> tuple[Words, int]:
    """The `count` words that begin at `place`, and where they end. What cannot be read raises `ValueError`."""
    import numpy as np

    try:
        form, width = payload[place], payload[place + 1]
        place += 2
        if form not in (PLAIN, DIFFERENCES) or width > 8:
            raise damaged(f"has form {form} and width {width} of a column")
        numbers = 1 if form == PLAIN else 2
        *first, base = struct.unpack_from(f"<{numbers}Q", payload, place)
        place += 8 * numbers
        inner = count if form == PLAIN else count - 1
        out = (np.empty if width == 8 else np.zeros)((inner, 8), np.uint8)
        for plane in range(width):
            place = _fill(out[:, plane], payload, place)
    except (IndexError, struct.error):
        raise damaged("ends too early") from None
    words = out.view("<u8").reshape(inner).astype(np.uint64, copy=False)
    if base:
        words += np.uint64(base)
    if form == PLAIN:
        return words, place
    column = np.empty(count, np.uint64)
    column[0] = first[0]
    np.cumsum(words, out=column[1:])
    column[1:] += column[0]
    return column, place


def _fill(column: NDArray[np.uint8], payload: bytes, place: int) -> int:
    """Write the plane at `place` into a column of bytes; returns where the plane ends."""
    import numpy as np

    kind, size = payload[place], len(column)
    if kind == _SAME:
        column[:] = payload[place + 1]
        return place + 2
    if kind == _WHOLE:
        if len(payload) < place + 1 + size:
            raise damaged("ends too early")
        column[:] = np.frombuffer(payload, np.uint8, size, place + 1)
        return place + 1 + size
    if kind != _ZSTD:
        raise damaged(f"has a plane of kind {kind}")
    length: int = struct.unpack_from("<I", payload, place + 1)[0]
    start = place + 5
    plane = decompressed(payload[start : start + length], size)
    column[:] = np.frombuffer(plane, np.uint8)
    return start + length


def decompressed(frame: bytes, size: int) -> bytes:
    """The `size` bytes of a zstd frame."""
    try:
        if frame_content_size(frame) not in (-1, size):  # which zstd would make room for
            raise damaged(f"holds a frame of another size than the {size} bytes that its points take")
        found = zstd.decompress(frame, max_output_size=size)
    except ZstdError as problem:
        raise damaged(f"does not decompress ({problem})") from None
    if len(found) != size:
        raise damaged(f"has {len(found)} bytes where its points take {size}")
    return found

"""Packed form of a chunk of points. The number of points is kept beside the payload.

| codec | payload, little-endian |
|---|---|
| RAW | n int64 steps, n int64 timestamps in ms, n float64 values |
| SHUFFLED | zstd of three planes of 8 x n bytes: steps and timestamps as differences modulo 2**64 from the point before (from 0 for the first), values as they are; plane byte k holds byte k of every element, in order. Read, no longer written |
| COLUMNS | steps and timestamps as columns of `words`, values as a column of `numbers` |

All keep every bit of every value, in the order of the points.
"""  # noqa: E501  # a table row does not wrap

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from barograph.store.series.numbers import pack_numbers, unpack_numbers
from barograph.store.series.points import Points
from barograph.store.series.words import damaged, decompressed, pack_words, unpack_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from barograph.store.series.points import Doubles, Integers

    _Bits = NDArray[np.uint64]

RAW: Final = 0
SHUFFLED: Final = 1
COLUMNS: Final = 2
_POINT_BYTES = 24


def pack_raw(steps: Sequence[int], timestamps_ms: Sequence[int], values: Sequence[float], *, kind: str = "d") -> bytes:
    """Payload of codec RAW, from plain numbers; of kind "q" the values are given as their bits."""
    n = len(steps)
    return struct.pack(f"<{n}q{n}q{n}{kind}", *steps, *timestamps_ms, *values)


def unpack_raw(count: int, payload: bytes) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Steps, timestamps and bits of the values of a payload of codec RAW, as plain numbers."""
    _expect(len(payload), count * _POINT_BYTES)
    numbers = struct.unpack(f"<{3 * count}q", payload)
    return numbers[:count], numbers[count : 2 * count], numbers[2 * count :]


def pack_columns(points: Points) -> bytes:
    """Payload of codec COLUMNS, of at least one point."""
    import numpy as np

    steps, timestamps = pack_words(points.steps.view(np.uint64)), pack_words(points.timestamps_ms.view(np.uint64))
    return steps + timestamps + pack_numbers(points.values)


def unpack(codec: int, count: int, payload: bytes) -> Points:
    """The `count` points of a payload. A payload that does not fit raises `ValueError`."""
    import numpy as np

    size = count * _POINT_BYTES
    if codec == RAW:
        _expect(len(payload), size)
        return Points(
            np.frombuffer(payload, "<i8", count),
            np.frombuffer(payload, "<i8", count, count * 8),
            np.frombuffer(payload, "<f8", count, count * 16),
        )
    if codec == COLUMNS:
        return _columns(payload, count)
    if codec != SHUFFLED:
        raise ValueError(f"Unknown chunk codec {codec}; this database was written by a newer release.")
    planes = decompressed(payload, size)
    steps, timestamps, values = (_unshuffled(planes, column, count) for column in range(3))
    return Points(_summed(steps), _summed(timestamps), _doubles(values))


def _columns(payload: bytes, count: int) -> Points:
    import numpy as np

    steps, place = unpack_words(payload, 0, count)
    timestamps, place = unpack_words(payload, place, count)
    values, place = unpack_numbers(payload, place, count)
    _expect(len(payload), place)
    return Points(steps.view(np.int64), timestamps.view(np.int64), values)


def _expect(found: int, size: int) -> None:
    if found != size:
        raise damaged(f"has {found} bytes where its points take {size}")


def _summed(differences: _Bits) -> Integers:
    import numpy as np

    return np.cumsum(differences, dtype=np.uint64).view(np.int64)


def _doubles(bits: _Bits) -> Doubles:
    import numpy as np

    return bits.view(np.float64)


def _unshuffled(planes: bytes, column: int, count: int) -> _Bits:
    import numpy as np

    plane = np.frombuffer(planes, np.uint8, count * 8, column * count * 8).reshape(8, count)
    return np.ascontiguousarray(plane.T).view("<u8").reshape(count).astype(np.uint64, copy=False)

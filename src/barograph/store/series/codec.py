"""Packed form of a chunk of points. The number of points is kept beside the payload.

| codec | payload, little-endian |
|---|---|
| RAW | n int64 steps, n int64 timestamps in ms, n float64 values |
| SHUFFLED | zstd of three planes of 8 x n bytes: steps and timestamps as differences modulo 2**64 from the point before (from 0 for the first), values as they are; plane byte k holds byte k of every element, in order |

Both keep every bit of every value, in the order of the points.
"""  # noqa: E501  # a table row does not wrap

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from barograph.store.series.points import Points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from barograph.store.series.points import Doubles, Integers

    _Bits = NDArray[np.uint64]

RAW: Final = 0
SHUFFLED: Final = 1
_LEVEL = 1  # higher levels gain under 1 % on shuffled columns and cost three times the time
_POINT_BYTES = 24


class _Zstd(threading.local):
    """zstandard's contexts may not be shared by threads, and are dear to build per chunk."""

    def __init__(self) -> None:
        self.compress = ZstdCompressor(level=_LEVEL).compress
        self.decompress = ZstdDecompressor().decompress


_zstd = _Zstd()


def pack_raw(steps: Sequence[int], timestamps_ms: Sequence[int], values: Sequence[float]) -> bytes:
    """Payload of codec RAW, from plain numbers."""
    n = len(steps)
    return struct.pack(f"<{n}q{n}q{n}d", *steps, *timestamps_ms, *values)


def pack(points: Points) -> tuple[int, bytes]:
    """Codec and payload, whichever of the codecs is smaller."""
    import numpy as np

    raw = b"".join(
        (points.steps.astype("<i8").tobytes(), points.timestamps_ms.astype("<i8").tobytes(), points.values.astype("<f8").tobytes())
    )
    columns = (_differences(points.steps), _differences(points.timestamps_ms), points.values.view(np.uint64))
    squeezed = _zstd.compress(b"".join(_shuffled(column) for column in columns))
    return (SHUFFLED, squeezed) if len(squeezed) < len(raw) else (RAW, raw)


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
    if codec != SHUFFLED:
        raise ValueError(f"Unknown chunk codec {codec}; this database was written by a newer release.")
    planes = _decompressed(payload, size)
    steps, timestamps, values = (_unshuffled(planes, column, count) for column in range(3))
    return Points(_summed(steps), _summed(timestamps), _doubles(values))


def _decompressed(payload: bytes, size: int) -> bytes:
    try:
        planes = _zstd.decompress(payload, max_output_size=size)
    except ZstdError as problem:
        raise ValueError(f"A chunk payload does not decompress ({problem}); the database is damaged.") from None
    _expect(len(planes), size)
    return planes


def _expect(found: int, size: int) -> None:
    if found != size:
        raise ValueError(f"A chunk payload has {found} bytes where its points take {size}; the database is damaged.")


def _differences(column: Integers) -> _Bits:
    import numpy as np

    bits = column.view(np.uint64)
    return np.diff(bits, prepend=np.uint64(0))


def _summed(differences: _Bits) -> Integers:
    import numpy as np

    return np.cumsum(differences, dtype=np.uint64).view(np.int64)


def _doubles(bits: _Bits) -> Doubles:
    import numpy as np

    return bits.view(np.float64)


def _shuffled(column: _Bits) -> bytes:
    import numpy as np

    return column.astype("<u8").view(np.uint8).reshape(-1, 8).T.tobytes()


def _unshuffled(planes: bytes, column: int, count: int) -> _Bits:
    import numpy as np

    plane = np.frombuffer(planes, np.uint8, count * 8, column * count * 8).reshape(8, count)
    return np.ascontiguousarray(plane.T).view("<u8").reshape(count).astype(np.uint64, copy=False)

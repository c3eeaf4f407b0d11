"""A column of doubles as words, in the form in which they are least: as they are, as 32-bit floats, or as decimals.

| first byte | words |
|---|---|
| 64 | the bits of the values |
| 32 | the bits of the values as 32-bit floats, where none loses a bit by that: what frameworks that compute in 32 bits log |
| 0 to 15 | whole numbers that, divided by 10**that, are the values: what was rounded before it was logged |
| 128 to 143 | the same for 128 less, of all but a few odd values (NaN, infinities, minus zero); before the words stand the number of odd values in 4 bytes, their positions as words and their bits as words; in their places the words mean nothing |

A form is taken only if it gives back every bit of every value.
"""  # noqa: E501  # a table row does not wrap

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from barograph.store.series.words import damaged, pack_words, unpack_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from barograph.store.series.words import Words

    Doubles = NDArray[np.float64]

_DOUBLES: Final = 64
_FLOATS: Final = 32
_MOST_DIGITS: Final = 15
_ODD: Final = 128
_MOST_ODD = 1 / 8
_SAMPLE = 64
_EXACT = 2.0**53  # whole numbers below are exact doubles, as are the powers of ten used here, so their quotient is rounded once


def pack_numbers(values: Doubles) -> bytes:
    """At least one value."""
    import numpy as np

    decimals = _as_decimals(values)
    if decimals is not None:
        return decimals
    with np.errstate(over="ignore", invalid="ignore"):
        floats = values.astype(np.float32)
        back = floats.astype(np.float64)
    if np.array_equal(back.view(np.uint64), values.view(np.uint64)):
        return bytes((_FLOATS,)) + pack_words(floats.view(np.uint32).astype(np.uint64))
    return bytes((_DOUBLES,)) + pack_words(values.view(np.uint64))


def unpack_numbers(payload: bytes, place: int, count: int) -> tuple[Doubles, int]:
    """The `count` values that begin at `place`, and where they end. What cannot be read raises `ValueError`."""
    import numpy as np

    if place >= len(payload):
        raise damaged("ends too early")
    form = payload[place]
    if _ODD <= form <= _ODD + _MOST_DIGITS:
        return _unpack_odd(payload, place + 1, count, form - _ODD)
    words, place = unpack_words(payload, place + 1, count)
    if form == _DOUBLES:
        return words.view(np.float64), place
    if form == _FLOATS:
        with np.errstate(invalid="ignore"):
            return words.astype(np.uint32).view(np.float32).astype(np.float64), place
    if form > _MOST_DIGITS:
        raise damaged(f"has values of form {form}")
    return words.view(np.int64) / 10.0**form, place


def _unpack_odd(payload: bytes, place: int, count: int, digits: int) -> tuple[Doubles, int]:
    import numpy as np

    if len(payload) < place + 4:
        raise damaged("ends too early")
    (odd,) = struct.unpack_from("<I", payload, place)
    if not 1 <= odd <= count:
        raise damaged(f"has {odd} odd values among {count}")
    positions, place = unpack_words(payload, place + 4, odd)
    bits, place = unpack_words(payload, place, odd)
    words, place = unpack_words(payload, place, count)
    if int(positions.max()) >= count:
        raise damaged("has an odd value beyond its end")
    values = words.view(np.int64) / 10.0**digits
    values.view(np.uint64)[positions.astype(np.intp)] = bits
    return values, place


def _as_decimals(values: Doubles) -> bytes | None:
    import numpy as np

    odd = ~np.isfinite(values) | ((values == 0) & np.signbit(values))
    positions = np.flatnonzero(odd)
    if len(positions) > len(values) * _MOST_ODD:
        return None
    regular = values[~odd] if len(positions) else values
    digits = _decimals(regular)
    if digits is None:
        return None
    if not len(positions):
        return bytes((digits,)) + pack_words(_scaled(values, digits))
    filled = values.copy()
    filled[positions] = regular[0]
    columns = positions.astype(np.uint64), values.view(np.uint64)[positions], _scaled(filled, digits)
    return struct.pack("<BI", _ODD + digits, len(positions)) + b"".join(map(pack_words, columns))


def _scaled(values: Doubles, digits: int) -> Words:
    import numpy as np

    return np.rint(values * 10.0**digits).astype(np.int64).view(np.uint64)


def _decimals(values: Doubles) -> int | None:
    """The fewest digits after the point that say every value exactly, None if no number of digits does."""
    import numpy as np

    sample = values[:: max(len(values) // _SAMPLE, 1)]
    for digits in range(_MOST_DIGITS + 1):
        if _is_decimal(sample, digits) and _is_decimal(values, digits):
            return digits
        with np.errstate(over="ignore", invalid="ignore"):
            if not bool((np.abs(sample * 10.0**digits) < _EXACT).all()):
                return None
    return None


def _is_decimal(values: Doubles, digits: int) -> bool:
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.rint(values * 10.0**digits)
        if not bool((np.abs(scaled) < _EXACT).all()):
            return False
        back = (scaled.astype(np.int64) / 10.0**digits).view(np.uint64)
    return bool((back == values.view(np.uint64)).all())

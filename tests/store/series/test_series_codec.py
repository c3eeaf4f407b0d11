import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.codec import RAW, SHUFFLED, pack, pack_raw, unpack
from barograph.store.series.points import Points, as_points

INTEGERS = st.integers(-(2**63), 2**63 - 1)
BITS = st.integers(0, 2**64 - 1)
GOLDEN_SHUFFLED = "28b52ffd606008d5000048000100e80a0300f03f061000201590de877efc13e2aad84f6d"


@st.composite
def any_points(draw: st.DrawFn) -> Points:
    """Points of any integers and any float bits, NaN payloads included, in any order; sometimes repeated so that they compress."""
    rows = draw(st.lists(st.tuples(INTEGERS, INTEGERS, BITS), max_size=30)) * draw(st.sampled_from([1, 40]))
    values = np.array([bits for _, _, bits in rows], np.uint64).view(np.float64)
    return Points(np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.int64), values)


def bits(points: Points) -> tuple[list[int], list[int], list[int]]:
    return points.steps.tolist(), points.timestamps_ms.tolist(), points.values.view(np.uint64).tolist()


@given(any_points())
def test_every_bit_comes_back(points: Points) -> None:
    codec, payload = pack(points)
    assert bits(unpack(codec, len(points.steps), payload)) == bits(points)


@given(st.lists(st.tuples(INTEGERS, INTEGERS, st.floats()), max_size=20))
def test_raw_payloads_of_plain_numbers_come_back(rows: list[tuple[int, int, float]]) -> None:
    steps, timestamps, values = ([row[column] for row in rows] for column in range(3))
    payload = pack_raw(steps, timestamps, values)
    assert bits(unpack(RAW, len(rows), payload)) == bits(as_points(steps, timestamps, values))


def test_regular_series_take_under_a_byte_a_point() -> None:
    steps = np.arange(65_536)
    codec, payload = pack(Points(steps, 1_700_000_000_000 + steps * 10, steps * 0.5))
    assert codec == SHUFFLED
    assert len(payload) < len(steps)


def test_points_that_do_not_compress_stay_raw() -> None:
    codec, payload = pack(as_points([7], [1_700_000_000_000], [0.1]))
    assert (codec, len(payload)) == (RAW, 24)


def test_payloads_of_the_first_release_open() -> None:
    raw = struct.pack("<2q2q2d", 1, -1, 5, 6, 0.5, float("-inf"))
    assert bits(unpack(RAW, 2, raw)) == bits(as_points([1, -1], [5, 6], [0.5, float("-inf")]))
    shuffled = bytes.fromhex(GOLDEN_SHUFFLED)
    steps = list(range(100))
    assert bits(unpack(SHUFFLED, 100, shuffled)) == bits(as_points(steps, [1000 + 10 * step for step in steps], [1.0] * 100))


@pytest.mark.parametrize(("codec", "payload"), [(RAW, b"short"), (SHUFFLED, b"not zstd"), (9, b"")])
def test_damaged_payloads_are_refused(codec: int, payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"damaged|newer"):
        unpack(codec, 2, payload)


def test_a_payload_of_another_length_is_refused() -> None:
    _, payload = pack(as_points(list(range(100)), [0] * 100, [1.0] * 100))
    with pytest.raises(ValueError, match="damaged"):
        unpack(SHUFFLED, 99, payload)
    with pytest.raises(ValueError, match="damaged"):
        unpack(SHUFFLED, 101, payload)

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.codec import COLUMNS, RAW, SHUFFLED, pack_columns, pack_raw, unpack, unpack_raw
from barograph.store.series.points import Points, as_points

INTEGERS = st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-3, 300))
BITS = st.integers(0, 2**64 - 1)
GOLDEN_SHUFFLED = "28b52ffd606008d5000048000100e80a0300f03f061000201590de877efc13e2aad84f6d"
GOLDEN_COLUMNS = {
    "decimal": (
        "01006400000000000000ffffffffffffffff0002e8030000000000000164c9046dd81988f940b50079f445c4199c217c0564f154e54ce1"
        "4ce554f164057c219c19c445f47900b540f98819d86d04c96401cc6d10e1883108b56415f4a9601900bd7c3d00f1b8814c1914e5b88d64"
        "3d182100e1c4a9907964514031241910090401022b00000028b52ffd206415010068000001000100010001000100010900a0c04a5ed030"
        "781860088e882901804907b0030100d43000000000000083ffffffffffffff"
    ),
    "odd": (
        "01006400000000000000ffffffffffffffff0002e8030000000000000164c9046dd81988f940b50079f445c4199c217c0564f154e54ce1"
        "4ce554f164057c219c19c445f47900b540f98819d86d04c96401cc6d10e1883108b56415f4a9601900bd7c3d00f1b8814c1914e5b88d64"
        "3d182100e1c4a9907964514031241910090401022b00000028b52ffd206415010068000001000100010001000100010900a0c04a5ed030"
        "781860088e882901804907b081030000000100000000000000000001000000000000000008000000000000008000000000000000000000"
        "000001f800f001ff00ff01016100000000000000ffffffffffffffff021300000028b52ffd2063550000200101010001003c0122"
    ),
    "float": (
        "01006400000000000000ffffffffffffffff0002e8030000000000000164c9046dd81988f940b50079f445c4199c217c0564f154e54ce1"
        "4ce554f164057c219c19c445f47900b540f98819d86d04c96401cc6d10e1883108b56415f4a9601900bd7c3d00f1b8814c1914e5b88d64"
        "3d182100e1c4a9907964514031241910090401022b00000028b52ffd206415010068000001000100010001000100010900a0c04a5ed030"
        "781860088e882901804907b02001040000c07f00000000000040b6ffffffff00000000021100000028b52ffd206345000010004001003e"
        "012c021700000028b52ffd206375000030004a364a364a035002009e8f17"
    ),
    "double": (
        "01006400000000000000ffffffffffffffff0002e8030000000000000164c9046dd81988f940b50079f445c4199c217c0564f154e54ce1"
        "4ce554f164057c219c19c445f47900b540f98819d86d04c96401cc6d10e1883108b56415f4a9601900bd7c3d00f1b8814c1914e5b88d64"
        "3d182100e1c4a9907964514031241910090401022b00000028b52ffd206415010068000001000100010001000100010900a0c04a5ed030"
        "781860088e882901804907b0400108000000000000f0ff00000000000010c0021800000028b52ffd20637d00004000002e7a58aa233301"
        "00a8a97001021800000028b52ffd20637d000040000021d30b4cefc40100a8a97001021800000028b52ffd20637d0000400000098e6858"
        "26800100a8a97001021800000028b52ffd20637d0000400000148764e87e990100a8a97001021800000028b52ffd20637d00004000008e"
        "e9887a23610100a8a97001021800000028b52ffd20637d0000400000984a1cb6ea5f0100a8a97001021800000028b52ffd20637d000040"
        "f000f3eeeeebeae90100a8a97001021800000028b52ffd20637d0000407f007f3f3f3f3f3f0100a8a97001"
    ),
}


def _bits(value: float) -> int:
    return int(np.float64(value).view(np.uint64))


def _signed(bits: int) -> int:
    return bits - 2**64 if bits >= 2**63 else bits


VALUES = st.sampled_from(
    [
        BITS,
        st.floats().map(_bits),
        st.floats(width=32).map(_bits),
        st.integers(-100_000, 100_000).map(lambda number: _bits(number / 1_000)),
        st.integers(-(2**60), 2**60).map(_bits),
        st.sampled_from([_bits(value) for value in (0.0, -0.0, 1.0, float("nan"), float("inf"), float("-inf"), 5e-324, 2.0**53, 0.1)]),
    ]
)


@st.composite
def any_points(draw: st.DrawFn) -> Points:
    """Points of any integers and any float bits, NaN payloads included, in any order; sometimes repeated so that they compress."""
    rows = draw(st.lists(st.tuples(INTEGERS, INTEGERS, draw(VALUES)), min_size=1, max_size=30)) * draw(st.sampled_from([1, 40]))
    rows += draw(st.lists(st.tuples(INTEGERS, INTEGERS, draw(VALUES)), max_size=3))
    values = np.array([bits for _, _, bits in rows], np.uint64).view(np.float64)
    return Points(np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.int64), values)


def bits(points: Points) -> tuple[list[int], list[int], list[int]]:
    return points.steps.tolist(), points.timestamps_ms.tolist(), points.values.view(np.uint64).tolist()


@given(any_points())
def test_every_bit_comes_back(points: Points) -> None:
    assert bits(unpack(COLUMNS, len(points.steps), pack_columns(points))) == bits(points)


@given(st.lists(st.tuples(INTEGERS, INTEGERS, st.floats()), max_size=20))
def test_raw_payloads_of_plain_numbers_come_back(rows: list[tuple[int, int, float]]) -> None:
    steps, timestamps, values = ([row[column] for row in rows] for column in range(3))
    payload = pack_raw(steps, timestamps, values)
    assert bits(unpack(RAW, len(rows), payload)) == bits(as_points(steps, timestamps, values))
    assert tuple(map(list, unpack_raw(len(rows), payload))) == (steps, timestamps, [_signed(_bits(value)) for value in values])


def packed_size(values: object) -> float:
    """Bytes a point of one packed chunk with steps from 0 and times that jitter."""
    count = 65_536
    times = 1_700_000_000_000 + np.cumsum(np.random.default_rng(0).integers(8, 14, count))
    return len(pack_columns(Points(np.arange(count), times, np.array(values, np.float64)))) / count


def test_evenly_spaced_series_take_next_to_nothing() -> None:
    steps = np.arange(65_536)
    assert len(pack_columns(Points(steps, 1_700_000_000_000 + steps * 10, steps * 0.5))) < 100


def test_typical_curves_take_what_their_values_say() -> None:
    chance = np.random.default_rng(1)
    loss = np.exp(-np.arange(65_536) / 20_000) + chance.normal(0, 0.02, 65_536)
    assert packed_size(loss) < 7.2
    assert packed_size(loss.astype(np.float32)) < 3.6
    assert packed_size(np.round(loss, 4)) < 2
    assert packed_size(chance.integers(0, 10_000, 65_536) / 10_000) < 2.3
    assert packed_size(np.full(65_536, 0.5)) < 0.5


def test_payloads_of_the_first_release_open() -> None:
    raw = struct.pack("<2q2q2d", 1, -1, 5, 6, 0.5, float("-inf"))
    assert bits(unpack(RAW, 2, raw)) == bits(as_points([1, -1], [5, 6], [0.5, float("-inf")]))
    shuffled = bytes.fromhex(GOLDEN_SHUFFLED)
    steps = list(range(100))
    assert bits(unpack(SHUFFLED, 100, shuffled)) == bits(as_points(steps, [1000 + 10 * step for step in steps], [1.0] * 100))


@pytest.mark.parametrize("form", sorted(GOLDEN_COLUMNS))
def test_payloads_of_columns_open(form: str) -> None:
    steps = list(range(100, 0, -1))
    values = {
        "decimal": [step / 8 for step in steps],
        "odd": [math.nan, -0.0, math.inf, *(step / 10 for step in steps[3:])],
        "float": [math.nan, *(1 / (1 << step % 40) for step in steps[1:])],
        "double": [-math.inf, *(math.sqrt(step % 7) for step in steps[1:])],
    }[form]
    points = as_points(steps, [1000 + step * step % 300 for step in steps], values)
    assert bits(unpack(COLUMNS, 100, bytes.fromhex(GOLDEN_COLUMNS[form]))) == bits(points)


@pytest.mark.parametrize(("codec", "payload"), [(RAW, b"short"), (SHUFFLED, b"not zstd"), (COLUMNS, b""), (COLUMNS, b"\0\1"), (9, b"")])
def test_damaged_payloads_are_refused(codec: int, payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"damaged|newer"):
        unpack(codec, 2, payload)


@pytest.mark.parametrize("count", [99, 101])
def test_a_payload_of_another_length_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(SHUFFLED, count, bytes.fromhex(GOLDEN_SHUFFLED))
    for payload in GOLDEN_COLUMNS.values():
        with pytest.raises(ValueError, match="damaged"):
            unpack(COLUMNS, count, bytes.fromhex(payload))


@given(st.sampled_from(sorted(GOLDEN_COLUMNS)), st.integers(0, 1_000), st.integers(0, 255))
def test_a_damaged_column_is_refused_or_has_its_length(form: str, place: int, byte: int) -> None:
    payload = bytearray.fromhex(GOLDEN_COLUMNS[form])
    payload[place % len(payload)] = byte
    for damaged in (bytes(payload), bytes(payload[: place % len(payload)])):
        try:
            found = unpack(COLUMNS, 100, damaged)
        except ValueError as problem:
            assert "damaged" in str(problem)  # noqa: PT017  # either way will do
        else:
            assert {len(column) for column in found} == {100}

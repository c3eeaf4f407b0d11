import math
import struct

from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.points import Points, as_points, by_step, by_time, joined

SMALL = st.integers(-2, 2)
VALUES = st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0])
ROWS = st.lists(st.tuples(SMALL, SMALL, VALUES), max_size=25)
Row = tuple[int, int, float]


def columns(rows: list[Row]) -> Points:
    return as_points([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def rows_of(points: Points) -> list[tuple[int, int, bytes]]:
    return [(s, t, struct.pack("<d", v)) for s, t, v in zip(*(column.tolist() for column in points), strict=True)]


def rank(value: float) -> float:
    return 0.0 if math.isnan(value) else value


@given(ROWS)
def test_by_step_sorts_and_keeps_each_point_once(rows: list[Row]) -> None:
    found = by_step(columns(rows))
    keys = [(s, t, rank(v)) for s, t, v in zip(*(column.tolist() for column in found), strict=True)]
    assert keys == sorted(keys)
    assert sorted(rows_of(found)) == sorted(set(rows_of(columns(rows))))


@given(ROWS)
def test_by_time_sorts_and_keeps_each_point_once(rows: list[Row]) -> None:
    found = by_time(columns(rows))
    keys = [(t, s, rank(v)) for s, t, v in zip(*(column.tolist() for column in found), strict=True)]
    assert keys == sorted(keys)
    assert sorted(rows_of(found)) == sorted(set(rows_of(columns(rows))))


def test_joining_nothing_is_empty() -> None:
    assert rows_of(joined([])) == []

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.model import Axis
from barograph.store.series import sample
from barograph.store.series.points import Points, as_points, by_step, by_time
from barograph.store.series.sample import Sampler

VALUES = st.one_of(
    st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1e308, -1e308]),
    st.floats(-10, 10, allow_nan=False),
    st.floats(),
)
ROWS = st.lists(st.tuples(st.integers(-2_000, 2_000), st.integers(0, 5_000), VALUES), max_size=300)
Row = tuple[int, int, float]


def points_of(rows: list[Row]) -> Points:
    return as_points(*([row[column] for row in rows] for column in range(3)))


def sampled(points: Points, limit: int, axis: Axis = Axis.STEP) -> list[tuple[int, int, int]]:
    sampler = Sampler(limit, axis)
    sampler.add(points)
    return rows_of(sampler.points())


def rows_of(points: Points) -> list[tuple[int, int, int]]:
    """Points with the bits of their values."""
    return list(zip(points.steps.tolist(), points.timestamps_ms.tolist(), points.values.view(np.uint64).tolist(), strict=True))


def wave(count: int, seed: int = 0) -> Points:
    """One point a step, at times that jitter, of values that wander."""
    chance = np.random.default_rng(seed)
    return Points(np.arange(count), 1_000_000 + np.cumsum(chance.integers(1, 20, count)), np.cumsum(chance.normal(size=count)))


@given(ROWS, st.integers(10, 60), st.sampled_from(Axis))
def test_a_sample_is_at_most_the_limit_of_the_points_in_their_order(rows: list[Row], limit: int, axis: Axis) -> None:
    points = points_of(rows)
    whole = rows_of(by_step(points) if axis is Axis.STEP else by_time(points))
    found = sampled(points, limit, axis)
    assert len(found) <= limit
    places = {row: place for place, row in enumerate(whole)}
    assert [places[row] for row in found] == sorted({places[row] for row in found})
    if len(whole) <= limit:
        assert found == whole


@given(ROWS, st.integers(10, 60), st.sampled_from(Axis), st.randoms(use_true_random=False))
def test_a_sample_does_not_depend_on_the_parts_in_which_points_come(rows: list[Row], limit: int, axis: Axis, chance: random.Random) -> None:
    rows = list({(step, at, np.float64(value).tobytes()): (step, at, value) for step, at, value in rows}.values())
    shuffled = chance.sample(rows, len(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "_HELD", 0)
        sampler = Sampler(limit, axis)
        for start in range(0, len(rows), 17):
            sampler.add(points_of(shuffled[start : start + 17]))
        assert rows_of(sampler.points()) == sampled(points_of(rows), limit, axis)


@given(ROWS, st.integers(10, 60))
def test_what_stands_out_is_kept(rows: list[Row], limit: int) -> None:
    values = [row[2] for row in rows]
    found = np.array([bits for _, _, bits in sampled(points_of(rows), limit)], np.uint64).view(np.float64).tolist()
    finite = [value for value in values if math.isfinite(value)]
    if finite:
        kept = [value for value in found if math.isfinite(value)]
        assert (min(kept), max(kept)) == (min(finite), max(finite))
    for mark in (math.inf, -math.inf):
        assert (mark in values) == (mark in found)
    assert any(map(math.isnan, values)) == any(map(math.isnan, found))


@given(st.integers(100, 3_000), st.integers(1, 2_000), st.integers(10, 100), st.integers(0, 100))
def test_points_shown_stay_while_a_series_grows(count: int, more: int, limit: int, seed: int) -> None:
    """Within a level everything but the last tile is as it was; when the level rises, what a tile must keep had been shown."""
    whole = wave(count + more, seed)
    before, after = Sampler(limit, Axis.STEP), Sampler(limit, Axis.STEP)
    before.add(whole.take(slice(0, count)))
    after.add(whole)
    shown, later = rows_of(before.points()), rows_of(after.points())
    level = after._level()
    complete = (count - 1) >> level << level  # where the tile begins that had the last point
    if len(shown) < count and level == before._level():
        assert [row for row in later if row[0] < complete] == [row for row in shown if row[0] < complete]
    old = set(shown)
    for start in range(0, complete, 1 << level):
        tile = whole.take(slice(start, start + (1 << level)))
        least, greatest = int(tile.values.argmin()), int(tile.values.argmax())
        if len(later) < count + more:
            assert set(rows_of(tile.take(np.array([0, least, greatest, len(tile.steps) - 1])))) <= old & set(later)


def test_a_level_holds_until_the_series_is_about_twice_as_long() -> None:
    levels = []
    for count in (100_000, 125_000, 150_000, 200_000, 250_000):
        sampler = Sampler(2_000, Axis.STEP)
        sampler.add(wave(count))
        levels.append(sampler._level())
    assert levels == [10, 10, 11, 11, 11]


def test_every_lone_spike_is_kept() -> None:
    points = wave(1_000_000)
    spikes = np.random.default_rng(1).integers(0, 10_000, 100) + np.arange(100) * 10_000
    points.values[spikes] = np.where(np.arange(100) % 2, 1e6, -1e6)
    sampler = Sampler(2_000, Axis.STEP)
    for start in range(0, 1_000_000, 65_536):
        sampler.add(points.take(slice(start, start + 65_536)))
    found = sampler.points()
    assert 1_000 <= len(found.steps) <= 2_000
    assert set(spikes.tolist()) <= set(found.steps.tolist())


def test_a_gap_of_nan_stays_a_gap() -> None:
    points = wave(100_000)
    points.values[40_000:60_000] = math.nan
    sampler = Sampler(1_000, Axis.STEP)
    sampler.add(points)
    found = sampler.points()
    inside = np.isnan(found.values[(found.steps >= 41_024) & (found.steps < 59_000)])
    assert inside.all()
    assert len(inside) >= 8
    assert not np.isnan(found.values[(found.steps < 40_000) | (found.steps >= 60_000)]).any()


def test_many_points_of_one_step_give_one_tile() -> None:
    points = Points(np.zeros(10_000, np.int64), np.arange(10_000), np.sin(np.arange(10_000.0)))
    assert 3 <= len(sampled(points, 1_000)) <= 16
    assert len(sampled(points, 1_000, Axis.TIME)) > 500


def test_steps_may_lie_at_both_ends_of_64_bits() -> None:
    rows = [(-(2**63) + step, step, float(step)) for step in range(100)] + [(2**63 - 1 - step, step, float(step)) for step in range(100)]
    found = sampled(points_of(rows), 20)
    assert (found[0][0], found[-1][0]) == (-(2**63), 2**63 - 1)

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.codec import COLUMNS, RAW, pack_columns, pack_raw, unpack
from barograph.store.series.merge import MAX_CHUNK_POINTS, Held, as_one, is_due, to_merge
from barograph.store.series.points import as_points

ROWS = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3), st.floats() | st.sampled_from([math.nan, -0.0])), min_size=1, max_size=20)


class Series:
    """Chunks of a series without points, and how much was rewritten."""

    def __init__(self) -> None:
        self.chunks: list[Held] = []
        self.added = 0
        self.rewritten = 0

    def append(self, size: int) -> None:
        self.chunks.append(Held(self.added, RAW, size))
        self.added += 1

    def merge(self, *, ended: bool = False) -> None:
        """Until nothing is left to do, which must come soon."""
        for _ in range(200):
            chosen = to_merge(self.chunks, ended=ended)
            if chosen is None:
                return
            part = self.chunks[chosen]
            count = sum(chunk.point_count for chunk in part)
            self.rewritten += count
            plain = count < (64 if ended else 256) and all(chunk.codec == RAW for chunk in part)
            self.chunks[chosen] = [Held(part[0].sequence, RAW if plain else COLUMNS, count)]
        raise AssertionError(self.chunks)

    @property
    def sizes(self) -> list[int]:
        return [chunk.point_count for chunk in self.chunks]


@pytest.mark.parametrize(("batch", "batches"), [(1, 20_000), (10, 5_000), (1_000, 1_000), (5_000, 100), (40_000, 20)])
def test_chunks_are_few_and_points_rewritten_seldom(batch: int, batches: int) -> None:
    series = Series()
    for number in range(1, batches + 1):
        series.append(batch)
        if is_due(number * batch, batch, number, 1):
            series.merge()
    total = batch * batches
    assert sum(series.sizes) == total
    assert max(series.sizes) <= MAX_CHUNK_POINTS
    assert len(series.chunks) <= 40 + total / 20_000
    assert series.rewritten <= 9 * total
    series.merge(ended=True)
    assert len(series.chunks) <= 2 + total / 20_000
    assert all(chunk.codec == COLUMNS for chunk in series.chunks)


def test_logging_on_after_the_end_does_not_rewrite_all_again_and_again() -> None:
    series = Series()
    for _ in range(50):
        series.append(1_000)
    series.merge(ended=True)
    assert series.sizes == [50_000]
    before = series.rewritten
    for number in range(1, 5_001):
        series.append(1)
        if number % 16 == 0:
            series.merge(ended=True)
    assert series.rewritten - before < 30 * 55_000
    assert len(series.chunks) < 20


@pytest.mark.parametrize("ended", [False, True])
def test_a_backlog_is_merged_to_its_end(ended: bool) -> None:
    series = Series()
    for _ in range(1_000):
        series.append(1_000)
    series.merge(ended=ended)
    assert len(series.chunks) <= 20
    assert min(series.sizes[:-1]) >= 32_768


@given(st.lists(st.integers(1, MAX_CHUNK_POINTS), max_size=60), st.booleans())
def test_merging_ends_and_keeps_order_and_limits(sizes: list[int], ended: bool) -> None:
    series = Series()
    for size in sizes:
        series.append(size)
        series.merge(ended=ended)
    assert sum(series.sizes) == sum(sizes)
    assert max(series.sizes, default=0) <= MAX_CHUNK_POINTS
    assert [chunk.sequence for chunk in series.chunks] == sorted({chunk.sequence for chunk in series.chunks})


def test_a_little_series_of_a_run_that_has_ended_is_left_alone() -> None:
    assert to_merge([Held(sequence, RAW, 1) for sequence in range(3)], ended=True) is None
    assert to_merge([Held(0, RAW, 100)], ended=False) is None
    assert to_merge([Held(0, RAW, 100)], ended=True) == slice(0, 1)
    assert to_merge([Held(0, COLUMNS, 100)], ended=True) is None


@given(st.lists(ROWS, min_size=1, max_size=6), st.booleans(), st.data())
def test_one_chunk_has_the_distinct_points_of_all(parts: list[list[tuple[int, int, float]]], ended: bool, data: st.DataObject) -> None:
    chunks = []
    for rows in parts:
        steps, timestamps, values = ([row[column] for row in rows] for column in range(3))
        packed = data.draw(st.booleans())
        payload = pack_columns(as_points(steps, timestamps, values)) if packed else pack_raw(steps, timestamps, values)
        chunks.append((COLUMNS if packed else RAW, len(rows), payload))
    one = as_one(chunks, ended=ended)
    points = unpack(one.codec, one.point_count, one.payload)
    found = list(zip(points.steps.tolist(), points.timestamps_ms.tolist(), points.values.view(np.uint64).tolist(), strict=True))
    logged = {(step, at, int(np.float64(value).view(np.uint64))) for rows in parts for step, at, value in rows}
    assert len(found) == one.point_count
    assert sorted(found) == sorted(logged)
    assert (one.min_step, one.max_step) == (min(points.steps), max(points.steps))

from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.merge import FAN_IN, MAX_CHUNK_POINTS, range_to_merge, ranges_due


def appended(sizes: list[int]) -> dict[int, int]:
    """Number -> points of the chunks that are there after chunks of these sizes were appended."""
    chunks: dict[int, int] = {}
    for sequence, size in enumerate(sizes):
        chunks[sequence] = size
        lowest = range_to_merge(sequence, sorted(chunks.items()))
        if lowest is not None:
            inside = [number for number in chunks if number >= lowest]
            chunks[lowest] = sum(chunks.pop(number) for number in inside)
    return chunks


def test_nothing_is_due_before_the_fan_in() -> None:
    assert [ranges_due(sequence) for sequence in range(FAN_IN)] == [[]] * (FAN_IN - 1) + [[0]]
    assert ranges_due(2 * FAN_IN - 1) == [FAN_IN]
    assert ranges_due(FAN_IN**2 - 1) == [0, FAN_IN**2 - FAN_IN]


def test_points_logged_one_by_one_end_in_few_chunks() -> None:
    chunks = appended([1] * 5_000)
    assert sum(chunks.values()) == 5_000
    assert len(chunks) <= 3 * FAN_IN
    assert chunks[0] == FAN_IN**3


@given(st.lists(st.integers(1, MAX_CHUNK_POINTS), max_size=80))
def test_no_chunk_grows_beyond_the_limit_and_no_point_is_lost(sizes: list[int]) -> None:
    chunks = appended(sizes)
    assert sum(chunks.values()) == sum(sizes)
    assert all(size <= MAX_CHUNK_POINTS for size in chunks.values())

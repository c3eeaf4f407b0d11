from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.store.series.points import as_points
from barograph.store.series.thin import thinned


@given(st.integers(0, 300), st.integers(2, 100))
def test_first_and_last_stay_and_gaps_are_even(count: int, limit: int) -> None:
    steps = thinned(as_points(range(count), range(count), [0.0] * count), limit).steps.tolist()
    assert len(steps) == min(count, limit)
    assert steps[:1] + steps[-1:] == ([0, count - 1] if count else [])
    gaps = {after - before for before, after in pairwise(steps)}
    assert not gaps or max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("count", [1, 5])
def test_of_one_point_the_last_is_kept(count: int) -> None:
    assert thinned(as_points(range(count), range(count), [0.0] * count), 1).steps.tolist() == [count - 1]

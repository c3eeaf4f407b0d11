"""Parts of a line are chosen as tsdownsample's own function chooses them."""

import numpy as np
import pytest
from tsdownsample import LTTBDownsampler

from barograph.store.series.triangles import Triangles


@pytest.mark.parametrize(("start", "end", "count"), [(0, 400, 31), (37, 80, 3), (120, 400, 279)])
def test_a_part_gives_what_the_library_gives_of_it(start: int, end: int, count: int) -> None:
    random = np.random.default_rng(0)
    places, values = np.cumsum(random.integers(0, 9, 400)), random.normal(size=400)
    found = Triangles(places, values).largest(start, end, count)
    assert len(found) == count
    own = LTTBDownsampler().downsample(places[start:end].astype(float) - float(places[start]), values[start:end], n_out=count)
    assert found.tolist() == own.tolist()


def test_values_whose_areas_would_overflow_are_chosen_by_their_shape() -> None:
    values = np.sin(np.arange(300) / 7)
    steps = np.arange(300)
    assert Triangles(steps, values * 1e300).largest(0, 300, 20).tolist() == Triangles(steps, values).largest(0, 300, 20).tolist()

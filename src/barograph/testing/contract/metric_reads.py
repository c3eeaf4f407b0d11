import math
from itertools import pairwise

import pytest

from barograph.errors import InvalidValue
from barograph.model import Metric
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_RUN, new_run, point


def _run_with(store: Store, *points: Metric) -> str:
    run_id = new_run(store)
    store.log_batch(run_id, metrics=points)
    return run_id


class TestMetricReads:
    """Histories of one run, of many, and within a range of steps."""

    def test_history_is_by_time_step_value(self, store: Store) -> None:
        run_id = _run_with(
            store,
            point("m", 5.0, at=1, step=9),
            point("m", 4.0, at=2, step=1),
            point("m", 3.0, at=2, step=0),
            point("m", 1.0, at=3),
            point("m", -1.0, at=3),
            point("m", math.nan, at=3),
        )
        found = [(metric.timestamp_ms, metric.step, metric.value) for metric in store.metric_history(run_id, "m").items]
        assert str(found) == "[(1, 9, 5.0), (2, 0, 3.0), (2, 1, 4.0), (3, 0, -1.0), (3, 0, nan), (3, 0, 1.0)]"

    def test_unknown_runs_and_keys_give_nothing(self, store: Store) -> None:
        run_id = _run_with(store, point("m", 1.0))
        for run, key in ((run_id, "other"), (UNKNOWN_RUN, "m")):
            assert store.metric_history(run, key).items == ()
            assert store.metric_histories([run], key) == ()
            assert store.metric_interval([run], key) == ()

    def test_keys_are_told_apart(self, store: Store) -> None:
        run_id = _run_with(store, point("loss", 1.0), point("loss/val", 2.0), point("Loss", 3.0))
        assert [metric.value for metric in store.metric_history(run_id, "loss").items] == [1.0]
        assert [metric.key for metric in store.metric_history(run_id, "loss/val").items] == ["loss/val"]

    @pytest.mark.parametrize("size", [1, 3, 10, 11])
    def test_history_pages_neither_repeat_nor_skip(self, store: Store, size: int) -> None:
        run_id = _run_with(store, *(point("m", float(step), at=step, step=step) for step in range(10)))
        steps: list[int] = []
        token: str | None = None
        while True:
            page = store.metric_history(run_id, "m", max_results=size, page_token=token)
            assert 1 <= len(page.items) <= size
            steps += [metric.step for metric in page.items]
            token = page.next_token
            if token is None:
                break
        assert steps == list(range(10))

    def test_bad_history_pages_are_refused(self, store: Store) -> None:
        run_id = _run_with(store, point("m", 1.0))
        for size in (0, -1):
            with pytest.raises(InvalidValue):
                store.metric_history(run_id, "m", max_results=size)
        with pytest.raises(InvalidValue):
            store.metric_history(run_id, "m", max_results=1, page_token="?")  # noqa: S106  # a page token is no secret

    def test_histories_of_many_runs(self, store: Store) -> None:
        runs = [_run_with(store, point("m", 2.0, at=2, step=0), point("m", 1.0, at=1, step=5)) for _ in range(3)]
        found = store.metric_histories(list(reversed(runs)), "m")
        assert [(each.run_id, each.timestamp_ms, each.step, each.value) for each in found] == [
            (run_id, at, step, value) for run_id in sorted(runs) for at, step, value in ((1, 5, 1.0), (2, 0, 2.0))
        ]
        assert {each.key for each in found} == {"m"}
        assert store.metric_histories(runs, "m", max_results=3) == found[:3]

    def test_histories_need_1_to_100_runs(self, store: Store) -> None:
        for run_ids in ([], [UNKNOWN_RUN] * 101):
            with pytest.raises(InvalidValue):
                store.metric_histories(run_ids, "m")
            with pytest.raises(InvalidValue):
                store.metric_interval(run_ids, "m")

    def test_histories_take_at_most_25000(self, store: Store) -> None:
        for size in (0, 25_001):
            with pytest.raises(InvalidValue):
                store.metric_histories([UNKNOWN_RUN], "m", max_results=size)

    def test_an_interval_includes_both_ends(self, store: Store) -> None:
        first = _run_with(store, *(point("m", float(step), at=100 - step, step=step) for step in range(10)))
        second = _run_with(store, point("m", 7.0, step=3), point("m", 6.0, step=3), point("m", 5.0, step=20))
        found = store.metric_interval([second, first], "m", start_step=3, end_step=5)
        assert [(each.run_id, each.step, each.value) for each in found] == [
            (second, 3, 6.0),
            (second, 3, 7.0),
            (first, 3, 3.0),
            (first, 4, 4.0),
            (first, 5, 5.0),
        ]

    def test_an_interval_without_steps_is_everything_by_step(self, store: Store) -> None:
        run_id = _run_with(store, *(point("m", float(step), at=100 - step, step=step) for step in (5, -2, 7, 0)))
        assert [each.step for each in store.metric_interval([run_id], "m")] == [-2, 0, 5, 7]

    def test_an_interval_from_end_to_start_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidValue):
            store.metric_interval([UNKNOWN_RUN], "m", start_step=5, end_step=4)

    @pytest.mark.parametrize("size", [0, 2_501])
    def test_an_interval_takes_1_to_2500(self, store: Store, size: int) -> None:
        with pytest.raises(InvalidValue):
            store.metric_interval([UNKNOWN_RUN], "m", start_step=0, end_step=1, max_results=size)

    @pytest.mark.parametrize("size", [2, 3, 10, 99])
    def test_a_long_interval_is_thinned_evenly(self, store: Store, size: int) -> None:
        runs = [_run_with(store, *(point("m", float(step), step=step) for step in range(100))) for _ in range(2)]
        found = store.metric_interval(runs, "m", start_step=0, end_step=99, max_results=size)
        for run_id in runs:
            steps = [each.step for each in found if each.run_id == run_id]
            assert steps == sorted(set(steps))
            assert (steps[0], steps[-1]) == (0, 99)
            assert size / 2 <= len(steps) <= size
            assert max(after - before for before, after in pairwise(steps)) <= 2 * 100 / (size - 1) + 1

    def test_an_interval_thinned_to_one_keeps_the_last(self, store: Store) -> None:
        run_id = _run_with(store, *(point("m", float(step), step=step) for step in range(5)))
        assert [each.step for each in store.metric_interval([run_id], "m", start_step=0, end_step=9, max_results=1)] == [4]

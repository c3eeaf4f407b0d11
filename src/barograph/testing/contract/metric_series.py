import math

import pytest

from barograph.errors import InvalidValue
from barograph.model import Axis, Metric, MetricSeries, SeriesQuery
from barograph.model.metric_context import contextual_name
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_RUN, new_logged_model, new_run, point

VAL = contextual_name("loss", {"subset": "val"})
TRAIN = contextual_name("loss", {"subset": "train"})


def _run_with(store: Store, *points: Metric) -> str:
    run_id = new_run(store)
    store.log_batch(run_id, metrics=points)
    return run_id


def _rows(series: MetricSeries) -> list[tuple[int, int, float]]:
    return list(zip(series.steps.tolist(), series.timestamps_ms.tolist(), series.values.tolist(), strict=True))


def _names(store: Store, **query: object) -> list[str]:
    return [each.name for each in store.metric_series(SeriesQuery(**query))]  # type: ignore[arg-type]  # tests name real fields


class TestMetricSeries:
    """Many series in one call: order, columns, contexts, ranges and samples."""

    def test_series_come_by_run_as_given_then_by_name(self, store: Store) -> None:
        first = _run_with(store, point("b", 1.0), point("a", 2.0), point("B", 3.0))
        second = _run_with(store, point("b", 4.0))
        found = store.metric_series(SeriesQuery(run_ids=(second, UNKNOWN_RUN, first, second)))
        assert [(each.run_id, each.name) for each in found] == [(second, "b"), (first, "B"), (first, "a"), (first, "b")]
        assert store.metric_series(SeriesQuery(run_ids=(UNKNOWN_RUN,))) == ()
        assert store.metric_series(SeriesQuery(run_ids=(first,), keys=("nothing",))) == ()
        assert store.metric_series(SeriesQuery(run_ids=(first,), keys=())) == ()

    def test_columns_are_64_bits_wide_and_tell_of_the_whole_series(self, store: Store) -> None:
        run_id = _run_with(store, point("m", 2.5, at=7, step=5), point("m", -math.inf, at=9, step=-3), point("m", math.nan, at=8, step=0))
        (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,), keys=("m",)))
        assert [str(column.dtype) for column in (found.steps, found.timestamps_ms, found.values)] == ["int64", "int64", "float64"]
        assert (found.count, found.first_step, found.last_step) == (3, -3, 5)
        assert (found.key, found.context) == ("m", {})
        assert str(_rows(found)) == "[(-3, 9, -inf), (0, 8, nan), (5, 7, 2.5)]"

    def test_the_axis_orders_points(self, store: Store) -> None:
        run_id = _run_with(store, point("m", 1.0, at=3, step=0), point("m", 2.0, at=1, step=1), point("m", 0.5, at=1, step=1))
        by_axis = [store.metric_series(SeriesQuery(run_ids=(run_id,), axis=axis))[0] for axis in (Axis.STEP, Axis.TIME)]
        assert [each.values.tolist() for each in by_axis] == [[1.0, 0.5, 2.0], [0.5, 2.0, 1.0]]

    def test_equal_points_come_once(self, store: Store) -> None:
        run_id = new_run(store)
        for _ in range(3):
            store.log_batch(run_id, metrics=[point("m", 1.0), point("m", 2.0, step=1)])
        assert _rows(store.metric_series(SeriesQuery(run_ids=(run_id,)))[0]) == [(0, 1_000, 1.0), (1, 1_000, 2.0)]

    def test_a_key_takes_every_context_and_a_name_its_own(self, store: Store) -> None:
        run_id = _run_with(store, *(point(name, 1.0) for name in (VAL, TRAIN, "loss", "losses", "loss x", "val loss")))
        assert _names(store, run_ids=(run_id,), keys=("loss",)) == ["loss", TRAIN, VAL]
        assert _names(store, run_ids=(run_id,), keys=(VAL,)) == [VAL]
        assert _names(store, run_ids=(run_id,), contexts=({"subset": "val"},)) == [VAL]
        assert _names(store, run_ids=(run_id,), keys=("loss",), contexts=({}, {"subset": "val"}, {"fold": "1"})) == ["loss", VAL]
        assert _names(store, run_ids=(run_id,), keys=(VAL, "loss"), contexts=({"subset": "train"},)) == [TRAIN]
        assert _names(store, run_ids=(run_id,), contexts=()) == []
        (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,), keys=(VAL,)))
        assert (found.key, found.context) == ("loss", {"subset": "val"})

    def test_series_in_contexts_are_series_of_their_own(self, store: Store) -> None:
        run_id = _run_with(store, point("loss", 1.0), point(TRAIN, 2.0), point(VAL, math.nan), point(VAL, 3.0, step=1))
        found = store.metric_series(SeriesQuery(run_ids=(run_id,), keys=("loss",)))
        assert str([each.values.tolist() for each in found]) == "[[1.0], [2.0], [nan, 3.0]]"
        assert {metric.key: metric.value for metric in store.get_run(run_id).metrics} == {"loss": 1.0, TRAIN: 2.0, VAL: 3.0}

    def test_names_are_told_with_their_contexts(self, store: Store) -> None:
        runs = [_run_with(store, point(VAL, 1.0), point("acc", 1.0)), _run_with(store, point("acc", 1.0), point("time 12:30 11:00", 1.0))]
        found = store.metric_names([*runs, UNKNOWN_RUN])
        assert [(each.name, each.key, each.context) for each in found] == [
            ("acc", "acc", {}),
            (VAL, "loss", {"subset": "val"}),
            ("time 12:30 11:00", "time 12:30 11:00", {}),
        ]
        assert store.metric_names([UNKNOWN_RUN]) == ()

    def test_points_of_logged_models_belong_to_their_key(self, store: Store) -> None:
        model_id = new_logged_model(store).model_id
        run_id = _run_with(store, point("m", 1.0), point("m", 2.0, step=1, model_id=model_id, dataset=("d", "1")))
        assert [each.values.tolist() for each in store.metric_series(SeriesQuery(run_ids=(run_id,)))] == [[1.0, 2.0]]

    def test_a_range_of_steps_includes_both_ends(self, store: Store) -> None:
        run_id = _run_with(store, *(point("m", float(step), step=step) for step in range(-5, 50)))
        for start, end, steps in ((3, 5, [3, 4, 5]), (None, -4, [-5, -4]), (48, None, [48, 49]), (60, 70, [])):
            (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,), start_step=start, end_step=end))
            assert found.steps.tolist() == steps
            assert (found.count, found.first_step, found.last_step) == (55, -5, 49)

    @pytest.mark.parametrize("axis", list(Axis))
    def test_a_sample_keeps_what_stands_out(self, store: Store, axis: Axis) -> None:
        values = [math.sin(step / 100) for step in range(3_000)]
        values[777], values[2_345], values[1_500], values[1_501] = 50.0, -50.0, math.nan, math.inf
        points = [point("m", value, at=1_000 + 10 * step, step=step) for step, value in enumerate(values)]
        run_id = new_run(store)
        for start in range(0, 3_000, 1_000):
            store.log_batch(run_id, metrics=points[start : start + 1_000])
        (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,), max_points=200, axis=axis))
        steps = found.steps.tolist()
        assert 100 <= len(steps) <= 200
        assert found.count == 3_000
        assert steps == sorted(set(steps))
        assert {0, 777, 2_345, 1_500, 1_501, 2_999} <= set(steps)
        assert all(repr(values[step]) == repr(value) for step, value in zip(steps, found.values.tolist(), strict=True))

    def test_zooming_in_shows_more(self, store: Store) -> None:
        run_id = _run_with(store, *(point("m", float(step % 7), step=step) for step in range(1_000)))
        query = SeriesQuery(run_ids=(run_id,), max_points=100)
        (whole,) = store.metric_series(query)
        (part,) = store.metric_series(SeriesQuery(run_ids=(run_id,), max_points=100, start_step=500, end_step=599))
        assert part.steps.tolist() == list(range(500, 600))
        assert int(((whole.steps >= 500) & (whole.steps < 600)).sum()) <= 20

    def test_a_series_of_no_more_points_than_the_sample_is_whole(self, store: Store) -> None:
        run_id = _run_with(store, *(point("m", float(step), step=step * step) for step in range(100)))
        assert store.metric_series(SeriesQuery(run_ids=(run_id,), max_points=100))[0].values.tolist() == list(range(100))

    @pytest.mark.parametrize(
        "query",
        [
            {"run_ids": ()},
            {"run_ids": (UNKNOWN_RUN,) * 1_001},
            {"keys": ("m",) * 101},
            {"contexts": ({},) * 101},
            {"max_points": 9},
            {"max_points": 100_001},
            {"start_step": 5, "end_step": 4},
        ],
    )
    def test_queries_beyond_the_limits_are_refused(self, store: Store, query: dict[str, object]) -> None:
        with pytest.raises(InvalidValue):
            _names(store, **{"run_ids": (UNKNOWN_RUN,), **query})

    @pytest.mark.parametrize("count", [0, 1_001])
    def test_names_are_of_1_to_1000_runs(self, store: Store, count: int) -> None:
        with pytest.raises(InvalidValue):
            store.metric_names([UNKNOWN_RUN] * count)

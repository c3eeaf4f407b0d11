import math

import pytest

from barograph.errors import BadRequest, InvalidValue, NotFound
from barograph.model import Metric
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_MODEL, latest, new_logged_model, new_run, point

Plain = tuple[int, int, float]


def _history(store: Store, run_id: str, key: str = "m") -> list[Plain]:
    return [(metric.timestamp_ms, metric.step, metric.value) for metric in store.metric_history(run_id, key).items]


class TestMetrics:
    """Points: identity, the latest one, special values, points of logged models."""

    def test_points_read_back(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, metrics=[point("m", 1.5, at=10, step=1), point("m", 2.5, at=20, step=2), point("n", -3.0, at=10)])
        run = store.get_run(run_id)
        assert sorted((metric.key, metric.value, metric.timestamp_ms, metric.step) for metric in run.metrics) == [
            ("m", 2.5, 20, 2),
            ("n", -3.0, 10, 0),
        ]
        assert _history(store, run_id) == [(10, 1, 1.5), (20, 2, 2.5)]

    @pytest.mark.parametrize(
        ("points", "expected"),
        [
            ([point("m", 1.0, step=1), point("m", 2.0, step=0)], 1.0),
            ([point("m", 1.0, at=5), point("m", 2.0, at=4)], 1.0),
            ([point("m", 1.0, at=5, step=0), point("m", 2.0, at=1, step=1)], 2.0),
            ([point("m", 3.0), point("m", 2.0)], 3.0),
            ([point("m", 2.0), point("m", 3.0)], 3.0),
            ([point("m", 1.0, step=-5), point("m", 2.0, step=-6)], 1.0),
            ([point("m", -1.0), point("m", math.nan)], math.nan),
            ([point("m", math.nan), point("m", -1.0)], math.nan),
            ([point("m", math.nan), point("m", 1.0)], 1.0),
            ([point("m", 1.0), point("m", math.nan)], 1.0),
            ([point("m", math.inf), point("m", 1e308)], math.inf),
            ([point("m", -math.inf), point("m", -1e308)], -1e308),
        ],
    )
    @pytest.mark.parametrize("together", [True, False])
    def test_the_latest_is_greatest_by_step_time_and_value(
        self, store: Store, points: list[Metric], expected: float, together: bool
    ) -> None:
        run_id = new_run(store)
        for batch in [points] if together else [[each] for each in points]:
            store.log_batch(run_id, metrics=batch)
        assert latest(store.get_run(run_id))["m"] == pytest.approx(expected, abs=0, rel=0, nan_ok=True)

    def test_equal_points_are_kept_once(self, store: Store) -> None:
        run_id = new_run(store)
        batch = [point("m", 1.0, at=5, step=1), point("m", 1.0, at=5, step=1), point("m", math.nan, at=6), point("m", float("nan"), at=6)]
        store.log_batch(run_id, metrics=batch)
        store.log_batch(run_id, metrics=batch)
        store.log_batch(run_id, metrics=[point("m", 1.0, at=5, step=1)])
        assert [(at, step, str(value)) for at, step, value in _history(store, run_id)] == [(5, 1, "1.0"), (6, 0, "nan")]

    def test_other_values_at_the_same_step_and_time_are_kept(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, metrics=[point("m", 2.0), point("m", 1.0)])
        store.log_batch(run_id, metrics=[point("m", 3.0)])
        assert [value for _, _, value in _history(store, run_id)] == [1.0, 2.0, 3.0]

    @pytest.mark.parametrize("value", [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.5, math.inf, -math.inf, math.nan, 1e22, 2.0**53 + 2])
    def test_values_keep_every_bit(self, store: Store, value: float) -> None:
        run_id = new_run(store, metrics={"m": value})
        read = latest(store.get_run(run_id))["m"]
        assert isinstance(read, float)
        assert repr(read) == repr(value)
        assert repr(_history(store, run_id)[0][2]) == repr(value)

    def test_integers_become_doubles(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, metrics=[point("m", 3)])
        assert isinstance(latest(store.get_run(run_id))["m"], float)

    @pytest.mark.parametrize("step", [-(2**63), -1, 0, 2**53 + 1, 2**63 - 1])
    def test_steps_are_64_bit_integers(self, store: Store, step: int) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, metrics=[point("m", 1.0, step=step, at=2**53 + 1)])
        assert _history(store, run_id) == [(2**53 + 1, step, 1.0)]

    @pytest.mark.parametrize(
        "bad",
        [
            point("", 1.0),
            point("a//b", 1.0),
            point("../a", 1.0),
            point("k" * 251, 1.0),
            point("m", 1.0, at=-1),
            point("m", 1.0, at=2**63),
            point("m", 1.0, step=2**63),
            point("m", 1.0, step=1.5),  # type: ignore[arg-type]  # what a caller without types may pass
            point("m", 1.0, at=None),  # type: ignore[arg-type]
            point("m", "high"),  # type: ignore[arg-type]
            point("m", None),  # type: ignore[arg-type]
            point("m", 10**400),
            point("m\ud800", 1.0),
        ],
    )
    def test_bad_points_are_refused_with_the_whole_batch(self, store: Store, bad: Metric) -> None:
        run_id = new_run(store)
        before = store.get_run(run_id)
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, metrics=[point("good", 1.0), bad], params={"a": "1"}, tags={"t": "1"})
        assert store.get_run(run_id) == before
        assert _history(store, run_id, "good") == []

    def test_many_points_at_once(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_batch(run_id, metrics=[point("m", float(step), at=step, step=step) for step in range(2_500)])
        assert _history(store, run_id) == [(step, step, float(step)) for step in range(2_500)]
        assert latest(store.get_run(run_id)) == {"m": 2_499.0}

    def test_points_in_any_order(self, store: Store) -> None:
        run_id = new_run(store)
        for start in (200, 0, 100):
            store.log_batch(run_id, metrics=[point("m", float(step), at=step, step=step) for step in reversed(range(start, start + 150))])
        assert _history(store, run_id) == [(step, step, float(step)) for step in range(350)]

    def test_many_keys(self, store: Store) -> None:
        values = {f"key/{index}": float(index) for index in range(300)}
        assert latest(store.get_run(new_run(store, metrics=values))) == values

    def test_points_of_a_logged_model_are_on_run_and_model(self, store: Store) -> None:
        run_id = new_run(store)
        model = new_logged_model(store)
        data = ("farm", "abc")
        store.log_batch(run_id, metrics=[point("m", 1.0)])
        store.log_batch(run_id, metrics=[point("m", 1.0, model_id=model.model_id), point("m", 2.0, model_id=model.model_id, dataset=data)])
        assert _history(store, run_id) == [(1_000, 0, 1.0), (1_000, 0, 2.0)]
        kept = store.get_logged_model(model.model_id).metrics
        assert sorted((each.key, each.value, each.run_id, each.dataset_name or "", each.dataset_digest or "") for each in kept) == [
            ("m", 1.0, run_id, "", ""),
            ("m", 2.0, run_id, "farm", "abc"),
        ]
        assert {each.model_id for each in kept} == {model.model_id}

    def test_a_model_keeps_points_per_dataset(self, store: Store) -> None:
        run_id = new_run(store)
        model_id = new_logged_model(store).model_id
        batch = [point("m", 1.0, model_id=model_id, dataset=(name, "d")) for name in ("train", "test")]
        store.log_batch(run_id, metrics=batch)
        store.log_batch(run_id, metrics=batch)
        assert sorted(each.dataset_name or "" for each in store.get_logged_model(model_id).metrics) == ["test", "train"]
        assert len(_history(store, run_id)) == 1

    def test_an_unknown_logged_model_is_refused_with_the_whole_batch(self, store: Store) -> None:
        run_id = new_run(store)
        before = store.get_run(run_id)
        with pytest.raises((NotFound, BadRequest)):
            store.log_batch(run_id, metrics=[point("a", 1.0), point("m", 1.0, model_id=UNKNOWN_MODEL)], params={"p": "1"}, tags={"t": "1"})
        assert store.get_run(run_id) == before

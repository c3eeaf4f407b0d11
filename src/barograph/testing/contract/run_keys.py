import math

import pytest

from barograph.errors import InvalidValue
from barograph.model import RunKey, RunKeySearch, RunValueSearch, View
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run, unique


class TestRunKeys:
    """What runs have been logged under."""

    def test_keys_that_begin_with_the_text_come_first(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, metrics={"val/loss": 1.0, "Loss": 2.0, "loss/train": 3.0, "rmse": 4.0})

        def names(text: str, size: int | None = None) -> list[str]:
            search = RunKeySearch(experiment_ids=(experiment_id,), kind="metrics", text=text, max_results=size)
            return [key.name for key in store.run_keys(search).keys]

        assert names("loss") == ["Loss", "loss/train", "val/loss"]
        assert names("") == ["Loss", "loss/train", "rmse", "val/loss"]
        assert names("loss", 2) == ["Loss", "loss/train"]
        assert names("nothing") == []

    def test_some_are_cut_off(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, params={"a": "1", "b": "2"})
        more = [store.run_keys(RunKeySearch(experiment_ids=(experiment_id,), kind="params", max_results=n)).more for n in (1, 2, 3)]
        assert more == [True, False, False]

    def test_only_keys_of_the_experiments_and_the_view(self, store: Store) -> None:
        mine, other = new_experiment(store), new_experiment(store)
        new_run(store, mine, tags={"mine": "1"})
        new_run(store, other, tags={"other": "1"})
        deleted = new_run(store, mine, tags={"gone": "1"})
        store.delete_run(deleted)

        def names(*experiment_ids: str, view: View = View.ACTIVE_ONLY) -> set[str]:
            search = RunKeySearch(experiment_ids=experiment_ids, kind="tags", view=view)
            return {key.name for key in store.run_keys(search).keys} & {"mine", "other", "gone"}

        assert names(mine) == {"mine"}
        assert names(mine, other, UNKNOWN_EXPERIMENT) == {"mine", "other"}
        assert names(mine, view=View.DELETED_ONLY) == {"gone"}
        assert names(mine, view=View.ALL) == {"mine", "gone"}
        assert names(UNKNOWN_EXPERIMENT) == set()

    def test_without_experiments_all_active_ones_are_meant(self, store: Store) -> None:
        key = unique("everywhere")
        new_run(store, new_experiment(store), params={key: "1"})
        assert [found.name for found in store.run_keys(RunKeySearch(kind="params", text=key)).keys] == [key]

    def test_keys_that_tell_runs_apart(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(
            store,
            experiment_id,
            params={"same": "1", "other": "1", "lacking": "1"},
            metrics={"nan": math.nan, "loss": 1.0, "sometimes": 1.0},
        )
        new_run(store, experiment_id, params={"same": "1", "other": "2"}, metrics={"nan": math.nan, "loss": 1.0, "sometimes": math.nan})
        params = store.run_keys(RunKeySearch(experiment_ids=(experiment_id,), kind="params")).keys
        assert params == (RunKey("lacking", True), RunKey("other", True), RunKey("same", False))
        metrics = store.run_keys(RunKeySearch(experiment_ids=(experiment_id,), kind="metrics")).keys
        assert metrics == (RunKey("loss", False), RunKey("nan", False), RunKey("sometimes", True))

    @pytest.mark.parametrize("size", [0, -1, 10_001])
    def test_sizes_are_checked(self, store: Store, size: int) -> None:
        with pytest.raises(InvalidValue, match="max_results"):
            store.run_keys(RunKeySearch(kind="params", max_results=size))
        with pytest.raises(InvalidValue, match="max_results"):
            store.run_values(RunValueSearch(key="params.a", max_results=size))


class TestRunValues:
    """What params and tags have been."""

    def test_values_each_once_in_order(self, store: Store) -> None:
        experiment_id, other = new_experiment(store), new_experiment(store)
        for value in ("adam", "sgd", "adagrad", "adam", "Adam", "a" * 300):
            new_run(store, experiment_id, params={"optimizer": value}, tags={"team": "north"})
        new_run(store, other, params={"optimizer": "adadelta"})

        def values(key: str, prefix: str = "", size: int | None = None) -> tuple[str, ...]:
            return store.run_values(RunValueSearch(experiment_ids=(experiment_id,), key=key, prefix=prefix, max_results=size))

        assert values("params.optimizer") == ("Adam", "adagrad", "adam", "sgd")
        assert values("params.`optimizer`", "ad") == ("adagrad", "adam")
        assert values("params.optimizer", "ad", 1) == ("adagrad",)
        assert values("tags.team", "n") == ("north",)
        assert values("tags.optimizer") == ()
        assert values("params.optimizer", "z") == ()

    @pytest.mark.parametrize("key", ["metrics.loss", "status", "params.*", "nonsense.x"])
    def test_other_keys_have_no_list(self, store: Store, key: str) -> None:
        with pytest.raises(InvalidValue, match="Invalid search expression"):
            store.run_values(RunValueSearch(key=key))

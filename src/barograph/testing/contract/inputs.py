import pytest

from barograph.errors import InvalidValue
from barograph.model import ModelOutput, Query
from barograph.store.base import Store
from barograph.testing.contract.making import new_experiment, new_run, read

FIRST, SECOND = "m-" + "1" * 32, "m-" + "2" * 32


class TestInputs:
    """Datasets and models that runs read."""

    def test_a_dataset_reads_back(self, store: Store) -> None:
        run_id = new_run(store)
        farm = read("farm", "abc", "train", source_type="local", source='{"uri": "x"}', schema="{}", profile='{"rows": 3}')
        store.log_inputs(run_id, datasets=[farm])
        assert store.get_run(run_id).dataset_inputs == (farm,)

    def test_a_dataset_without_details(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id, datasets=[read("farm", "")])
        (found,) = store.get_run(run_id).dataset_inputs
        assert (found.dataset.name, found.dataset.digest, found.tags) == ("farm", "", {})
        assert found.dataset.schema in (None, "")
        assert found.dataset.profile in (None, "")

    def test_the_first_tags_of_an_input_stay(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id, datasets=[read("farm", "abc", "train"), read("farm", "abc", "eval")])
        store.log_inputs(run_id, datasets=[read("farm", "abc", "test"), read("farm", "other", "test")])
        found = store.get_run(run_id).dataset_inputs
        assert sorted((each.dataset.digest, each.tags["mlflow.data.context"]) for each in found) == [("abc", "train"), ("other", "test")]

    def test_the_first_description_in_an_experiment_stays(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        first, second, elsewhere = new_run(store, experiment_id), new_run(store, experiment_id), new_run(store)
        store.log_inputs(first, datasets=[read("farm", "abc", source_type="s", source="old")])
        store.log_inputs(second, datasets=[read("farm", "abc", source_type="s", source="new")])
        store.log_inputs(elsewhere, datasets=[read("farm", "abc", source_type="s", source="new")])
        sources = [store.get_run(run_id).dataset_inputs[0].dataset.source for run_id in (first, second, elsewhere)]
        assert sources == ["old", "old", "new"]

    @pytest.mark.parametrize(("name", "digest"), [("", "d"), ("n" * 501, "d"), ("n", "d" * 37)])
    def test_bad_datasets_are_refused_with_the_whole_call(self, store: Store, name: str, digest: str) -> None:
        run_id = new_run(store)
        with pytest.raises(InvalidValue):
            store.log_inputs(run_id, datasets=[read("good"), read(name, digest)], model_ids=[FIRST])
        run = store.get_run(run_id)
        assert run.dataset_inputs == ()
        assert run.model_inputs == ()

    def test_models_as_inputs(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id, model_ids=[FIRST, SECOND])
        store.log_inputs(run_id, model_ids=[FIRST])
        assert sorted(store.get_run(run_id).model_inputs) == [FIRST, SECOND]

    def test_nothing_as_input(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id)
        assert store.get_run(run_id).dataset_inputs == ()

    def test_searches_return_inputs(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        store.log_inputs(run_id, datasets=[read("farm", "abc", "train")])
        (found,) = store.search_runs([experiment_id], Query()).items
        assert [each.dataset.name for each in found.dataset_inputs] == ["farm"]

    def test_the_datasets_of_experiments(self, store: Store) -> None:
        experiment_id, other = new_experiment(store), new_experiment(store)
        for _ in range(2):
            store.log_inputs(new_run(store, experiment_id), datasets=[read("farm", "abc", "train"), read("grid", "x")])
        store.log_inputs(new_run(store, experiment_id), datasets=[read("farm", "abc", "eval")])
        store.log_inputs(new_run(store, other), datasets=[read("farm", "abc", "train")])
        found = store.search_datasets([experiment_id])
        assert sorted((each.experiment_id, each.name, each.digest, each.context or "") for each in found) == [
            (experiment_id, "farm", "abc", "eval"),
            (experiment_id, "farm", "abc", "train"),
            (experiment_id, "grid", "x", ""),
        ]
        assert len(store.search_datasets([experiment_id, other])) == 4

    @pytest.mark.parametrize("count", [0, 21])
    def test_datasets_are_listed_for_1_to_20_experiments(self, store: Store, count: int) -> None:
        with pytest.raises(InvalidValue):
            store.search_datasets(["1"] * count)


class TestOutputs:
    """Models that runs produced."""

    def test_outputs_read_back(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        store.log_outputs(run_id, [ModelOutput(model_id=FIRST, step=3), ModelOutput(model_id=SECOND)])
        expected = {FIRST: 3, SECOND: 0}
        assert {each.model_id: each.step for each in store.get_run(run_id).model_outputs} == expected
        (found,) = store.search_runs([experiment_id], Query()).items
        assert {each.model_id: each.step for each in found.model_outputs} == expected

    def test_the_first_step_stays(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_outputs(run_id, [ModelOutput(model_id=FIRST, step=3)])
        store.log_outputs(run_id, [ModelOutput(model_id=FIRST, step=9), ModelOutput(model_id=SECOND, step=1)])
        assert {each.model_id: each.step for each in store.get_run(run_id).model_outputs} == {FIRST: 3, SECOND: 1}

    def test_nothing_as_output(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_outputs(run_id, [])
        assert store.get_run(run_id).model_outputs == ()

import pytest

from barograph.errors import AlreadyExists, BadRequest, InvalidValue, NotFound
from barograph.model import Lifecycle, Query, View
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run, tick, unique


class TestExperiments:
    """Creation, reading, renaming, deletion and tags of experiments."""

    def test_the_default_experiment_is_there(self, store: Store) -> None:
        default = store.get_experiment("0")
        assert default.name == "Default"
        assert default.artifact_location.endswith("/0")

    def test_a_new_experiment_reads_back(self, store: Store) -> None:
        name = unique("wind farm/été\n")
        experiment_id = store.create_experiment(name, tags={"team": "energy", "empty": ""})
        experiment = store.get_experiment(experiment_id)
        assert experiment_id.isdecimal()
        assert experiment.experiment_id == experiment_id
        assert experiment.name == name
        assert experiment.lifecycle is Lifecycle.ACTIVE
        assert experiment.tags == {"team": "energy", "empty": ""}
        assert experiment.artifact_location.endswith(f"/{experiment_id}")
        assert experiment.created_ms == experiment.updated_ms > 1_600_000_000_000
        assert store.get_experiment_by_name(name) == experiment

    def test_an_artifact_location_is_kept(self, store: Store) -> None:
        experiment_id = store.create_experiment(unique("experiment"), artifact_location="s3://bucket/some/where")
        assert store.get_experiment(experiment_id).artifact_location == "s3://bucket/some/where"

    def test_ids_are_never_given_twice(self, store: Store) -> None:
        ids = [new_experiment(store) for _ in range(3)]
        store.delete_experiment(ids[-1])
        assert len({*ids, new_experiment(store)}) == 4

    def test_a_name_in_use_is_refused(self, store: Store) -> None:
        name = unique("experiment")
        experiment_id = store.create_experiment(name)
        with pytest.raises(AlreadyExists, match=name):
            store.create_experiment(name)
        store.delete_experiment(experiment_id)
        with pytest.raises(AlreadyExists, match=name):
            store.create_experiment(name)

    def test_names_are_told_apart_by_case(self, store: Store) -> None:
        name = unique("experiment")
        assert store.create_experiment(name) != store.create_experiment(name.upper())

    @pytest.mark.parametrize("name", ["", "x" * 501, "half \ud800", 5])
    def test_bad_names_are_refused(self, store: Store, name: str) -> None:
        with pytest.raises(InvalidValue):
            store.create_experiment(name)

    def test_the_longest_name_is_accepted(self, store: Store) -> None:
        name = unique("x").ljust(500, "y")
        assert store.get_experiment(store.create_experiment(name)).name == name

    def test_a_location_too_long_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidValue):
            store.create_experiment(unique("experiment"), artifact_location="s3://b/" + "x" * 2_048)

    @pytest.mark.parametrize("tags", [{"": "v"}, {"a//b": "v"}, {"../a": "v"}, {"k" * 251: "v"}, {"k": "v" * 20_001}])
    def test_bad_tags_are_refused_and_create_nothing(self, store: Store, tags: dict[str, str]) -> None:
        name = unique("experiment")
        with pytest.raises(InvalidValue):
            store.create_experiment(name, tags=tags)
        with pytest.raises(NotFound):
            store.get_experiment_by_name(name)

    def test_unknown_ones_are_not_found(self, store: Store) -> None:
        for call in (store.get_experiment, store.delete_experiment, store.restore_experiment):
            with pytest.raises(NotFound):
                call(UNKNOWN_EXPERIMENT)
        with pytest.raises(NotFound):
            store.get_experiment_by_name(unique("nobody"))
        with pytest.raises(NotFound):
            store.rename_experiment(UNKNOWN_EXPERIMENT, unique("experiment"))
        with pytest.raises(NotFound):
            store.set_experiment_tag(UNKNOWN_EXPERIMENT, "a", "b")

    @pytest.mark.parametrize("experiment_id", ["x", "-1", "1.5", "1 ", "٣"])
    def test_malformed_ids_are_refused(self, store: Store, experiment_id: str) -> None:
        with pytest.raises(InvalidValue):
            store.get_experiment(experiment_id)
        with pytest.raises(InvalidValue):
            store.delete_experiment(experiment_id)

    def test_renaming(self, store: Store) -> None:
        old, new = unique("old"), unique("new")
        experiment_id = store.create_experiment(old)
        tick()
        store.rename_experiment(experiment_id, new)
        experiment = store.get_experiment_by_name(new)
        assert experiment.experiment_id == experiment_id
        assert experiment.updated_ms > experiment.created_ms
        with pytest.raises(NotFound):
            store.get_experiment_by_name(old)

    def test_renaming_to_a_name_in_use_is_refused(self, store: Store) -> None:
        taken, name = unique("taken"), unique("experiment")
        store.create_experiment(taken)
        experiment_id = store.create_experiment(name)
        with pytest.raises(BadRequest):
            store.rename_experiment(experiment_id, taken)
        assert store.get_experiment(experiment_id).name == name

    def test_deleted_ones_take_no_writes(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        store.set_experiment_tag(experiment_id, "a", "b")
        store.delete_experiment(experiment_id)
        with pytest.raises(InvalidValue):
            store.rename_experiment(experiment_id, unique("new"))
        with pytest.raises(InvalidValue):
            store.set_experiment_tag(experiment_id, "a", "c")
        assert store.get_experiment(experiment_id).tags == {"a": "b"}

    def test_deletion_is_soft_and_takes_the_runs_along(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        tick()
        store.delete_experiment(experiment_id)
        experiment = store.get_experiment(experiment_id)
        assert experiment.lifecycle is Lifecycle.DELETED
        assert experiment.updated_ms > experiment.created_ms
        assert store.get_experiment_by_name(experiment.name).lifecycle is Lifecycle.DELETED
        assert store.get_run(run_id).info.lifecycle is Lifecycle.DELETED
        with pytest.raises(NotFound):
            store.delete_experiment(experiment_id)

    def test_restoring_takes_the_runs_along(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        kept, deleted_before = new_run(store, experiment_id), new_run(store, experiment_id)
        store.delete_run(deleted_before)
        store.delete_experiment(experiment_id)
        store.restore_experiment(experiment_id)
        assert store.get_experiment(experiment_id).lifecycle is Lifecycle.ACTIVE
        found = store.search_runs([experiment_id], Query(view=View.ACTIVE_ONLY)).items
        assert {run.info.run_id for run in found} == {kept, deleted_before}
        with pytest.raises(NotFound):
            store.restore_experiment(experiment_id)

    def test_tags_are_set_replaced_and_removed(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        before = store.get_experiment(experiment_id)
        tick()
        store.set_experiment_tag(experiment_id, "mlflow.note.content", "first")
        store.set_experiment_tag(experiment_id, "mlflow.note.content", "# second\n")
        store.set_experiment_tag(experiment_id, "other", "")
        after = store.get_experiment(experiment_id)
        assert after.tags == {"mlflow.note.content": "# second\n", "other": ""}
        assert after.updated_ms == before.updated_ms
        store.delete_experiment_tag(experiment_id, "other")
        assert store.get_experiment(experiment_id).tags == {"mlflow.note.content": "# second\n"}
        with pytest.raises(NotFound):
            store.delete_experiment_tag(experiment_id, "other")

    @pytest.mark.parametrize(
        ("key", "value"), [("", "v"), ("a//b", "v"), ("/a", "v"), ("a/", "v"), (".", "v"), ("k;", "v"), ("k" * 251, "v")]
    )
    def test_bad_tag_keys_are_refused(self, store: Store, key: str, value: str) -> None:
        experiment_id = new_experiment(store)
        with pytest.raises(InvalidValue):
            store.set_experiment_tag(experiment_id, key, value)
        assert store.get_experiment(experiment_id).tags == {}

    def test_a_tag_value_may_have_20000_characters(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        store.set_experiment_tag(experiment_id, "k", "v" * 20_000)
        with pytest.raises(InvalidValue):
            store.set_experiment_tag(experiment_id, "k", "w" * 20_001)
        assert store.get_experiment(experiment_id).tags == {"k": "v" * 20_000}

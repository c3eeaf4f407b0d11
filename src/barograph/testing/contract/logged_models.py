import re

import pytest

from barograph.errors import BadRequest, InvalidValue, NotFound
from barograph.model import Lifecycle, LoggedModelStatus, NewLoggedModel
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, UNKNOWN_MODEL, new_experiment, new_logged_model, new_run, tick


class TestLoggedModels:
    """Creation, status, params, tags and deletion of logged models."""

    def test_a_new_model_reads_back(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        model = store.create_logged_model(
            NewLoggedModel(
                experiment_id=experiment_id,
                name="forest",
                model_type="sk",
                source_run_id=run_id,
                params={"trees": "100"},
                tags={"a b": "1"},
            )
        )
        assert re.fullmatch("m-[0-9a-f]{32}", model.model_id)
        assert (model.experiment_id, model.name, model.model_type, model.source_run_id) == (experiment_id, "forest", "sk", run_id)
        assert model.status is LoggedModelStatus.PENDING
        assert model.lifecycle is Lifecycle.ACTIVE
        assert (model.params, model.tags, model.metrics) == ({"trees": "100"}, {"a b": "1"}, ())
        root = store.get_experiment(experiment_id).artifact_location
        assert model.artifact_location == f"{root}/models/{model.model_id}/artifacts"
        assert model.created_ms == model.updated_ms > 1_600_000_000_000
        assert store.get_logged_model(model.model_id) == model

    def test_a_plain_model(self, store: Store) -> None:
        model = store.get_logged_model(new_logged_model(store, name="plain").model_id)
        assert model.model_type in (None, "")
        assert model.source_run_id in (None, "")
        assert (model.params, model.tags) == ({}, {})

    def test_names_need_not_be_unique_and_are_made_up(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        first, second = (new_logged_model(store, experiment_id, name="forest") for _ in range(2))
        assert first.model_id != second.model_id
        assert 3 <= len(new_logged_model(store, experiment_id).name) <= 20

    @pytest.mark.parametrize("name", ["a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"])
    def test_bad_names_are_refused(self, store: Store, name: str) -> None:
        experiment_id = new_experiment(store)
        with pytest.raises(InvalidValue):
            new_logged_model(store, experiment_id, name=name)

    def test_bad_experiments_are_refused(self, store: Store) -> None:
        with pytest.raises(NotFound):
            new_logged_model(store, UNKNOWN_EXPERIMENT)
        deleted = new_experiment(store)
        store.delete_experiment(deleted)
        with pytest.raises(InvalidValue):
            new_logged_model(store, deleted)

    def test_unknown_ones_are_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.get_logged_model(UNKNOWN_MODEL)
        with pytest.raises(NotFound):
            store.finalize_logged_model(UNKNOWN_MODEL, LoggedModelStatus.READY)
        with pytest.raises(NotFound):
            store.delete_logged_model(UNKNOWN_MODEL)
        with pytest.raises(NotFound):
            store.set_logged_model_tags(UNKNOWN_MODEL, {"a": "1"})
        with pytest.raises(NotFound):
            store.log_logged_model_params(UNKNOWN_MODEL, {"a": "1"})

    @pytest.mark.parametrize("status", [LoggedModelStatus.READY, LoggedModelStatus.UPLOAD_FAILED, LoggedModelStatus.PENDING])
    def test_finalizing(self, store: Store, status: LoggedModelStatus) -> None:
        model = new_logged_model(store)
        store.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
        tick()
        finalized = store.finalize_logged_model(model.model_id, status)
        assert finalized.status is status
        assert finalized.updated_ms > model.updated_ms
        assert finalized.created_ms == model.created_ms
        assert store.get_logged_model(model.model_id) == finalized

    def test_deletion_is_soft_and_may_be_repeated(self, store: Store) -> None:
        model_id = new_logged_model(store, params={"a": "1"}).model_id
        store.delete_logged_model(model_id)
        store.delete_logged_model(model_id)
        with pytest.raises(NotFound):
            store.get_logged_model(model_id)
        deleted = store.get_logged_model(model_id, allow_deleted=True)
        assert deleted.params == {"a": "1"}
        assert store.finalize_logged_model(model_id, LoggedModelStatus.READY).status is LoggedModelStatus.READY

    def test_deleting_the_run_or_experiment_keeps_the_model(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        model_id = new_logged_model(store, experiment_id, source_run_id=run_id).model_id
        store.delete_run(run_id)
        store.delete_experiment(experiment_id)
        assert store.get_logged_model(model_id).lifecycle is Lifecycle.ACTIVE

    def test_tags_are_set_replaced_and_removed(self, store: Store) -> None:
        model_id = new_logged_model(store, tags={"a": "1"}).model_id
        store.set_logged_model_tags(model_id, {"a": "2", "mlflow.modelVersions": '[{"name": "x"}]'})
        assert store.get_logged_model(model_id).tags == {"a": "2", "mlflow.modelVersions": '[{"name": "x"}]'}
        store.delete_logged_model_tag(model_id, "a")
        assert "a" not in store.get_logged_model(model_id).tags
        with pytest.raises(NotFound):
            store.delete_logged_model_tag(model_id, "a")

    def test_params_are_logged_once(self, store: Store) -> None:
        model_id = new_logged_model(store, params={"a": "1"}).model_id
        store.log_logged_model_params(model_id, {"b": "2"})
        for again in ({"c": "3", "a": "1"}, {"c": "3", "b": "other"}):
            with pytest.raises(BadRequest):
                store.log_logged_model_params(model_id, again)
        assert store.get_logged_model(model_id).params == {"a": "1", "b": "2"}

    def test_many_params(self, store: Store) -> None:
        params = {f"p{index}": str(index) for index in range(150)}
        assert store.get_logged_model(new_logged_model(store, params=params).model_id).params == params

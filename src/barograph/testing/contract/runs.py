import re
from uuid import uuid4

import pytest
from msgspec.structs import replace

from barograph.errors import Conflict, InvalidValue, NotFound
from barograph.model import Lifecycle, ModelOutput, NewRun, Query, RunStatus
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, UNKNOWN_RUN, new_experiment, new_run, point, read, unique

_NAME_TAG = "mlflow.runName"


class TestRuns:
    """The life of a run: creation, updates, deletion and what a deleted run refuses."""

    def test_a_creation_with_an_id_of_the_caller_s_makes_one_run(self, store: Store) -> None:
        new = NewRun(experiment_id=new_experiment(store), run_id=uuid4().hex, name="once", user_id="ada", start_time_ms=1_234)
        run = store.create_run(new)
        assert run.info.run_id == new.run_id
        store.log_batch(run.info.run_id, tags={"a": "b"})
        again = store.create_run(new)
        assert again.info == run.info
        assert again.tags["a"] == "b"
        assert [found.info.run_id for found in store.search_runs([new.experiment_id], Query()).items] == [new.run_id]
        with pytest.raises(Conflict):
            store.create_run(replace(new, start_time_ms=5))

    @pytest.mark.parametrize("run_id", ["", "short", "A" * 32, "g" * 32])
    def test_an_id_of_another_form_is_refused(self, store: Store, run_id: str) -> None:
        with pytest.raises(InvalidValue):
            store.create_run(NewRun(experiment_id="0", run_id=run_id))

    def test_a_new_run_reads_back(self, store: Store) -> None:
        experiment_id = store.create_experiment(unique("experiment"), artifact_location="s3://bucket/root")
        run = store.create_run(
            NewRun(experiment_id=experiment_id, name="brisk", user_id="ada", start_time_ms=1_234, tags={"a": "1", "mlflow.user": "ada"})
        )
        info = run.info
        assert re.fullmatch("[0-9a-f]{32}", info.run_id)
        assert info.experiment_id == experiment_id
        assert info.name == "brisk"
        assert info.user_id == "ada"
        assert info.status is RunStatus.RUNNING
        assert info.start_time_ms == 1_234
        assert info.end_time_ms is None
        assert info.lifecycle is Lifecycle.ACTIVE
        assert info.artifact_uri == f"s3://bucket/root/{info.run_id}/artifacts"
        assert run.tags == {"a": "1", "mlflow.user": "ada", _NAME_TAG: "brisk"}
        assert run.params == {}
        assert run.metrics == ()
        assert store.get_run(info.run_id) == run

    def test_the_name_tag_names_the_run(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run = store.create_run(NewRun(experiment_id=experiment_id, tags={_NAME_TAG: "tagged"}))
        assert run.info.name == "tagged"
        same = store.create_run(NewRun(experiment_id=experiment_id, name="same", tags={_NAME_TAG: "same"}))
        assert same.info.name == same.tags[_NAME_TAG] == "same"
        with pytest.raises(InvalidValue):
            store.create_run(NewRun(experiment_id=experiment_id, name="one", tags={_NAME_TAG: "two"}))

    def test_a_run_without_a_name_gets_one(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        runs = [store.create_run(NewRun(experiment_id=experiment_id)) for _ in range(4)]
        for run in runs:
            assert 3 <= len(run.info.name) <= 20
            assert run.tags[_NAME_TAG] == run.info.name
        assert len({run.info.name for run in runs}) > 1

    def test_bad_experiments_are_refused(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.create_run(NewRun(experiment_id=UNKNOWN_EXPERIMENT))
        with pytest.raises(InvalidValue):
            store.create_run(NewRun(experiment_id="x"))
        deleted = new_experiment(store)
        store.delete_experiment(deleted)
        with pytest.raises(InvalidValue):
            store.create_run(NewRun(experiment_id=deleted))

    def test_unknown_ones_are_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.get_run(UNKNOWN_RUN)
        with pytest.raises(NotFound):
            store.update_run(UNKNOWN_RUN, status=RunStatus.FINISHED)
        with pytest.raises(NotFound):
            store.delete_run(UNKNOWN_RUN)
        with pytest.raises(NotFound):
            store.restore_run(UNKNOWN_RUN)
        with pytest.raises(NotFound):
            store.log_batch(UNKNOWN_RUN, params={"a": "1"})
        with pytest.raises(NotFound):
            store.log_inputs(UNKNOWN_RUN, datasets=[read("d")])
        with pytest.raises(NotFound):
            store.delete_tag(UNKNOWN_RUN, "a")

    def test_times_are_64_bit_integers(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for bad in (2**63, "x", 1.5):
            with pytest.raises(InvalidValue):
                store.create_run(NewRun(experiment_id=experiment_id, start_time_ms=bad))  # type: ignore[arg-type]  # a caller without types
        run_id = new_run(store, experiment_id, start_time_ms=2**62)
        with pytest.raises(InvalidValue):
            store.update_run(run_id, end_time_ms=2**63)
        assert store.get_run(run_id).info.end_time_ms is None
        assert store.update_run(run_id, end_time_ms=2**62 + 1).end_time_ms == 2**62 + 1

    @pytest.mark.parametrize("run_id", ["a/b", "x" * 257, "-x", "a b"])
    def test_malformed_ids_are_refused(self, store: Store, run_id: str) -> None:
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, params={"a": "1"})

    def test_any_status_may_follow_any_other(self, store: Store) -> None:
        run_id = new_run(store)
        for status in (*RunStatus, *reversed(RunStatus)):
            assert store.update_run(run_id, status=status).status is status
            assert store.get_run(run_id).info.status is status

    def test_updates_change_only_what_is_given(self, store: Store) -> None:
        run_id = new_run(store, name="first", start_time_ms=5)
        info = store.update_run(run_id, status=RunStatus.FINISHED, end_time_ms=99)
        assert (info.status, info.end_time_ms, info.name, info.start_time_ms) == (RunStatus.FINISHED, 99, "first", 5)
        info = store.update_run(run_id, status=RunStatus.RUNNING)
        assert (info.status, info.end_time_ms) == (RunStatus.RUNNING, 99)
        info = store.update_run(run_id, name="second")
        assert (info.status, info.end_time_ms, info.name) == (RunStatus.RUNNING, 99, "second")
        run = store.get_run(run_id)
        assert run.info == info
        assert run.tags[_NAME_TAG] == "second"

    def test_an_empty_name_is_ignored(self, store: Store) -> None:
        run_id = new_run(store, name="kept")
        assert store.update_run(run_id, name="").name == "kept"
        assert store.get_run(run_id).tags[_NAME_TAG] == "kept"

    def test_a_terminal_status_alone_leaves_the_end_open(self, store: Store) -> None:
        run_id = new_run(store)
        assert store.update_run(run_id, status=RunStatus.FINISHED).end_time_ms is None

    def test_the_name_tag_renames(self, store: Store) -> None:
        run_id = new_run(store, name="first")
        store.log_batch(run_id, tags={_NAME_TAG: "second"})
        assert store.get_run(run_id).info.name == "second"
        store.delete_tag(run_id, _NAME_TAG)
        run = store.get_run(run_id)
        assert run.info.name == "second"
        assert _NAME_TAG not in run.tags

    def test_deletion_is_soft_and_may_be_repeated(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "1"})
        store.delete_run(run_id)
        store.delete_run(run_id)
        run = store.get_run(run_id)
        assert run.info.lifecycle is Lifecycle.DELETED
        assert run.params == {"a": "1"}
        store.restore_run(run_id)
        store.restore_run(run_id)
        assert store.get_run(run_id).info.lifecycle is Lifecycle.ACTIVE

    def test_a_run_can_be_restored_in_a_deleted_experiment(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        store.delete_experiment(experiment_id)
        store.restore_run(run_id)
        assert store.get_run(run_id).info.lifecycle is Lifecycle.ACTIVE
        assert store.get_experiment(experiment_id).lifecycle is Lifecycle.DELETED

    def test_deleted_runs_take_no_writes(self, store: Store) -> None:
        run_id = new_run(store, params={"a": "1"}, tags={"t": "1"}, metrics={"m": 1.0})
        store.delete_run(run_id)
        before = store.get_run(run_id)
        with pytest.raises(InvalidValue):
            store.update_run(run_id, status=RunStatus.FAILED)
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, metrics=[point("m", 2.0, step=1)])
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, params={"b": "1"})
        with pytest.raises(InvalidValue):
            store.log_batch(run_id, tags={"t": "2"})
        with pytest.raises(InvalidValue):
            store.delete_tag(run_id, "t")
        with pytest.raises(InvalidValue):
            store.log_inputs(run_id, datasets=[read("d")])
        with pytest.raises(InvalidValue):
            store.log_outputs(run_id, [ModelOutput(model_id="m-" + "1" * 32)])
        assert store.get_run(run_id) == before

    def test_finished_runs_take_writes(self, store: Store) -> None:
        run_id = new_run(store)
        store.update_run(run_id, status=RunStatus.FINISHED, end_time_ms=9)
        store.log_batch(run_id, params={"a": "1"}, tags={"t": "1"}, metrics=[point("m", 1.0)])
        run = store.get_run(run_id)
        assert run.params == {"a": "1"}
        assert run.tags["t"] == "1"
        assert [metric.value for metric in run.metrics] == [1.0]

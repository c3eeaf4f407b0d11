"""Starting, nesting, resuming and ending runs."""

import os
import threading
from pathlib import Path

import pytest

import barograph
from barograph import MlflowClient, settings
from barograph.exceptions import MlflowException


def status(run_id: str) -> str:
    return str(barograph.get_run(run_id).info.status)


def test_a_block_ends_its_run_finished(tracking: str) -> None:
    with barograph.start_run(run_name="first", tags={"a": 1}, description="why") as run:
        assert barograph.active_run() is run
        assert status(run.info.run_id) == "RUNNING"
    assert barograph.active_run() is None
    ended = barograph.get_run(run.info.run_id)
    assert (ended.info.status, ended.info.run_name, ended.info.lifecycle_stage) == ("FINISHED", "first", "active")
    assert ended.info.end_time is not None
    assert ended.info.end_time >= ended.info.start_time
    assert ended.data.tags["a"] == "1"
    assert ended.data.tags["mlflow.note.content"] == "why"
    assert ended.data.tags["mlflow.runName"] == "first"
    assert ended.info.user_id == ended.data.tags["mlflow.user"]
    assert barograph.last_active_run() == ended


@pytest.mark.parametrize(
    ("error", "ended"), [(ValueError("no"), "FAILED"), (SystemExit(2), "FAILED"), (KeyboardInterrupt(), "KILLED")], ids=repr
)
def test_an_exception_ends_the_run_and_goes_on(sqlite_uri: str, error: BaseException, ended: str) -> None:
    run = barograph.start_run()
    with pytest.raises(type(error)), run:
        raise error
    assert status(run.info.run_id) == ended


def test_leaving_with_exit_0_is_finishing(sqlite_uri: str) -> None:
    run = barograph.start_run()
    with pytest.raises(SystemExit), run:
        raise SystemExit(0)
    assert status(run.info.run_id) == "FINISHED"


def test_a_second_run_needs_nested(sqlite_uri: str) -> None:
    with barograph.start_run() as outer:
        with pytest.raises(Exception, match=outer.info.run_id):
            barograph.start_run()
        with barograph.start_run(nested=True) as inner:
            assert barograph.active_run() is inner
        assert barograph.active_run() is outer
    parent = barograph.get_parent_run(inner.info.run_id)
    assert parent is not None
    assert parent.info.run_id == outer.info.run_id
    assert barograph.get_parent_run(outer.info.run_id) is None
    with barograph.start_run(nested=True) as alone:
        pass
    assert "mlflow.parentRunId" not in barograph.get_run(alone.info.run_id).data.tags


def test_runs_left_open_in_a_block_end_with_it(sqlite_uri: str) -> None:
    with barograph.start_run() as outer:
        inner = barograph.start_run(nested=True)
    assert (status(outer.info.run_id), status(inner.info.run_id)) == ("FINISHED", "FINISHED")
    assert barograph.active_run() is None


def test_a_block_whose_run_has_ended_ends_nothing(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        barograph.end_run("KILLED")
    assert status(run.info.run_id) == "KILLED"


def test_a_bad_status_changes_nothing(sqlite_uri: str) -> None:
    run = barograph.start_run()
    with pytest.raises(MlflowException, match="DONE") as refused:
        barograph.end_run("DONE")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert barograph.active_run() is run
    barograph.end_run()
    assert status(run.info.run_id) == "FINISHED"


def test_end_run_without_a_run_does_nothing(sqlite_uri: str) -> None:
    barograph.end_run()


def test_resuming_keeps_the_end_and_adds(tracking: str) -> None:
    with barograph.start_run(run_name="old") as run:
        barograph.log_param("p", 1)
    ended = barograph.get_run(run.info.run_id)
    with barograph.start_run(run_id=run.info.run_id, run_name="new", tags={"again": True}, description="more") as resumed:
        assert resumed.info.run_id == run.info.run_id
        assert (resumed.info.status, resumed.info.run_name, resumed.info.end_time) == ("RUNNING", "new", ended.info.end_time)
        assert resumed.data.tags["again"] == "True"
        assert resumed.data.tags["mlflow.note.content"] == "more"
        assert resumed.data.params == {"p": "1"}
    assert status(run.info.run_id) == "FINISHED"


def test_the_environment_names_a_run_to_resume_once(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with barograph.start_run() as run:
        pass
    monkeypatch.setenv("MLFLOW_RUN_ID", run.info.run_id)
    barograph.log_metric("m", 1)
    active = barograph.active_run()
    assert active is not None
    assert active.info.run_id == run.info.run_id
    assert not settings.RUN_ID.is_set()


def test_a_deleted_run_and_one_of_another_experiment_do_not_resume(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        pass
    barograph.set_experiment("elsewhere")
    with pytest.raises(MlflowException, match="experiment 0") as refused:
        barograph.start_run(run_id=run.info.run_id)
    assert refused.value.error_code == "INTERNAL_ERROR"
    barograph.set_experiment(experiment_id="0")
    barograph.delete_run(run.info.run_id)
    with pytest.raises(MlflowException, match="deleted"):
        barograph.start_run(run_id=run.info.run_id)
    assert barograph.active_run() is None


def test_a_parent_may_be_named(sqlite_uri: str) -> None:
    with barograph.start_run() as parent:
        pass
    with barograph.start_run(parent_run_id=parent.info.run_id) as child, pytest.raises(MlflowException, match="is active"):
        barograph.start_run(parent_run_id=parent.info.run_id, nested=True)
    assert child.data.tags["mlflow.parentRunId"] == parent.info.run_id
    barograph.delete_run(parent.info.run_id)
    with pytest.raises(MlflowException, match="deleted"):
        barograph.start_run(parent_run_id=parent.info.run_id)


def test_bad_arguments_create_no_run(sqlite_uri: str) -> None:
    with pytest.raises(MlflowException, match="twice"):
        barograph.start_run(description="a", tags={"mlflow.note.content": "b"})
    with pytest.raises(MlflowException, match="experiment id"):
        barograph.start_run(experiment_id=1.5)  # type: ignore[arg-type]  # what is tested
    with pytest.raises(MlflowException, match="No experiment"):
        barograph.start_run(experiment_id="77")
    with pytest.raises(MlflowException, match="tag key"):
        barograph.start_run(tags={"a//b": 1})
    assert barograph.search_runs(search_all_experiments=True, output_format="list") == []
    assert barograph.active_run() is None


def test_each_thread_has_runs_of_its_own(sqlite_uri: str) -> None:
    seen: list[str] = []

    def work() -> None:
        assert barograph.active_run() is None
        with barograph.start_run() as own:
            barograph.log_metric("m", 1)
        seen.append(own.info.run_id)

    with barograph.start_run() as run:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert barograph.active_run() is run
    assert seen
    assert seen[0] != run.info.run_id
    assert barograph.get_run(run.info.run_id).data.metrics == {}


def test_the_context_may_add_tags(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", '{"site": "north", "mlflow.user": "ada", "n": 1}')
    with barograph.start_run(tags={"site": "south"}) as run:
        pass
    assert (run.data.tags["site"], run.data.tags["n"], run.info.user_id) == ("south", "1", "ada")
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", "[1]")
    with pytest.raises(MlflowException, match="RUN_CONTEXT"):
        barograph.start_run()


def test_the_client_touches_no_active_run(tracking: str) -> None:
    client = MlflowClient()
    run = client.create_run(barograph.set_experiment("by-client").experiment_id, start_time=5, tags={"x": 1}, run_name="named")
    assert barograph.active_run() is None
    assert (run.info.start_time, run.info.run_name, run.info.user_id) == (5, "named", "unknown")
    assert run.data.tags == {"x": "1", "mlflow.runName": "named"}
    client.update_run(run.info.run_id, status="KILLED", name="other")
    changed = client.get_run(run.info.run_id)
    assert (changed.info.status, changed.info.run_name, changed.info.end_time) == ("KILLED", "other", None)
    client.set_terminated(run.info.run_id, end_time=9)
    assert client.get_run(run.info.run_id).info.end_time == 9
    client.delete_run(run.info.run_id)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    client.restore_run(run.info.run_id)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "active"


def test_a_servers_run_is_announced_when_it_ends(
    clean_session: None, server_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    barograph.set_tracking_uri(server_url)
    with barograph.start_run(run_name="seen") as run:
        pass
    page = f"{server_url}/#/experiments/0"
    assert capsys.readouterr().out == f"View run seen at: {page}/runs/{run.info.run_id}\nView experiment at: {page}\n"
    monkeypatch.setenv("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    with barograph.start_run():
        pass
    assert capsys.readouterr().out == ""


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the store has a thread, and users do fork
def test_a_forked_child_logs_to_the_run_and_leaves_it_open(sqlite_uri: str, tmp_path: Path) -> None:
    with barograph.start_run() as run:
        barograph.log_metric("parent", 1)
        child = os.fork()
        if child == 0:
            try:
                barograph.log_metric("child", 2)
                from barograph.client.process_end import end_all_runs

                end_all_runs()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert barograph.get_run(run.info.run_id).data.metrics == {"parent": 1.0, "child": 2.0}
        assert status(run.info.run_id) == "RUNNING"

"""Runs remembered as text: the text is the run's, whoever changes the run and however."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from barograph.model import Dataset, DatasetInput, Metric, ModelOutput, NewRun, Query, RunStatus, View
from barograph.store.base import EncodedRunStore
from barograph.store.sql.encoded_runs import EncodedRuns
from barograph.store.sql.store import SqlStore
from barograph.wire import runs as wire

Change = Callable[[SqlStore, str], object]


def ended_run(store: SqlStore) -> str:
    run_id = store.create_run(NewRun(experiment_id="0", name="ended")).info.run_id
    store.log_batch(run_id, metrics=[Metric(key="loss", value=float("nan"), timestamp_ms=1)], params={"lr": "0.1"}, tags={"t": "é"})
    store.update_run(run_id, status=RunStatus.FINISHED, end_time_ms=5)
    return run_id


def check(store: SqlStore, *, query: Query | None = None) -> None:
    """The encoded answer is that of the plain one, also when asked again."""
    wanted = query or Query(view=View.ALL)
    plain = store.search_runs(["0"], wanted)
    expected = [msgspec.json.encode(wire.Run.from_model(run)) for run in plain.items]
    for _ in range(2):
        page = store.search_runs_encoded(["0"], wanted)
        assert (list(page.items), page.next_token) == (expected, plain.next_token)


CHANGES: dict[str, Change] = {
    "metric": lambda store, run: store.log_batch(run, metrics=[Metric(key="loss", value=2.0, timestamp_ms=2, step=1)]),
    "param": lambda store, run: store.log_batch(run, params={"more": "1"}),
    "tag": lambda store, run: store.log_batch(run, tags={"t": "changed"}),
    "tag removed": lambda store, run: store.delete_tag(run, "t"),
    "renamed": lambda store, run: store.update_run(run, name="other"),
    "resumed": lambda store, run: store.update_run(run, status=RunStatus.RUNNING),
    "ended anew": lambda store, run: store.update_run(run, status=RunStatus.FAILED, end_time_ms=77),
    "deleted": lambda store, run: store.delete_run(run),
    "dataset": lambda store, run: store.log_inputs(
        run, datasets=[DatasetInput(dataset=Dataset(name="d", digest="1", source_type="s", source="x"), tags={"c": "train"})]
    ),
    "model read": lambda store, run: store.log_inputs(run, model_ids=["m-1"]),
    "model made": lambda store, run: store.log_outputs(run, [ModelOutput(model_id="m-2", step=3)]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_an_ended_run_is_seen(sql_store: SqlStore, change: str) -> None:
    assert isinstance(sql_store, EncodedRunStore)
    run_id = ended_run(sql_store)
    check(sql_store)
    CHANGES[change](sql_store, run_id)
    check(sql_store)


def test_a_resumed_run_that_ends_again_is_not_mistaken_for_what_it_was(sql_store: SqlStore) -> None:
    run_id = ended_run(sql_store)
    check(sql_store)
    sql_store.update_run(run_id, status=RunStatus.RUNNING)
    sql_store.log_batch(run_id, params={"late": "1"})
    sql_store.update_run(run_id, status=RunStatus.FINISHED)
    check(sql_store)


def test_deleting_and_restoring_the_experiment_is_seen(sql_store: SqlStore) -> None:
    experiment_id = sql_store.create_experiment("other")
    run_id = sql_store.create_run(NewRun(experiment_id=experiment_id)).info.run_id
    sql_store.update_run(run_id, status=RunStatus.FINISHED)
    query = Query(view=View.ALL)
    active = sql_store.search_runs_encoded([experiment_id], query).items
    sql_store.delete_experiment(experiment_id)
    deleted = sql_store.search_runs_encoded([experiment_id], query).items
    sql_store.restore_experiment(experiment_id)
    assert b'"deleted"' in deleted[0]
    assert sql_store.search_runs_encoded([experiment_id], query).items == active


def test_what_another_process_changes_is_seen(url: str, tmp_path: Path) -> None:
    store = SqlStore(url, artifact_root="a")
    run_id = ended_run(store)
    check(store)
    script = (
        f"from barograph.store.sql.store import SqlStore\nSqlStore({url!r}, artifact_root='a').log_batch({run_id!r}, params={{'x': '1'}})"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)
    check(store)
    store.close()


def test_pages_and_orders_are_those_of_the_plain_search(sql_store: SqlStore) -> None:
    for _ in range(5):
        ended_run(sql_store)
    sql_store.create_run(NewRun(experiment_id="0", name="runs still"))
    check(sql_store, query=Query(max_results=2, order_by=("attributes.run_id DESC",)))
    check(sql_store, query=Query(filter="params.lr = '0.1'", max_results=3))
    check(sql_store, query=Query(filter="params.lr = 'none'"))


def test_the_oldest_texts_make_room() -> None:
    texts = EncodedRuns(kept_bytes=10)
    texts.put("a", 0, b"12345")
    texts.put("b", 0, b"12345")
    texts.put("a", 1, b"1234")
    texts.put("c", 0, b"1")
    assert texts.get("b", 0) == b"12345"
    texts.put("d", 0, b"12")
    assert texts.get("b", 0) is None
    assert texts.get("a", 0) is None
    assert (texts.get("a", 1), texts.get("c", 0), texts.get("d", 0)) == (b"1234", b"1", b"12")
    texts.put("e", 0, b"more than all")
    assert texts.get("e", 0) is None

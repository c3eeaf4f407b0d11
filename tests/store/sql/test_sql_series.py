import math
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from barograph.model import Metric, NewLoggedModel, NewRun, RunStatus, SeriesQuery
from barograph.store.series.codec import COLUMNS
from barograph.store.sql import merger, schema, series_merge
from barograph.store.sql.store import SqlStore

VALUES = st.one_of(st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0]), st.floats())
POINTS = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3), VALUES), min_size=1, max_size=40)


def new_run(store: SqlStore) -> str:
    return store.create_run(NewRun(experiment_id="0")).info.run_id


def chunks(store: SqlStore) -> list[int]:
    """Number of points in each chunk of the store."""
    with store._database.read() as connection:
        return [row[0] for row in connection.execute(select(schema.chunk.c.point_count).order_by(schema.chunk.c.sequence))]


def codecs(store: SqlStore) -> list[int]:
    with store._database.read() as connection:
        return [row[0] for row in connection.execute(select(schema.chunk.c.codec).order_by(schema.chunk.c.sequence))]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def identity(metric: Metric) -> tuple[int, int, bytes]:
    return metric.step, metric.timestamp_ms, struct.pack("<d", metric.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["m", "m subset:val"]), POINTS), min_size=1, max_size=6), st.booleans())
def test_history_is_the_set_of_points_whatever_the_batches(
    sql_store: SqlStore, batches: list[tuple[str, list[tuple[int, int, float]]]], merge: bool
) -> None:
    run_id = new_run(sql_store)
    logged = [[Metric(key=key, step=step, timestamp_ms=at, value=value) for step, at, value in rows] for key, rows in batches]
    for batch in logged:
        sql_store.log_batch(run_id, metrics=batch)
    if merge:
        sql_store.update_run(run_id, status=RunStatus.FINISHED)
        sql_store._merger.finish()
    for series in sql_store.metric_series(SeriesQuery(run_ids=(run_id,), keys=("m",))):
        points = {identity(metric) for batch in logged for metric in batch if metric.key == series.name}
        columns = zip(series.steps.tolist(), series.timestamps_ms.tolist(), series.values.tolist(), strict=True)
        assert sorted((step, at, struct.pack("<d", value)) for step, at, value in columns) == sorted(points)
        history = sql_store.metric_history(run_id, series.name).items
        assert sorted(map(identity, history)) == sorted(points)
        order = [(metric.timestamp_ms, metric.step, 0.0 if math.isnan(metric.value) else metric.value) for metric in history]
        assert order == sorted(order)
    assert {series.name for series in sql_store.metric_series(SeriesQuery(run_ids=(run_id,)))} == {key for key, _ in batches}


def due(store: SqlStore) -> int:
    with store._database.read() as connection:
        return len(connection.execute(select(schema.series_due)).all())


def test_points_logged_one_by_one_are_merged_and_all_there(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for step in range(600):
        sql_store.log_batch(run_id, metrics=[Metric(key="loss", value=1 / (step + 1), timestamp_ms=step, step=step)])
    sql_store._merger.finish()
    assert due(sql_store) == 0
    assert sum(chunks(sql_store)) == 600
    assert len(chunks(sql_store)) < 32
    history = sql_store.metric_history(run_id, "loss").items
    assert [(metric.step, metric.value) for metric in history] == [(step, 1 / (step + 1)) for step in range(600)]


def test_a_replayed_point_is_dropped_when_chunks_merge(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for _ in range(16):
        sql_store.log_batch(run_id, metrics=[Metric(key="m", value=math.nan, timestamp_ms=1)])
    sql_store._merger.finish()
    assert chunks(sql_store) == [1]
    with sql_store._database.read() as connection:
        assert connection.execute(select(schema.series.c.point_count)).scalar_one() == 1


def test_steps_are_read_from_the_chunks_that_hold_them(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for start in range(0, 100, 10):
        points = [Metric(key="m", value=float(step), timestamp_ms=1_000 - step, step=step) for step in range(start, start + 10)]
        sql_store.log_batch(run_id, metrics=points)
    found = sql_store.metric_interval([run_id], "m", start_step=38, end_step=61)
    assert [metric.step for metric in found] == list(range(38, 62))


def test_the_summary_row_tells_what_a_chart_needs(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    values = [3.0, math.nan, -math.inf, 7.0, 5.0]
    sql_store.log_batch(run_id, metrics=[Metric(key="m", value=value, timestamp_ms=step, step=step) for step, value in enumerate(values)])
    with sql_store._database.read() as connection:
        row = connection.execute(select(schema.series)).one()
    assert (row.point_count, row.nan_count) == (5, 1)
    assert (row.first_value, row.last_value, row.min_value, row.max_value) == (3.0, 5.0, -math.inf, 7.0)
    assert (row.min_step, row.max_step) == (2, 3)


def test_a_point_of_a_logged_model_is_kept_for_run_and_model(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    model_id = sql_store.create_logged_model(NewLoggedModel(experiment_id="0")).model_id
    for step in range(40):
        measured = Metric(
            key="rmse", value=float(step), timestamp_ms=step, step=step, model_id=model_id, dataset_name="d", dataset_digest="1"
        )
        sql_store.log_batch(run_id, metrics=[measured])
    model = sql_store.get_logged_model(model_id)
    assert [(metric.step, metric.run_id, metric.dataset_name) for metric in model.metrics] == [(step, run_id, "d") for step in range(40)]
    assert len(sql_store.metric_history(run_id, "rmse").items) == 40
    assert [metric.step for metric in sql_store.get_run(run_id).metrics] == [39]


@pytest.mark.parametrize("middle", [2.0, 2.5])
def test_any_point_of_a_logged_model_can_match_a_filter(sql_store: SqlStore, middle: float) -> None:
    from barograph.model import Query

    run_id = new_run(sql_store)
    model_id = sql_store.create_logged_model(NewLoggedModel(experiment_id="0")).model_id
    points = [Metric(key="m", value=value, timestamp_ms=0, step=step, model_id=model_id) for step, value in enumerate([1.0, middle, 3.0])]
    sql_store.log_batch(run_id, metrics=points)
    found = sql_store.search_logged_models(["0"], Query(filter="metrics.m = 2.0")).items
    assert [model.model_id for model in found] == ([model_id] if middle == 2.0 else [])


def test_chunks_of_one_run_are_merged_by_the_thread(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for step in range(64):
        sql_store.log_batch(run_id, metrics=[Metric(key="m", value=float(step), timestamp_ms=step, step=step)])
    sql_store.update_run(run_id, status=RunStatus.FINISHED)
    wait_until(lambda: due(sql_store) == 0)
    assert chunks(sql_store) == [64]
    assert codecs(sql_store) == [COLUMNS]
    assert [metric.step for metric in sql_store.metric_history(run_id, "m").items] == list(range(64))


def test_merges_of_many_threads_and_batches_lose_nothing(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    stop = threading.Event()

    def merge() -> None:
        while not stop.is_set():
            sql_store._merger.finish()

    def log(rank: int) -> None:
        for step in range(40):
            points = [Metric(key="m", value=float(rank), timestamp_ms=step, step=step * 10 + index) for index in range(10)]
            sql_store.log_batch(run_id, metrics=points)
            assert len(sql_store.metric_series(SeriesQuery(run_ids=(run_id,)))[0].steps) >= 10 * (step + 1)

    with ThreadPoolExecutor(6) as pool:
        mergers = [pool.submit(merge) for _ in range(2)]
        for each in [pool.submit(log, rank) for rank in range(4)]:
            each.result()
        stop.set()
        for each in mergers:
            each.result()
    history = sql_store.metric_history(run_id, "m").items
    assert sorted((metric.value, metric.step) for metric in history) == [(rank, step) for rank in range(4) for step in range(400)]
    with sql_store._database.read() as connection:
        assert connection.execute(select(schema.series.c.point_count)).scalar_one() == 1_600
        assert sum(chunks(sql_store)) == 1_600


def test_a_merge_that_was_overtaken_changes_nothing(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for step in range(16):
        sql_store.log_batch(run_id, metrics=[Metric(key="m", value=float(step), timestamp_ms=step, step=step)])
    with sql_store._database.read() as connection:
        (series_id,) = series_merge.due_of_runs(connection, [run_id])
    late = series_merge._prepared(sql_store._database, series_id)
    sql_store._merger.finish()
    assert late is not None
    assert sql_store._database.write(lambda connection: series_merge._exchange([late], connection)) == []
    assert chunks(sql_store) == [16]


def test_a_process_that_is_killed_while_it_merges_leaves_every_point_and_the_work_to_others(url: str) -> None:
    store = SqlStore(url, artifact_root="memory:/artifacts")
    run_id = new_run(store)
    store.log_batch(run_id, metrics=[Metric(key="m", value=0.5, timestamp_ms=0, step=step) for step in range(1_000)])
    store.close()
    program = (
        "import os, sys\n"
        "from barograph.model import Metric\n"
        "from barograph.store.sql import series_merge\n"
        "from barograph.store.sql.store import SqlStore\n"
        f"store = SqlStore({url!r}, artifact_root='memory:/artifacts')\n"
        "store._merger.note = lambda run_id: None\n"
        f"for start in range(1_000, 21_000, 100): store.log_batch({run_id!r}, metrics="
        "[Metric(key='m', value=0.5, timestamp_ms=0, step=step) for step in range(start, start + 100)])\n"
        "whole = series_merge._exchanged\n"
        "def killed(connection, merge):\n"
        "    whole(connection, merge)\n"
        "    os.kill(os.getpid(), 9)\n"  # after the rows were exchanged, before the commit
        "series_merge._exchanged = killed\n"
        "store._merger.finish()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    store = SqlStore(url, artifact_root="memory:/artifacts")
    assert due(store) == 1
    assert len(chunks(store)) > 32
    (found,) = store.metric_series(SeriesQuery(run_ids=(run_id,)))  # which sees that the series is in many pieces
    assert found.steps.tolist() == list(range(21_000))
    wait_until(lambda: due(store) == 0)
    assert len(chunks(store)) < 32
    assert len(store.metric_history(run_id, "m").items) == 21_000
    store.close()


def test_what_a_dead_process_left_is_done_by_the_next_that_logs(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merger, "_LEFT_AFTER_MS", -1)
    store = SqlStore(url, artifact_root="memory:/artifacts")
    run_id, other = new_run(store), new_run(store)
    monkeypatch.setattr(store._merger, "note", lambda run_id: None)
    for step in range(16):
        store.log_batch(run_id, metrics=[Metric(key="m", value=0.5, timestamp_ms=0, step=step)])
    store.close()
    store = SqlStore(url, artifact_root="memory:/artifacts")
    assert due(store) == 1
    store.update_run(other, status=RunStatus.FINISHED)
    wait_until(lambda: due(store) == 0)
    assert chunks(store) == [16]
    store.close()


def test_a_store_merges_in_a_forked_process_too(url: str) -> None:
    program = (
        "import os\n"
        "from barograph.model import Metric, NewRun, RunStatus\n"
        "from barograph.store.sql.store import SqlStore\n"
        f"store = SqlStore({url!r}, artifact_root='memory:/artifacts')\n"
        "run_id = store.create_run(NewRun(experiment_id='0')).info.run_id\n"
        "def log(first):\n"
        "    for step in range(first, first + 16):\n"
        "        store.log_batch(run_id, metrics=[Metric(key='m', value=1.0, timestamp_ms=0, step=step)])\n"
        "log(0)\n"
        "if os.fork() == 0:\n"
        "    log(16)\n"
        "    store._merger.finish()\n"
        "    os._exit(0)\n"
        "assert os.wait()[1] == 0\n"
        "store.close()\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)
    store = SqlStore(url, artifact_root="memory:/artifacts")
    assert sum(chunks(store)) == 32
    assert len(chunks(store)) <= 2
    store.close()

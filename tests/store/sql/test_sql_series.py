import math
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from barograph.model import Metric, NewLoggedModel, NewRun
from barograph.store.sql import schema
from barograph.store.sql.store import SqlStore

VALUES = st.one_of(st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0]), st.floats())
POINTS = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3), VALUES), min_size=1, max_size=40)


def new_run(store: SqlStore) -> str:
    return store.create_run(NewRun(experiment_id="0")).info.run_id


def chunks(store: SqlStore) -> list[int]:
    """Number of points in each chunk of the store."""
    with store._database.read() as connection:
        return [row[0] for row in connection.execute(select(schema.chunk.c.point_count).order_by(schema.chunk.c.sequence))]


def identity(metric: Metric) -> tuple[int, int, bytes]:
    return metric.step, metric.timestamp_ms, struct.pack("<d", metric.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=6))
def test_history_is_the_set_of_points_whatever_the_batches(sql_store: SqlStore, batches: list[list[tuple[int, int, float]]]) -> None:
    run_id = new_run(sql_store)
    logged = [[Metric(key="m", step=step, timestamp_ms=at, value=value) for step, at, value in batch] for batch in batches]
    for batch in logged:
        sql_store.log_batch(run_id, metrics=batch)
    history = sql_store.metric_history(run_id, "m").items
    assert sorted(map(identity, history)) == sorted({identity(metric) for batch in logged for metric in batch})
    order = [(metric.timestamp_ms, metric.step, 0.0 if math.isnan(metric.value) else metric.value) for metric in history]
    assert order == sorted(order)


def test_points_logged_one_by_one_are_merged_and_all_there(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for step in range(600):
        sql_store.log_batch(run_id, metrics=[Metric(key="loss", value=1 / (step + 1), timestamp_ms=step, step=step)])
    assert chunks(sql_store) == [256, 256, 16, 16, 16, 16, 16, *[1] * 8]
    history = sql_store.metric_history(run_id, "loss").items
    assert [(metric.step, metric.value) for metric in history] == [(step, 1 / (step + 1)) for step in range(600)]


def test_a_replayed_point_is_dropped_when_chunks_merge(sql_store: SqlStore) -> None:
    run_id = new_run(sql_store)
    for _ in range(16):
        sql_store.log_batch(run_id, metrics=[Metric(key="m", value=math.nan, timestamp_ms=1)])
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

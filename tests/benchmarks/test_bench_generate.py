"""Stores that the benchmarks fill by bulk inserts are those that Barograph would have written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, create_engine, select

from barograph.model import NewRun, Query, Run
from barograph.store.opening import open_store
from barograph.store.sql import schema
from barograph.store.sql.store import SqlStore
from postgresql_server import PostgresqlServer

GENERATE = Path(__file__).resolve().parents[2] / "benchmarks" / "generate.py"
RUNS = 50
NUMBERS = {"id", "uuid", "experiment_id", "artifact_uri", "run_id", "key_id", "series_id"}


def generated(url: str, folder: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, str(GENERATE), url, "--runs", str(RUNS), *more]
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def log(store: Any, run: Run, points: Mapping[str, Any]) -> None:
    """The same run through the store's own door."""
    new = NewRun(experiment_id="0", name=run.info.name, user_id=run.info.user_id, start_time_ms=run.info.start_time_ms)
    run_id = store.create_run(new).info.run_id
    store.log_batch(run_id, params=run.params, tags=run.tags, metrics=[point for series in points.values() for point in series])
    store.update_run(run_id, status=run.info.status, end_time_ms=run.info.end_time_ms)


def _shown(table: Table) -> list[Column[Any]]:
    """The columns that do not say which row of its kind it is."""
    return [column for column in table.columns if column.name not in NUMBERS]


def rows(url: str) -> dict[str, set[tuple[Any, ...]]]:
    """All rows about runs, numbers of rows replaced by the names of the run and the key."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    run, name, series = schema.run, schema.name, schema.series
    chosen = {"run": select(*_shown(run))}
    for table in (schema.param, schema.run_tag, series):
        chosen[table.name] = select(run.c.name, name.c.text, *_shown(table)).join_from(run, table).join(name)
    chosen["chunk"] = select(run.c.name, name.c.text, *_shown(schema.chunk)).join_from(run, series).join(name).join(schema.chunk)
    with engine.connect() as connection:
        found = {table: {tuple(row) for row in connection.execute(statement)} for table, statement in chosen.items()}
    engine.dispose()
    return found


def check_same(url: str, other_url: str, said: dict[str, Any]) -> None:
    store, other = open_store(url), open_store(other_url)
    assert isinstance(store, SqlStore)
    page = store.search_runs([said["experiment_id"]], Query(max_results=RUNS + 1))
    assert len(page.items) == RUNS
    for run in page.items:
        assert (len(run.metrics), len(run.params), len(run.tags)) == (20, 15, 5)
        log(other, run, {metric.key: store.metric_history(run.info.run_id, metric.key).items for metric in run.metrics})
    # Ids that the database gives must go on after those that were given by hand.
    new = store.create_run(NewRun(experiment_id="0", name="one more"))
    store.close()
    other.close()
    made, logged = rows(url), rows(other_url)
    assert len(made["series"]) == len(made["chunk"]) == 20 * RUNS
    for table in made:
        assert {row for row in made[table] if new.info.name not in row} == logged[table], table


@pytest.mark.parametrize("points", ["1", "7"])
def test_generated_rows_are_those_of_logging_on_sqlite(tmp_path: Path, points: str) -> None:
    url = f"sqlite:///{tmp_path}/made.db"
    check_same(url, f"sqlite:///{tmp_path}/logged.db", generated(url, tmp_path, "--points", points))


def test_generated_rows_are_those_of_logging_on_postgresql(postgresql: PostgresqlServer, tmp_path: Path) -> None:
    url = postgresql.new_database()
    check_same(url, postgresql.new_database(), generated(url, tmp_path))


def test_a_long_series_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    histories = []
    for name in ("one", "two"):
        url = f"sqlite:///{tmp_path}/{name}.db"
        said = generated(url, tmp_path, "--series-points", "2500")
        store = open_store(url)
        histories.append(store.metric_history(said["series_run_id"], "loss").items)
        store.close()
    assert [point.step for point in histories[0]] == list(range(2500))
    assert histories[0] == histories[1]

from pathlib import Path

import pytest

from barograph.errors import InvalidValue, NotSupported, Unavailable
from barograph.model import Metric, NewRun, Query
from barograph.model.limits import MAX_FILTER_CLAUSES, MAX_ORDER_KEYS
from barograph.store.sql.store import SqlStore


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "not a url",
        "nosuch:///x",
        "sqlite+nosuch:///x",
        "postgresql+nosuch://h/x",
    ],
)
def test_urls_that_cannot_be_a_store_are_refused(url: str) -> None:
    with pytest.raises((InvalidValue, NotSupported), match="sqlite:///"):
        SqlStore(url, artifact_root="a")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    SqlStore(f"sqlite:///{tmp_path}/a/b/store.db", artifact_root="a").close()
    assert (tmp_path / "a" / "b" / "store.db").is_file()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, and long enough to be read as the header of one: " * 20)
    with pytest.raises(Unavailable, match=r"notes\.txt"):
        SqlStore(f"sqlite:///{path}", artifact_root="a")
    assert path.read_text().startswith("not a database")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Check that it is"):
        SqlStore(f"sqlite:///{tmp_path}", artifact_root="a")


def test_texts_that_are_no_unicode_are_refused(sql_store: SqlStore) -> None:
    run_id = sql_store.create_run(NewRun(experiment_id="0")).info.run_id
    with pytest.raises(InvalidValue, match="surrogate"):
        sql_store.log_batch(run_id, params={"ok": "x"}, tags={"t": "\ud800"})
    assert sql_store.get_run(run_id).params == {}
    with pytest.raises(InvalidValue, match="surrogate"):
        sql_store.get_experiment_by_name("\udfff")


@pytest.mark.parametrize(
    "point",
    [
        Metric(key="m", value=1.0, timestamp_ms=-1),
        Metric(key="m", value=1.0, timestamp_ms=2**63),
        Metric(key="m", value=1.0, timestamp_ms=0, step=2**63),
        Metric(key="m", value=1.0, timestamp_ms=0, step=-(2**63) - 1),
        Metric(key="m", value="high", timestamp_ms=0),  # type: ignore[arg-type]  # callers need not check types
        Metric(key="m", value=10**400, timestamp_ms=0),
        Metric(key="m", value=1.0, timestamp_ms=1.5),  # type: ignore[arg-type]  # as above
    ],
)
def test_points_that_cannot_be_kept_are_refused_with_their_batch(sql_store: SqlStore, point: Metric) -> None:
    run_id = sql_store.create_run(NewRun(experiment_id="0")).info.run_id
    with pytest.raises(InvalidValue, match="'m'"):
        sql_store.log_batch(run_id, metrics=[Metric(key="n", value=1.0, timestamp_ms=0), point], params={"p": "1"})
    run = sql_store.get_run(run_id)
    assert (run.metrics, run.params) == ((), {})


def test_numbers_of_other_types_are_taken(sql_store: SqlStore) -> None:
    import numpy as np

    run_id = sql_store.create_run(NewRun(experiment_id="0")).info.run_id
    point = Metric(key="m", value=np.float32(0.5), timestamp_ms=np.int64(3), step=np.int32(2))  # type: ignore[arg-type]  # as callers do
    sql_store.log_batch(run_id, metrics=[point, Metric(key="n", value=1, timestamp_ms=0)])
    assert {(metric.key, metric.value) for metric in sql_store.get_run(run_id).metrics} == {("m", 0.5), ("n", 1.0)}


@pytest.mark.parametrize("sql_store", ["sqlite"], indirect=True)  # PostgreSQL takes them
def test_filters_beyond_what_the_database_takes_are_refused(sql_store: SqlStore) -> None:
    sql_store.create_run(NewRun(experiment_id="0", tags={"t": "a"}))
    with pytest.raises(InvalidValue, match="smaller"):
        sql_store.search_runs(["0"], Query(filter=f"tags.t LIKE '{'%a' * 30_000}'"))


def test_the_longest_searches_allowed_are_answered(sql_store: SqlStore) -> None:
    run_id = sql_store.create_run(NewRun(experiment_id="0", tags={f"t{i}": "a" for i in range(MAX_FILTER_CLAUSES)})).info.run_id
    everything = " AND ".join(f"tags.t{i} != 'x'" for i in range(MAX_FILTER_CLAUSES))
    order = tuple(f"tags.t{i} DESC" for i in range(MAX_ORDER_KEYS))
    found = sql_store.search_runs(["0"], Query(filter=everything, order_by=order)).items
    assert [run.info.run_id for run in found] == [run_id]

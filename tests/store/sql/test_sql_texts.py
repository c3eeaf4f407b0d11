import pytest

from barograph.model import NewRun, Query
from barograph.model.number_text import as_number
from barograph.store.sql.columns import TEXT_PREFIX
from barograph.store.sql.store import SqlStore

BASE = "x" * TEXT_PREFIX


@pytest.fixture
def runs(sql_store: SqlStore) -> SqlStore:
    """Runs named by a param that is longer than, as long as, and shorter than what an index holds."""
    for name, value in {"short": "abc", "exact": BASE, "long-a": BASE + "a", "long-b": BASE + "b"}.items():
        run_id = sql_store.create_run(NewRun(experiment_id="0", name=name)).info.run_id
        sql_store.log_batch(run_id, params={"p": value})
    return sql_store


def names(store: SqlStore, filter_text: str = "", *order: str) -> list[str]:
    return [run.info.name for run in store.search_runs(["0"], Query(filter=filter_text, order_by=order)).items]


@pytest.mark.parametrize(
    ("value", "expected"), [("abc", ["short"]), (BASE, ["exact"]), (BASE + "a", ["long-a"]), (BASE + "c", []), (BASE[:-1], [])]
)
def test_equality_is_of_the_whole_text(runs: SqlStore, value: str, expected: list[str]) -> None:
    assert names(runs, f"params.p = '{value}'") == expected
    assert sorted(names(runs, f"params.p != '{value}'")) == sorted({"short", "exact", "long-a", "long-b"} - set(expected))


def test_patterns_see_the_whole_text(runs: SqlStore) -> None:
    assert names(runs, "params.p LIKE '%xb'") == ["long-b"]
    assert names(runs, "params.p LIKE '%XB'") == []
    assert names(runs, "params.p ILIKE '%XB'") == ["long-b"]


def test_order_is_of_the_whole_text(runs: SqlStore) -> None:
    assert names(runs, "", "params.p ASC") == ["short", "exact", "long-a", "long-b"]
    assert names(runs, "", "params.p DESC") == ["long-b", "long-a", "exact", "short"]


def test_long_texts_read_back_whole(runs: SqlStore) -> None:
    found = {run.info.name: run.params["p"] for run in runs.search_runs(["0"], Query()).items}
    assert found["long-a"] == BASE + "a"
    assert found["exact"] == BASE


def test_filters_agree_however_many_runs_match(sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few matches are collected, many are looked up run by run; the answers are the same."""
    from barograph.model import Metric
    from barograph.store.sql import filters

    for i in range(12):
        run_id = sql_store.create_run(NewRun(experiment_id="0", name=f"r{i}", start_time_ms=i)).info.run_id
        sql_store.log_batch(run_id, metrics=[Metric(key="m", value=float(i % 4), timestamp_ms=0)], params={"p": str(i % 3)})
    wanted = "metrics.m > 0.5 AND params.p = '1'"
    expected = [f"r{i}" for i in reversed(range(12)) if i % 4 > 0.5 and i % 3 == 1]
    assert names(sql_store, wanted) == expected
    monkeypatch.setattr(filters, "FEW", 2)
    assert names(sql_store, wanted) == expected
    monkeypatch.setattr(filters, "COLLECTABLE", 2)
    assert names(sql_store, wanted) == expected


@pytest.mark.parametrize(("text", "number"), [("1", 1.0), ("-0.5e3", -500.0), (".5", 0.5), ("+7", 7.0)])
def test_numbers_in_texts_are_seen(text: str, number: float) -> None:
    assert as_number(text) == number


@pytest.mark.parametrize("text", ["", "nan", "inf", "-inf", "1_0", "0x10", "1e999", "one", "-", "1 2", "9" * 41])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert as_number(text) is None

"""Sorts of many runs, which are read from an index, find what a sort in memory finds."""

import math
import random
from collections.abc import Iterator

import pytest

from barograph.model import Column, Metric, NewRun, RunQuery, RunTable, TextColumn
from barograph.store.base import Store
from barograph.store.memory import MemoryStore
from barograph.store.sql import run_order
from barograph.store.sql.store import SqlStore

RUNS = 300
ORDERS = (
    ("metrics.m",),
    ("metrics.m DESC",),
    ("metrics.ties DESC", "params.p"),
    ("metrics.ties", "metrics.m DESC"),
    ("metrics.rare",),
    ("metrics.rare DESC", "start_time ASC"),
    ("params.p",),
    ("params.p DESC", "run_name DESC"),
    ("params.long",),
    ("params.long DESC",),
    ("tags.t DESC", "end_time"),
    ("metrics.never", "run_name"),
    ("start_time ASC",),
    ("end_time DESC",),
    ("status", "end_time"),
)
FILTERS = ("", "metrics.m > 0.2", "NOT params.p = 'b'", "metrics.m IS NULL OR tags.t LIKE '%1'", "start_time > 100 AND params.p != 'a'")


def fill(store: Store) -> str:
    """Runs whose names say when they began, with values that are missing, NaN, or those of many."""
    chance = random.Random(3)
    experiment_id = store.create_experiment("many")
    for place in range(RUNS):
        start = place // 2 if place % 3 else place  # some begin at the same moment
        run_id = store.create_run(NewRun(experiment_id=experiment_id, name=f"{place:03}", start_time_ms=start)).info.run_id
        metrics = {"ties": float(chance.randrange(3))}
        if chance.random() < 0.8:
            metrics["m"] = chance.choice([chance.random(), math.nan, math.inf, 0.25])
        if chance.random() < 0.05:
            metrics["rare"] = chance.random()
        params = {"long": "x" * chance.choice([10, 200, 201]) + chance.choice("yz")}
        if chance.random() < 0.7:
            params["p"] = chance.choice("abc")
        tags = {"t": str(chance.randrange(20))} if chance.random() < 0.5 else {}
        points = [Metric(key=key, value=value, timestamp_ms=0, step=0) for key, value in metrics.items()]
        store.log_batch(run_id, metrics=points, params=params, tags=tags)
        if chance.random() < 0.5:
            store.update_run(run_id, end_time_ms=chance.randrange(5))
        if chance.random() < 0.1:
            store.delete_run(run_id)
    return experiment_id


@pytest.fixture(scope="module")
def memory() -> tuple[MemoryStore, str]:
    store = MemoryStore()
    return store, fill(store)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sql(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, str]]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('order')}/store.db"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    store = SqlStore(url, artifact_root="memory:")
    yield store, fill(store)
    store.close()


def page(where: tuple[Store, str], text: str, order: tuple[str, ...], size: int, token: str | None = None) -> RunTable:
    store, experiment_id = where
    return store.query_runs(
        RunQuery(
            experiment_ids=(experiment_id,),
            fields=("run_name", "metrics.ties"),
            filter=text,
            # Run ids, which end every order, differ between the stores.
            order_by=(*order, *(key for key in ("start_time DESC", "run_name") if key.split()[0] not in " ".join(order))),
            max_results=size,
            page_token=token,
        )
    )


def names(table: RunTable) -> tuple[str | None, ...]:
    column = table.columns[0]
    assert isinstance(column, TextColumn)
    return column.values


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_pages_of_any_size(memory: tuple[Store, str], sql: tuple[Store, str], order: tuple[str, ...], text: str) -> None:
    expected = names(page(memory, text, order, RUNS))
    assert names(page(sql, text, order, RUNS)) == expected
    assert names(page(sql, text, order, 1)) == expected[:1]
    found: list[str | None] = []
    token = None
    while True:
        table = page(sql, text, order, 40, token)
        found += names(table)
        token = table.next_token
        if token is None:
            break
    assert tuple(found) == expected


def test_sorts_of_many_runs_read_an_index(sql: tuple[Store, str], monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    by_index = run_order._by_index
    monkeypatch.setattr(run_order, "_by_index", lambda *arguments: read.append(1) or by_index(*arguments))
    page(sql, "metrics.m > 0.2", ("metrics.m",), 3)
    assert read == [1]
    page(sql, "metrics.m > 0.2 AND params.p = 'a' AND metrics.rare > 0", ("metrics.m",), 3)
    page(sql, "", ("end_time",), 3)
    assert read == [1]


FIELDS = (
    "run_name",
    "start_time",
    "end_time",
    "metrics.m",
    "metrics.`ties`.max",
    "metrics.`m`.count",
    "params.p",
    "metrics.*",
    "params.*",
    "tags.*",
)


def values(where: tuple[Store, str], order: str, size: int) -> dict[str, list[object]]:
    """Columns by field, with NaN as a text so that it is equal to itself."""
    store, experiment_id = where
    order_by = (order, "start_time DESC", "run_name") if order else ("start_time DESC", "run_name")
    table = store.query_runs(RunQuery(experiment_ids=(experiment_id,), fields=FIELDS, order_by=order_by, max_results=size))
    return {column.field: [str(value) for value in _items(column)] for column in table.columns}


def _items(column: Column) -> list[object]:
    return list(column.values) if isinstance(column, TextColumn) else list(column.items())


@pytest.mark.parametrize("size", [1, 2, 5, 40, 100, RUNS])
@pytest.mark.parametrize("order", ["", "metrics.m DESC", "params.p"])
def test_columns_of_few_and_many_runs(memory: tuple[Store, str], sql: tuple[Store, str], order: str, size: int) -> None:
    """Runs that follow one another are read as a span, others by number, and large parts of all by key; the values are the same."""
    assert values(sql, order, size) == values(memory, order, size)

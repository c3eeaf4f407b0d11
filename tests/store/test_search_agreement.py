"""The SQL store finds what the store in memory finds, in the same order, whatever the runs and the query."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barograph.model import Dataset, DatasetInput, Metric, NewLoggedModel, NewRun, Query, RunStatus
from barograph.store.base import Store
from barograph.store.memory import MemoryStore
from barograph.store.sql.store import SqlStore

TEXTS = ["", "1", "1e0", "-2.0", "a", "A", "b", "ab", "a%b", "a_b", "a\\b", "é", "É", "0.1", "it's", "aé日"]
PATTERNS = [*TEXTS, "%", "_", "a%", "%b", "%a%", "_b", "a%%b", "__", "%é", "É%", "a\\b", "A\\%", "%\\"]
EXPRESSIONS = ["a", "^a$", "b|é", "^.%", "[A-Z]", "(?i)^a", "^$", r"^\pL$", r"\bb", "(?i)É"]
NUMBERS = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1.0, 1.5, -2.0, 1e308, 5e-324]
LITERALS = ["0", "1", "-2", "1.5", "1e308", "-0.0", "5e-324", "1e400", "-1e400", "+1", ".5"]
KEYS = ["a", "b", "a.b", "a b"]


def once(point: tuple[float, int, int]) -> tuple[str, int, int]:
    """What makes a point one: NaN is one number, and so are the zeros."""
    return (repr(point[0] + 0.0), *point[1:])


texts = st.sampled_from(TEXTS)
keys = st.sampled_from(KEYS)
points = st.builds(lambda value, at, step: (value, at, step), st.sampled_from(NUMBERS), st.integers(0, 2), st.integers(-1, 2))
datasets = st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("12"), st.sampled_from([None, "train", "eval"])), max_size=3)
runs = st.lists(
    st.fixed_dictionaries(
        {
            "params": st.dictionaries(keys, texts, max_size=3),
            "tags": st.dictionaries(keys, texts, max_size=3),
            "metrics": st.dictionaries(keys, st.lists(points, min_size=1, max_size=3, unique_by=once), max_size=3),
            "status": st.sampled_from(list(RunStatus)),
            "end": st.one_of(st.none(), st.integers(0, 5)),
            "deleted": st.sampled_from([False, False, False, True]),
            "datasets": datasets,
        }
    ),
    max_size=6,
)


def quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


TEXT_OPERATORS = ["=", "!=", "LIKE", "ILIKE", "like", "NOT LIKE", "not ilike"]
ORDER_OPERATORS = ["=", "!=", "<", "<=", ">", ">="]
operands = st.one_of(
    st.builds(lambda operator, pattern: f"{operator} {quoted(pattern)}", st.sampled_from(TEXT_OPERATORS), st.sampled_from(PATTERNS)),
    st.builds(lambda operator, text: f"{operator} '{text}'", st.sampled_from(["RLIKE", "not rlike"]), st.sampled_from(EXPRESSIONS)),
)
lists = st.builds(
    lambda word, values: f"{word} ({', '.join(map(quoted, values))})",
    st.sampled_from(["IN", "not in"]),
    st.lists(texts, min_size=1, max_size=3),
)
literals = st.sampled_from(LITERALS)
compared = st.builds(lambda operator, literal: f"{operator} {literal}", st.sampled_from(ORDER_OPERATORS), literals)
listed = st.builds(
    lambda word, values: f"{word} ({', '.join(values)})", st.sampled_from(["IN", "NOT IN"]), st.lists(literals, min_size=1, max_size=3)
)
ranges = st.builds(lambda word, low, high: f"{word} {low} AND {high}", st.sampled_from(["BETWEEN", "NOT BETWEEN"]), literals, literals)
numeric = st.one_of(compared, listed, ranges)
ordered_texts = st.builds(lambda operator, literal: f"{operator} {literal}", st.sampled_from(ORDER_OPERATORS[2:]), literals)
nothing = st.sampled_from(["IS NULL", "IS NOT NULL"])


def clauses(prefixes: list[str], test: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda prefix, key, rest: f"{prefix}.`{key}` {rest}", st.sampled_from(prefixes), keys, test)


def attributes(names: list[str], test: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda name, rest: f"{name} {rest}", st.sampled_from(names), test)


def joined(clause: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Filters that join such clauses by all that joins."""
    return st.recursive(
        clause,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(" AND ".join),
            st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
            inner.map(lambda text: f"({text})"),
            inner.map(lambda text: f"NOT ({text})"),
            clause.map(lambda text: f"not {text}"),
        ),
        max_leaves=5,
    )


run_clauses = st.one_of(
    clauses(["metrics"], st.one_of(numeric, nothing)),
    st.builds(
        lambda key, aspect, rest: f"metrics.`{key}`.{aspect} {rest}",
        keys,
        st.sampled_from(["last", "first", "min", "max", "count"]),
        st.one_of(numeric, nothing),
    ),
    st.builds(lambda rest: f"metrics.a.b {rest}", numeric),
    clauses(["params", "tags"], st.one_of(operands, nothing, numeric, lists)),
    attributes(["end_time", "dataset.context"], nothing),
    attributes(["run_name", "status", "user_id"], operands),
    attributes(["status"], st.sampled_from(["= 'FINISHED'", "LIKE '%ING'", "ilike 'f%'", "!= 'RUNNING'"])),
    attributes(["start_time", "end_time"], numeric),
    attributes(["dataset.name", "dataset.digest"], st.sampled_from(["= 'x'", "!= 'x'", "LIKE '_'", "IN ('x', '1')", "NOT IN ('y')"])),
    attributes(["dataset.context"], st.sampled_from(["= 'train'", "!= 'train'", "ILIKE 'T%'", "NOT IN ('eval')"])),
)
run_filters = st.one_of(st.just(""), joined(run_clauses))
columns = [
    *(f"{entity}.`{key}`" for entity in ("metrics", "params", "tags") for key in KEYS),
    *(f"metrics.`a`.{aspect}" for aspect in ("first", "min", "max", "count")),
    "run_name",
    "status",
    "start_time",
    "end_time",
]
orders = st.lists(st.tuples(st.sampled_from(columns), st.sampled_from(["", " ASC", " DESC"])), max_size=3, unique_by=lambda order: order[0])
run_queries = st.lists(
    st.builds(lambda text, order: Query(filter=text, order_by=tuple(map("".join, order))), run_filters, orders), min_size=1, max_size=12
)

model_clauses = st.one_of(
    clauses(["metrics"], st.one_of(numeric, nothing)),
    clauses(["params", "tags"], st.one_of(operands, lists, nothing, ordered_texts)),
    attributes(["model_type", "name"], st.one_of(operands, lists)),
    attributes(["model_type"], nothing),
    attributes(["status"], st.sampled_from(["= 'PENDING'", "= 1", "!= READY", "LIKE '%READY'", "IN (1, 2)"])),
)
model_filters = st.lists(st.one_of(st.just(""), joined(model_clauses)), min_size=1, max_size=12)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('agreement') / 'store.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    memory, sql = MemoryStore(), SqlStore(url, artifact_root="memory:")
    yield memory, sql
    sql.close()


def fill(store: Store, described: list[dict[str, Any]], counter: int) -> str:
    """An experiment with these runs, started one after the other, so that run ids never decide the order."""
    experiment_id = store.create_experiment(f"experiment {counter}")
    for index, each in enumerate(described):
        run_id = store.create_run(NewRun(experiment_id=experiment_id, name=f"r{index}", user_id="ada", start_time_ms=index)).info.run_id
        metrics = [
            Metric(key=key, value=value, timestamp_ms=at, step=step) for key, found in each["metrics"].items() for value, at, step in found
        ]
        store.log_batch(run_id, metrics=metrics, params=each["params"], tags=each["tags"])
        read = [
            DatasetInput(dataset=Dataset(name=name, digest=digest), tags={"mlflow.data.context": context} if context else {})
            for name, digest, context in each["datasets"]
        ]
        store.log_inputs(run_id, datasets=read)
        store.update_run(run_id, status=each["status"], end_time_ms=each["end"])
        if each["deleted"]:
            store.delete_run(run_id)
    return experiment_id


COUNTER = iter(range(1_000_000))
slowly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@slowly
@given(described=runs, queries=run_queries)
def test_run_searches_agree(stores: tuple[Store, Store], described: list[dict[str, Any]], queries: list[Query]) -> None:
    counter = next(COUNTER)
    experiments = [fill(store, described, counter) for store in stores]
    for query in queries:
        found = [
            [run.info.name for run in store.search_runs([experiment_id], query).items]
            for store, experiment_id in zip(stores, experiments, strict=True)
        ]
        assert found[0] == found[1], query


@slowly
@given(described=runs, filters=model_filters)
def test_logged_model_searches_agree(stores: tuple[Store, Store], described: list[dict[str, Any]], filters: list[str]) -> None:
    counter = next(COUNTER)
    experiments = [store.create_experiment(f"experiment {counter}") for store in stores]
    for store, experiment_id in zip(stores, experiments, strict=True):
        run_id = store.create_run(NewRun(experiment_id=experiment_id)).info.run_id
        for index, each in enumerate(described):
            made = NewLoggedModel(
                experiment_id=experiment_id, name=f"m{index}", model_type=each["tags"].get("a"), params=each["params"], tags=each["tags"]
            )
            model_id = store.create_logged_model(made).model_id
            store.log_batch(
                run_id,
                metrics=[
                    Metric(key=key, value=value, timestamp_ms=at, step=step, model_id=model_id)
                    for key, found in each["metrics"].items()
                    for value, at, step in found
                ],
            )
    for text in filters:
        names = [
            sorted(model.name for model in store.search_logged_models([experiment_id], Query(filter=text)).items)
            for store, experiment_id in zip(stores, experiments, strict=True)
        ]
        assert names[0] == names[1], text

"""What order_by accepts and refuses."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidFilter, InvalidValue
from barograph.model.filter import Entity, Key, OrderKey
from barograph.store.query import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Searchable, field_key, parse_order_by

ACCEPTED = [
    (RUNS, "start_time", Entity.ATTRIBUTE, "start_time_ms", True),
    (RUNS, "created desc", Entity.ATTRIBUTE, "start_time_ms", False),
    (RUNS, "Created ASC", Entity.ATTRIBUTE, "start_time_ms", True),
    (RUNS, " attributes.end_time  DESC ", Entity.ATTRIBUTE, "end_time_ms", False),
    (RUNS, "run.run_name", Entity.ATTRIBUTE, "name", True),
    (RUNS, '"run_name" ASC', Entity.ATTRIBUTE, "name", True),
    (RUNS, "`status`", Entity.ATTRIBUTE, "status", True),
    (RUNS, "metrics.rmse DESC", Entity.METRIC, "rmse", False),
    (RUNS, "metrics.`val rmse` desc", Entity.METRIC, "val rmse", False),
    (RUNS, "metric.'val rmse' asc", Entity.METRIC, "val rmse", True),
    (RUNS, "metrics.desc", Entity.METRIC, "desc", True),
    (RUNS, "params.lr", Entity.PARAM, "lr", True),
    (RUNS, "tags.mlflow.runName DESC", Entity.TAG, "mlflow.runName", False),
    (EXPERIMENTS, "name", Entity.ATTRIBUTE, "name", True),
    (EXPERIMENTS, "attribute.last_update_time DESC", Entity.ATTRIBUTE, "updated_ms", False),
    (EXPERIMENTS, "creation_time", Entity.ATTRIBUTE, "created_ms", True),
    (EXPERIMENTS, "experiment_id DESC", Entity.ATTRIBUTE, "experiment_id", False),
    (REGISTERED_MODELS, "name DESC", Entity.ATTRIBUTE, "name", False),
    (REGISTERED_MODELS, "timestamp", Entity.ATTRIBUTE, "updated_ms", True),
    (REGISTERED_MODELS, "last_updated_timestamp desc", Entity.ATTRIBUTE, "updated_ms", False),
    (MODEL_VERSIONS, "version_number DESC", Entity.ATTRIBUTE, "version", False),
    (MODEL_VERSIONS, "creation_timestamp", Entity.ATTRIBUTE, "created_ms", True),
]


@pytest.mark.parametrize(("searchable", "text", "entity", "name", "ascending"), ACCEPTED)
def test_accepted(searchable: Searchable, text: str, entity: Entity, name: str, ascending: bool) -> None:
    assert parse_order_by([text], searchable) == (OrderKey(Key(entity, name), ascending),)


@pytest.mark.parametrize(
    ("searchable", "text"),
    [
        *(
            (RUNS, text)
            for text in ("", "  ", "foo", "a ASC, b", "start_time; ", "start_time DESC ASC", "metrics.my metric", "metrics.a-b")
        ),
        *((RUNS, text) for text in ("`Run name`", "dataset.name", "experiment_id", "'start_time'", "start_time SIDEWAYS", "foo.bar", "1")),
        *((EXPERIMENTS, text) for text in ("tags.a", "lifecycle_stage", "start_time")),
        *((REGISTERED_MODELS, text) for text in ("creation_timestamp", "tags.a", "description")),
        *((MODEL_VERSIONS, text) for text in ("timestamp", "run_id", "tags.a", "source_path")),
    ],
)
def test_refused(searchable: Searchable, text: str) -> None:
    with pytest.raises(InvalidFilter):
        parse_order_by([text], searchable)


def test_several_keys_keep_their_order() -> None:
    keys = parse_order_by(["metrics.a DESC", "params.b", "start_time"], RUNS)
    assert [(key.key.name, key.ascending) for key in keys] == [("a", False), ("b", True), ("start_time_ms", True)]


@pytest.mark.parametrize("searchable", [RUNS, REGISTERED_MODELS, MODEL_VERSIONS])
def test_a_key_given_twice_is_refused(searchable: Searchable) -> None:
    first = next(iter(searchable.order_by))
    with pytest.raises(InvalidFilter, match="already ordered"):
        parse_order_by([first, f"{first} DESC"], searchable)


def test_experiments_may_repeat_a_key_and_the_first_counts() -> None:
    assert parse_order_by(["name DESC", "name"], EXPERIMENTS) == (OrderKey(Key(Entity.ATTRIBUTE, "name"), ascending=False),)


def test_a_bare_text_is_no_list() -> None:
    with pytest.raises(InvalidValue, match="Give a list"):
        parse_order_by("start_time", RUNS)


@given(st.text())
def test_any_text_parses_or_is_refused(text: str) -> None:
    with suppress(InvalidFilter):
        assert len(parse_order_by([text], RUNS)) == 1


def test_bare_field_names() -> None:
    assert field_key("metrics.val acc/top-5", LOGGED_MODELS) == Key(Entity.METRIC, "val acc/top-5")
    assert field_key("creation_time", LOGGED_MODELS) == Key(Entity.ATTRIBUTE, "created_ms")
    assert field_key("lifecycle_stage", LOGGED_MODELS) == Key(Entity.ATTRIBUTE, "lifecycle")


@pytest.mark.parametrize("name", ["", "metrics.", "params.a", "tags.a", "attributes.name", "foo"])
def test_bad_field_names(name: str) -> None:
    with pytest.raises(InvalidFilter, match="cannot be ordered"):
        field_key(name, LOGGED_MODELS)

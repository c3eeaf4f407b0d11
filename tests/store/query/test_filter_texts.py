"""Filters of any text: keys, values and numbers that survive, and what never overflows."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidFilter
from barograph.model.filter import Comparison, Entity, Key, Operator
from barograph.store.query import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Searchable, parse_filter


def compared(entity: Entity, name: str, operator: str, value: str | float) -> Comparison:
    return Comparison(Key(entity, name), Operator(operator), value)


WORDS = (
    "metrics . params tags attribute run_id name status a `a-b` \"q\" 'v' = != < "
    "LIKE RLIKE IN BETWEEN .min NOT IS NULL AND OR ( ) , 1 -2.5 ; ` ' \""
)
PIECES = st.sampled_from(WORDS.split())


def refusal(text: str, searchable: Searchable) -> InvalidFilter | None:
    try:
        parse_filter(text, searchable)
    except InvalidFilter as error:
        return error
    return None


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    st.sampled_from([RUNS, EXPERIMENTS, REGISTERED_MODELS, MODEL_VERSIONS, LOGGED_MODELS]),
)
def test_any_text_parses_or_is_refused(text: str, searchable: Searchable) -> None:
    error = refusal(text, searchable)
    assert error is None or (error.column is not None and 1 <= error.column <= len(text) + 1)


@given(st.text(min_size=1).filter(lambda key: "`" not in key))
def test_any_key_without_back_ticks_can_be_written_in_them(key: str) -> None:
    assert parse_filter(f"tags.`{key}` = 'x'", RUNS) == compared(Entity.TAG, key, "=", "x")
    assert parse_filter(f"metrics.`{key}` > 1", RUNS) == compared(Entity.METRIC, key, ">", 1.0)


@given(st.text().filter(lambda value: "'" not in value))
def test_any_value_without_quotes_can_be_written_in_them(value: str) -> None:
    assert parse_filter(f"params.a = '{value}'", RUNS) == compared(Entity.PARAM, "a", "=", value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_bit(value: float) -> None:
    assert parse_filter(f"metrics.a < {value!r}", RUNS) == compared(Entity.METRIC, "a", "<", value)


def test_deep_nesting_is_refused_not_overflowed() -> None:
    with pytest.raises(InvalidFilter, match="32 levels"):
        parse_filter("NOT (" * 20_000 + "metrics.a > 1" + ")" * 20_000, RUNS)


def test_parentheses_alone_are_no_levels() -> None:
    assert parse_filter("(" * 20_000 + "metrics.a > 1" + ")" * 20_000, RUNS) == compared(Entity.METRIC, "a", ">", 1.0)


def test_clauses_are_counted_wherever_they_stand() -> None:
    half = " OR ".join(["metrics.a > 1"] * 128)
    assert parse_filter(f"({half}) AND NOT ({half})", RUNS)
    with pytest.raises(InvalidFilter, match="257 clauses"):
        parse_filter(f"({half}) AND NOT ({half}) AND run_id = ''", RUNS)


def test_importing_the_package_loads_no_parser() -> None:
    probe = "import sys, barograph.store.query as q; q.parse_filter('', q.RUNS); sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False, timeout=60).returncode == 0

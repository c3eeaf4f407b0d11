"""Filters of any text: keys, values and numbers that survive, and what never overflows."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.errors import InvalidFilter
from barograph.model.filter import Absence, And, Aspect, Between, Comparison, Entity, Filter, Key, Membership, Not, Operator, Or
from barograph.store.query import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Searchable, parse_filter

unhurried = settings(deadline=None)  # the first filter builds the parser


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


@unhurried
@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    st.sampled_from([RUNS, EXPERIMENTS, REGISTERED_MODELS, MODEL_VERSIONS, LOGGED_MODELS]),
)
def test_any_text_parses_or_is_refused(text: str, searchable: Searchable) -> None:
    error = refusal(text, searchable)
    assert error is None or (error.column is not None and 1 <= error.column <= len(text) + 1)


@unhurried
@given(st.text(min_size=1).filter(lambda key: "`" not in key))
def test_any_key_without_back_ticks_can_be_written_in_them(key: str) -> None:
    assert parse_filter(f"tags.`{key}` = 'x'", RUNS) == compared(Entity.TAG, key, "=", "x")
    assert parse_filter(f"metrics.`{key}` > 1", RUNS) == compared(Entity.METRIC, key, ">", 1.0)


@unhurried
@given(st.text().filter(lambda value: "'" not in value))
def test_any_value_without_quotes_can_be_written_in_them(value: str) -> None:
    assert parse_filter(f"params.a = '{value}'", RUNS) == compared(Entity.PARAM, "a", "=", value)


@unhurried
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


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
QUOTED = st.text().filter(lambda text: "'" not in text)
METRICS = st.builds(
    lambda name, aspect: Key(Entity.METRIC, name, aspect), st.sampled_from(["a", "x y", "or", "a.min"]), st.sampled_from(Aspect)
)
TAGS = st.builds(lambda name: Key(Entity.TAG, name), st.sampled_from(["a", "not", "(", "é"]))
CLAUSES = st.one_of(
    st.builds(Comparison, METRICS, st.sampled_from([Operator.LT, Operator.NE]), NUMBERS),
    st.builds(Comparison, TAGS, st.just(Operator.ILIKE), QUOTED, st.booleans()),
    st.builds(Between, METRICS, NUMBERS, NUMBERS, st.booleans()),
    st.builds(Membership, TAGS, st.lists(QUOTED, min_size=1, unique=True).map(tuple), st.booleans()),
    st.builds(Absence, st.one_of(METRICS, TAGS), st.booleans()),
)
TREES = st.recursive(
    CLAUSES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        *(st.lists(inner, min_size=2, max_size=4).map(lambda them, node=node: node(tuple(them))) for node in (And, Or)),
    ),
    max_leaves=12,
)


def written(tree: Filter) -> str:
    """A text that means the tree."""
    if isinstance(tree, And | Or):
        return f" {type(tree).__name__} ".join(f"({written(clause)})" for clause in tree.clauses)
    if isinstance(tree, Not):
        return f"not ({written(tree.clause)})"
    key = f"{tree.key.entity.value}.`{tree.key.name}`" + (f".{tree.key.aspect.value}" if tree.key.entity is Entity.METRIC else "")
    negation = "NOT " if tree.negated else ""
    match tree:
        case Comparison():
            return f"{key} {negation}{tree.operator.value} " + (f"'{tree.value}'" if isinstance(tree.value, str) else repr(tree.value))
        case Between():
            return f"{key} {negation}BETWEEN {tree.low!r} and {tree.high!r}"
        case Membership():
            return f"{key} {negation}IN ({', '.join(map(repr_of, tree.values))})"
        case Absence():
            return f"{key} IS {negation}NULL"


def repr_of(value: str | float) -> str:
    return f"'{value}'"


@unhurried
@given(TREES)
def test_a_tree_survives_being_written(tree: Filter) -> None:
    assert parse_filter(written(tree), RUNS) == tree

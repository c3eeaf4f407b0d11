import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.model.filter import Absence, And, Comparison, Entity, Key, Membership, Operator
from barograph.store.memory.evaluate import holds, like
from barograph.store.memory.ordering import sort_by

ALPHABET = st.text("ab%_.é\n", max_size=8)
KEY = Key(Entity.DATASET, "name")


@given(value=ALPHABET, pattern=ALPHABET)
def test_like_is_what_the_regular_expression_says(value: str, pattern: str) -> None:
    expression = "".join({"%": ".*", "_": "."}.get(character, re.escape(character)) for character in pattern)
    assert like(value, pattern) is bool(re.fullmatch(expression, value, re.DOTALL))


def test_like_does_not_backtrack() -> None:
    assert not like("a" * 5_000, "%a" * 2_000 + "%b")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), [False, False, False, True]),
        (("x",), [True, False, True, False]),
        (("y",), [False, True, False, False]),
        (("x", "y"), [True, True, True, False]),
    ],
)
def test_one_of_several_values_is_enough(values: tuple[str, ...], expected: list[bool]) -> None:
    trees = [
        Comparison(KEY, Operator.EQ, "x"),
        Comparison(KEY, Operator.NE, "x"),
        And((Membership(KEY, ("x", "z")), Absence(KEY, negated=True))),
        Absence(KEY),
    ]
    assert [holds(tree, lambda _: values) for tree in trees] == expected


def test_nothing_to_meet_is_met() -> None:
    assert holds(And(), lambda _: ())


@given(st.lists(st.one_of(st.none(), st.floats()), max_size=12), st.booleans())
def test_numbers_come_first_then_no_numbers_then_missing(values: list[float | None], ascending: bool) -> None:
    ordered = sort_by(values, [(lambda value: value, ascending)])
    kinds = [2 if value is None else int(math.isnan(value)) for value in ordered]
    numbers = [value for value in ordered if value is not None and not math.isnan(value)]
    assert kinds == sorted(kinds)
    assert numbers == sorted(numbers, reverse=not ascending)
    assert len(ordered) == len(values)

"""Evaluates a filter tree on one object.

The object is a function from a key to the values it has there: none if it lacks the key, several where a key has many (the datasets of
a run, the points of a logged model's metric). A comparison holds if it holds for one of the values.
"""

import operator
import re
from collections.abc import Callable, Sequence
from typing import cast

from barograph.model.filter import Absence, And, Between, Comparison, Entity, Filter, Key, Membership, Not, Operator, Or, Test, asks_number
from barograph.model.number_text import as_number
from barograph.store.query.pattern import finder

Value = str | int | float
Subject = Callable[[Key], Sequence[Value]]

_COMPARE: dict[Operator, Callable[[Value, Value], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
    Operator.LIKE: lambda value, pattern: like(str(value), str(pattern)),
    Operator.ILIKE: lambda value, pattern: like(_lower_ascii(str(value)), _lower_ascii(str(pattern))),
    Operator.RLIKE: lambda value, pattern: finder(str(pattern))(str(value)),
}


def holds(tree: Filter, subject: Subject) -> bool:
    """Whether the filter holds for the object."""
    match tree:
        case And():
            return all(holds(clause, subject) for clause in tree.clauses)
        case Or():
            return any(holds(clause, subject) for clause in tree.clauses)
        case Not():
            return not holds(tree.clause, subject)
        case Absence():
            return bool(subject(tree.key)) is tree.negated
        case _:
            return any(passes(value, tree) for value in _compared(tree, subject))


def passes(value: Value, test: Test) -> bool:
    """Whether a value passes a test."""
    match test:
        case Comparison():
            return _COMPARE[test.operator](value, test.value) is not test.negated
        case Membership():
            return (value in test.values) is not test.negated
        case Between():
            return (test.low <= cast(float, value) <= test.high) is not test.negated


def _compared(test: Test, subject: Subject) -> Sequence[Value]:
    """The values that a test is about: of texts compared with numbers, the numbers that they say."""
    values = subject(test.key)
    if test.key.entity in (Entity.PARAM, Entity.TAG) and asks_number(test):
        return [number for value in values if (number := as_number(str(value))) is not None]
    return values


def like(value: str, pattern: str) -> bool:
    """SQL's LIKE without escapes: `%` stands for any run of characters, `_` for one.

    Each piece between `%` takes the leftmost place left, so there is no backtracking.
    """
    first, *rest = (re.compile(".".join(map(re.escape, piece.split("_"))), re.DOTALL) for piece in pattern.split("%"))
    if not rest:
        return first.fullmatch(value) is not None
    found = first.match(value)
    for piece in rest[:-1]:
        found = found and piece.search(value, found.end())
    if found is None:
        return False
    tail = pattern.rpartition("%")[2]
    start = len(value) - len(tail)
    return start >= found.end() and rest[-1].fullmatch(value, start) is not None


def _lower_ascii(text: str) -> str:
    return "".join(character.lower() if character.isascii() else character for character in text)

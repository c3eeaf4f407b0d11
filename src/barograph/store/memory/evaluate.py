"""Evaluates a filter tree on one object.

The object is a function from a key to the values it has there: none if it lacks the key, several where a key has many (the datasets of
a run, the points of a logged model's metric). A comparison holds if it holds for one of the values.
"""

import operator
import re
from collections.abc import Callable, Sequence

from barograph.model.filter import Absence, And, Comparison, Filter, Key, Membership, Operator

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
}


def holds(tree: Filter, subject: Subject) -> bool:
    """Whether the filter holds for the object."""
    match tree:
        case And():
            return all(holds(clause, subject) for clause in tree.clauses)
        case Comparison():
            compare = _COMPARE[tree.operator]
            return any(compare(value, tree.value) for value in subject(tree.key))
        case Membership():
            return any((value in tree.values) is not tree.negated for value in subject(tree.key))
        case Absence():
            return bool(subject(tree.key)) is tree.negated


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

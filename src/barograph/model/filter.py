"""The tree that a filter text means. Parsers make it, stores compile or evaluate it; it knows neither grammar nor SQL.

Every filter is true or false of an object; there is no third value. A clause on a key that an object lacks is false, also for `!=` and the
negated tests (NOT IN, NOT LIKE, NOT BETWEEN); only `Absence` asks for lacking keys. `Not` is true wherever its clause is false, and so
holds for objects that lack the key. On params and tags a number compares with the number that the text says; a text that says none is
lacking.
"""

from collections.abc import Iterator
from enum import Enum

import msgspec


class Entity(Enum):
    """What a key belongs to."""

    ATTRIBUTE = "attribute"
    METRIC = "metric"
    PARAM = "param"
    TAG = "tag"
    DATASET = "dataset"


class Operator(Enum):
    """Comparison operators. Strings compare by byte order and case; ILIKE ignores the case of ASCII letters, RLIKE finds a RE2 pattern."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    LIKE = "LIKE"
    ILIKE = "ILIKE"
    RLIKE = "RLIKE"


class Aspect(Enum):
    """Which number of a metric's series is meant. MIN and MAX leave NaN out; a series of nothing else lacks them."""

    LAST = "last"
    FIRST = "first"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


class Key(msgspec.Struct, frozen=True):
    """A searchable key: the canonical attribute name, or the metric, param, tag or dataset field.

    `literal` is set where `metrics.loss.min` may also be the last value of a metric of that name; `settled` decides.
    """

    entity: Entity
    name: str
    aspect: Aspect = Aspect.LAST
    literal: str | None = None


class Comparison(msgspec.Struct, frozen=True):
    """`key operator value`; `negated` for NOT LIKE and its kin. The value is a number for metrics and times, else text or number."""

    key: Key
    operator: Operator
    value: str | int | float
    negated: bool = False


class Membership(msgspec.Struct, frozen=True):
    """`key [NOT] IN (values)`."""

    key: Key
    values: tuple[str | int | float, ...]
    negated: bool = False


class Between(msgspec.Struct, frozen=True):
    """`key [NOT] BETWEEN low AND high`, both included."""

    key: Key
    low: int | float
    high: int | float
    negated: bool = False


class Absence(msgspec.Struct, frozen=True):
    """`key IS NULL`, or with `negated` `key IS NOT NULL`."""

    key: Key
    negated: bool = False


class And(msgspec.Struct, frozen=True):
    """All clauses hold; of no clauses, everything does."""

    clauses: tuple["Filter", ...] = ()


class Or(msgspec.Struct, frozen=True):
    """At least one of the clauses holds."""

    clauses: tuple["Filter", ...]


class Not(msgspec.Struct, frozen=True):
    """The clause does not hold."""

    clause: "Filter"


Test = Comparison | Membership | Between
Filter = And | Or | Not | Test | Absence


class OrderKey(msgspec.Struct, frozen=True):
    """One sort key. Missing values come last in both directions; NaN comes after numbers and before missing."""

    key: Key
    ascending: bool = True


def keys_in(tree: Filter) -> Iterator[Key]:
    """Keys of all clauses of a filter, in the order written."""
    match tree:
        case And() | Or():
            for clause in tree.clauses:
                yield from keys_in(clause)
        case Not():
            yield from keys_in(tree.clause)
        case _:
            yield tree.key


def asks_number(test: Test) -> bool:
    """Whether a test compares with numbers."""
    match test:
        case Comparison():
            return not isinstance(test.value, str)
        case Membership():
            return not isinstance(test.values[0], str)
        case Between():
            return True


def is_negative(test: Test) -> bool:
    """Whether a value that compares with nothing, NaN, passes the test."""
    return test.negated or (isinstance(test, Comparison) and test.operator is Operator.NE)

"""The tree that a filter text means. Parsers make it, stores compile or evaluate it; it knows neither grammar nor SQL.

A clause on a key that an object lacks is false, also for `!=` and NOT IN; only `Absence` asks for lacking keys.
"""

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
    """Comparison operators. Strings compare by byte order and case; ILIKE ignores the case of ASCII letters."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    LIKE = "LIKE"
    ILIKE = "ILIKE"


class Key(msgspec.Struct, frozen=True):
    """A searchable key: the canonical attribute name, or the metric, param, tag or dataset field."""

    entity: Entity
    name: str


class Comparison(msgspec.Struct, frozen=True):
    """`key operator value`; the value is a number for metrics and times, else text."""

    key: Key
    operator: Operator
    value: str | int | float


class Membership(msgspec.Struct, frozen=True):
    """`key [NOT] IN (values)`."""

    key: Key
    values: tuple[str, ...]
    negated: bool = False


class Absence(msgspec.Struct, frozen=True):
    """`key IS NULL`, or with `negated` `key IS NOT NULL`."""

    key: Key
    negated: bool = False


class And(msgspec.Struct, frozen=True):
    """All clauses hold; of no clauses, everything does."""

    clauses: tuple["Filter", ...] = ()


Filter = And | Comparison | Membership | Absence


class OrderKey(msgspec.Struct, frozen=True):
    """One sort key. Missing values come last in both directions; NaN comes after numbers and before missing."""

    key: Key
    ascending: bool = True

"""Filter trees and sort keys as SQL.

A clause on a key that an object lacks is no row of the subselect, or NULL, and so false; that is the filter language's own rule.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Double, FromClause, Select, Table, and_, exists, func, literal, or_, select, true

from barograph.model.filter import Absence, And, Comparison, Entity, Filter, Key, Membership, Operator, OrderKey
from barograph.store.sql.rows import plain
from barograph.store.sql.schema import TEXT_PREFIX

Condition = ColumnElement[bool]
Test = Comparison | Membership | None
"""What a value must satisfy; None is satisfied by any."""
Having = Callable[[str, Test], Condition]
"""The condition on an object that it has a key of this name whose value passes the test."""

UNKNOWN_KEY = -1
FEW = 5000


def condition(tree: Filter, having: Mapping[Entity, Having]) -> Condition:
    """The condition that a filter means, given how the objects searched have keys of each entity."""
    if isinstance(tree, And):
        return and_(true(), *(condition(clause, having) for clause in tree.clauses))
    if isinstance(tree, Absence):
        present = having[tree.key.entity](tree.key.name, None)
        return present if tree.negated else ~present
    return having[tree.key.entity](tree.key.name, tree)


def keys_of(tree: Filter, order: Sequence[OrderKey], entities: Collection[Entity]) -> set[str]:
    """Names of the keys of these entities that a search mentions."""
    return {key.name for key in [*_keys(tree), *(order_key.key for order_key in order)] if key.entity in entities}


def _keys(tree: Filter) -> list[Key]:
    return [key for clause in tree.clauses for key in _keys(clause)] if isinstance(tree, And) else [tree.key]


def passes(column: ColumnElement[Any], test: Test) -> Condition:
    """The condition that a column's value passes a test."""
    if test is None:
        return column.is_not(None)
    if isinstance(test, Membership):
        return column.not_in(test.values) if test.negated else column.in_(test.values)
    value = literal(test.value, Double) if isinstance(test.value, float) else test.value  # or whole-number columns would round it
    return _OPERATORS[test.operator](column, value)


def _like(column: ColumnElement[Any], pattern: Any) -> Condition:
    return _matches(column, str(pattern))


def _ilike(column: ColumnElement[Any], pattern: Any) -> Condition:
    return _matches(func.lower(column), _ascii_lower(str(pattern)))


def _matches(column: ColumnElement[Any], pattern: str) -> Condition:
    """A backslash is a character like others, also where the database would take it to escape one."""
    return column.like(pattern.replace("\\", "\\\\"), escape="\\") if "\\" in pattern else column.like(pattern)


def _ascii_lower(text: str) -> str:
    return "".join(character.lower() if character.isascii() else character for character in text)


_OPERATORS: Mapping[Operator, Callable[[ColumnElement[Any], Any], Condition]] = {
    Operator.EQ: lambda column, value: column == value,
    Operator.NE: lambda column, value: column != value,
    Operator.LT: lambda column, value: column < value,
    Operator.LE: lambda column, value: column <= value,
    Operator.GT: lambda column, value: column > value,
    Operator.GE: lambda column, value: column >= value,
    Operator.LIKE: _like,
    Operator.ILIKE: _ilike,
}


def attributes(columns: Mapping[str, ColumnElement[Any]]) -> Having:
    """Having of attributes that are columns of the table searched."""
    return lambda name, test: passes(columns[name], test)


def tagged(table: Table, owner: str, owner_id: ColumnElement[int]) -> Having:
    """Having of tags with keys as texts."""

    def having(name: str, test: Test) -> Condition:
        tag = table.alias()
        found = exists().where(tag.c[owner] == owner_id, tag.c.key == name)
        return found if test is None else found.where(passes(tag.c.value, test))

    return having


def keyed(connection: Connection, table: Table, owner: str, owner_id: ColumnElement[int], ids: Mapping[str, int]) -> Having:
    """Having of params and tags with numbered keys."""

    def having(name: str, test: Test) -> Condition:
        entry = table.alias()
        matching = select(entry.c[owner]).where(entry.c.key_id == ids.get(name, UNKNOWN_KEY))
        if test is None:
            return among(owner_id, matching)
        indexed = _index_answers(entry, test)
        if indexed is None:
            return among(owner_id, matching.where(passes(func.coalesce(entry.c.long_text, entry.c.text), test)))
        return among(owner_id, matching.where(indexed), few=is_few(connection, matching.where(indexed)))

    return having


def _index_answers(entry: FromClause, test: Comparison | Membership) -> Condition | None:
    """The test as conditions that the index by (key, text) narrows, None if it cannot."""
    if isinstance(test, Membership):
        values: Sequence[Any] = () if test.negated else test.values
    else:
        values = (test.value,) if test.operator is Operator.EQ else ()
    if not values:
        return None
    beginning = entry.c.text.in_([value[:TEXT_PREFIX] for value in values])
    if all(len(value) < TEXT_PREFIX for value in values):
        return beginning
    return and_(beginning, func.coalesce(entry.c.long_text, entry.c.text).in_(values))


def is_few(connection: Connection, matching: Select[int]) -> bool:
    """Whether a select gives so few rows that they are better collected than tested for, object by object."""
    return len(plain(connection.execute(matching.limit(FEW)))) < FEW


def among(owner_id: ColumnElement[int], matching: Select[int], *, few: bool = False) -> Condition:
    """The condition that an object is among those selected; few are collected once, many are looked up object by object."""
    if few:
        return owner_id.in_(matching)
    found = matching.where(matching.selected_columns[0] == owner_id)
    return found.offset(0).exists()  # PostgreSQL would make joins of them, and plan dozens for minutes


def last_value_passes(value: ColumnElement[float], test: Test) -> Condition:
    """The condition on a metric's last value; NaN is NULL there and satisfies `!=` alone."""
    if isinstance(test, Comparison) and test.operator is Operator.NE:
        return or_(value != test.value, value.is_(None))
    return passes(value, test)


def ordering(column: ColumnElement[Any], *, ascending: bool) -> list[ColumnElement[Any]]:
    """Order by a column, missing values last in both directions."""
    return [column.is_(None), directed(column, ascending=ascending)]


def directed(column: ColumnElement[Any], *, ascending: bool) -> ColumnElement[Any]:
    """Order by a column, wherever the database puts missing values."""
    return column.asc() if ascending else column.desc()


def with_values(test: Comparison | Membership, convert: Callable[[str], Any]) -> Comparison | Membership:
    """The test with its values as they are stored."""
    if isinstance(test, Membership):
        return Membership(test.key, tuple(convert(value) for value in test.values), test.negated)
    return Comparison(test.key, test.operator, convert(str(test.value)))


def or_blank(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column, an empty text where it is missing."""
    return func.coalesce(column, "")

"""Filter trees and sort keys as SQL.

A clause on a key that an object lacks is no row of the subselect, or NULL, and so false; that is the filter language's own rule. NOT takes
NULL for false before it turns it round.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import NULLTYPE

from barograph.model.filter import (
    Absence,
    And,
    Between,
    Comparison,
    Entity,
    Filter,
    Key,
    Membership,
    Not,
    Operator,
    Or,
    OrderKey,
    asks_number,
    is_negative,
    keys_in,
)
from barograph.model.filter import Test as ValueTest
from barograph.store.sql.columns import TEXT_PREFIX
from barograph.store.sql.patterns import by_pattern
from barograph.store.sql.postgresql import DIALECT

Condition = ColumnElement[bool]
Test = ValueTest | None
"""What a value must satisfy; None is satisfied by any."""
Having = Callable[[Key, Test], Condition]
"""The condition on an object that it has this key and its value passes the test."""

UNKNOWN_KEY = -1
FEW = 5000
"""Fewer objects than these are looked at one by one, before any other condition."""
COLLECTABLE = 20_000
"""Fewer objects than these are collected at once, for less than what looking up a thousand others costs."""


def condition(tree: Filter, having: Mapping[Entity, Having]) -> Condition:
    """The condition that a filter means, given how the objects searched have keys of each entity."""
    match tree:
        case And():
            return and_(true(), *(condition(clause, having) for clause in tree.clauses))
        case Or():
            return or_(false(), *(condition(clause, having) for clause in tree.clauses))
        case Not():
            return not_(func.coalesce(condition(tree.clause, having), false()))
        case Absence():
            present = having[tree.key.entity](tree.key, None)
            return present if tree.negated else ~present
        case _:
            return having[tree.key.entity](tree.key, tree)


def keys_of(tree: Filter, order: Sequence[OrderKey], entities: Collection[Entity]) -> set[str]:
    """Names of the keys of these entities that a search mentions."""
    return {key.name for key in [*keys_in(tree), *(order_key.key for order_key in order)] if key.entity in entities}


def passes(column: ColumnElement[Any], test: Test) -> Condition:
    """The condition that a column's value passes a test."""
    if test is None:
        return column.is_not(None)
    if isinstance(test, Membership):
        values = [_exact(value) for value in test.values]
        return column.not_in(values) if test.negated else column.in_(values)
    if isinstance(test, Between):
        inside = column.between(_exact(test.low), _exact(test.high))
        return not_(inside) if test.negated else inside
    compared = _OPERATORS[test.operator](column, _exact(test.value))
    return not_(compared) if test.negated else compared


def _exact(value: Any) -> Any:
    """A literal that keeps its fraction beside a column of whole numbers."""
    return literal(value, Double) if isinstance(value, float) else value


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
    Operator.RLIKE: lambda column, pattern: column.regexp_match(pattern),
}


def attributes(connection: Connection, columns: Mapping[str, ColumnElement[Any]], objects: Select[tuple[int]]) -> Having:
    """Having of attributes that are columns of what is searched; `objects` selects ids there."""

    def having(key: Key, test: Test) -> Condition:
        column = columns[key.name]
        matched = by_pattern(connection, test, objects.selected_columns[0], objects.add_columns(column))
        return passes(column, test) if matched is None else matched

    return having


def tagged(connection: Connection, table: Table, owner: str, owner_id: ColumnElement[int]) -> Having:
    """Having of tags with keys as texts."""

    def having(key: Key, test: Test) -> Condition:
        tag = table.alias()
        matched = by_pattern(connection, test, owner_id, select(tag.c[owner], tag.c.value).where(tag.c.key == key.name))
        if matched is not None:
            return matched
        found = exists().where(tag.c[owner] == owner_id, tag.c.key == key.name)
        return found if test is None else found.where(passes(tag.c.value, test))

    return having


def keyed(
    connection: Connection,
    table: Table,
    owner: str,
    owner_id: ColumnElement[int],
    ids: Mapping[str, int],
    *,
    collect: bool = False,
    few: set[ValueTest] | None = None,
    objects: Select[tuple[int]] | None = None,
) -> Having:
    """Having of params and tags with numbered keys.

    `collect` is for searches that test most objects there are: see `among`. Tests that few objects pass are added to `few`. `objects`
    selects ids of all that could be found, to narrow what patterns are tried on.
    """
    how = many(connection, collect=collect)

    def having(key: Key, test: Test) -> Condition:
        entry = table.alias()
        matching = select(entry.c[owner]).where(entry.c.key_id == ids.get(key.name, UNKNOWN_KEY))
        whole = func.coalesce(entry.c.long_text, entry.c.text)
        texts = matching.add_columns(whole)
        matched = by_pattern(connection, test, owner_id, texts if objects is None else texts.where(entry.c[owner].in_(objects)))
        if matched is not None:
            return matched
        if test is None:
            return among(owner_id, matching, how)
        indexed = None if asks_number(test) else _index_answers(entry, test)
        if indexed is None:  # the whole entry is looked at, and entries stand beside those of the same object
            value = entry.c.number if asks_number(test) else whole
            return among(owner_id, matching.where(passes(value, test)), Among.TESTED if how is Among.COLLECTED else how)
        matching = matching.where(indexed)
        count = matches(connection, matching)
        if count < FEW and few is not None:
            few.add(test)
        found = among(owner_id, matching, Among.COLLECTED if count < COLLECTABLE else how)
        return found if count < FEW else unindexed(connection, found)

    return having


def _index_answers(entry: FromClause, test: ValueTest) -> Condition | None:
    """The test as conditions that the index by (key, text) narrows, None if it cannot."""
    values: Sequence[Any] = ()
    if isinstance(test, Membership) and not test.negated:
        values = test.values
    elif isinstance(test, Comparison) and test.operator is Operator.EQ:
        values = (test.value,)
    if not values:
        return None
    beginning = entry.c.text.in_([value[:TEXT_PREFIX] for value in values])
    if all(len(value) < TEXT_PREFIX for value in values):
        return beginning
    return and_(beginning, func.coalesce(entry.c.long_text, entry.c.text).in_(values))


def matches(connection: Connection, matching: Select[int]) -> int:
    """How many rows a select gives, counted to where they are too many to collect."""
    return connection.execute(select(func.count()).select_from(matching.limit(COLLECTABLE).subquery())).scalar_one()


class Among(Enum):
    """How to find out whether an object is among those selected: see `among`."""

    COLLECTED = "collected"
    TESTED = "tested"
    JOINED = "joined"


def many(connection: Connection, *, collect: bool) -> Among:
    """How to find many of them: `collect` says that most objects there are will be tested."""
    if not collect:
        return Among.TESTED
    return Among.JOINED if connection.dialect.name == DIALECT else Among.COLLECTED


def among(owner_id: ColumnElement[int], matching: Select[int], how: Among = Among.TESTED) -> Condition:
    """The condition that an object is among those selected.

    They are collected once, for few of them or where nearly all objects are tested; or looked up object by object, for searches that end
    early; or PostgreSQL plans it as a join, which it does well for a handful, and takes minutes to do for dozens.
    """
    if how is Among.COLLECTED:
        return owner_id.in_(matching)
    found = matching.where(matching.selected_columns[0] == owner_id)
    return found.exists() if how is Among.JOINED else found.offset(0).exists()


def unindexed(connection: Connection, condition: Condition) -> Condition:
    """The condition in a form that SQLite does not begin with: it has no statistics to choose well by, PostgreSQL has."""
    if connection.dialect.name == DIALECT:
        return condition
    plus: Any = UnaryExpression(cast(Any, condition.self_group()), operator=custom_op("+"), type_=NULLTYPE)
    return cast(Condition, plus)


def number_passes(value: ColumnElement[float], test: ValueTest) -> Condition:
    """The condition on a metric's value; NaN is NULL there and passes `!=` and the negated tests alone."""
    return or_(passes(value, test), value.is_(None)) if is_negative(test) else passes(value, test)


def ordering(column: ColumnElement[Any], *, ascending: bool) -> list[ColumnElement[Any]]:
    """Order by a column, missing values last in both directions."""
    return [column.is_(None), directed(column, ascending=ascending)]


def directed(column: ColumnElement[Any], *, ascending: bool) -> ColumnElement[Any]:
    """Order by a column, wherever the database puts missing values."""
    return column.asc() if ascending else column.desc()


def with_values(test: ValueTest, convert: Callable[[str], Any]) -> ValueTest:
    """The test of texts with its values as they are stored."""
    match test:
        case Membership():
            return Membership(test.key, tuple(convert(str(value)) for value in test.values), test.negated)
        case Comparison():
            return Comparison(test.key, test.operator, convert(str(test.value)), test.negated)
        case Between():
            return test


def or_blank(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column, an empty text where it is missing."""
    return func.coalesce(column, "")

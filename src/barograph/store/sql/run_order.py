"""Row ids of the runs that a search finds, in its order.

A sort by a metric's last value, a param or a tag reads the index by (key, value) from its end, until the page is full: first the runs that
have a value, then those whose value is NaN, then those that lack the key. That pays where many runs pass; where few do, they are sorted.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, select

from barograph.model.filter import Aspect, Entity, Key, OrderKey
from barograph.store.sql import filters, schema
from barograph.store.sql.filters import Condition
from barograph.store.sql.listed import listed
from barograph.store.sql.rows import plain
from barograph.store.sql.run_match import ASPECTS, ATTRIBUTES, WITHOUT_NAN, Wish, run_numbers

_c = schema.run.c
_KEYED = {Entity.PARAM: schema.param, Entity.TAG: schema.run_tag}
_NEVER_MISSING = frozenset(ATTRIBUTES) - {"end_time_ms"}
_LONGEST_LIST = 20_000
_NEWEST = OrderKey(Key(Entity.ATTRIBUTE, "start_time_ms"), ascending=False)

Ids = Select[tuple[int]]


def ordered_ids(connection: Connection, wish: Wish, offset: int, count: int) -> Sequence[int]:
    """At most `count` ids, those from `offset` on."""
    first = wish.order[0] if wish.order else _NEWEST
    if not _is_indexed(first):
        return _sorted_ids(connection, wish.passing(connection, all_read=not _by_start(first)), wish, offset, count)
    passing = wish.passing(connection, all_read=False)
    # Of N runs of which n pass, the index is read for (offset + count) * N / n of them before the page is full, a sort reads n.
    few = isqrt((offset + count) * run_numbers(connection)) + 1
    found = _ids(connection, select(_c.id).where(*passing).limit(few))
    if len(found) < few:
        return _sorted_ids(connection, [listed(_c.id, found)] if len(found) <= _LONGEST_LIST else passing, wish, offset, count)
    ids: list[int] = []
    for part in _by_index(connection, wish, passing):
        ids += _ids(connection, part.limit(offset + count - len(ids)))
        if len(ids) == offset + count:
            break
    return ids[offset:]


def all_ids(connection: Connection, wish: Wish) -> Sequence[int]:
    """All ids, in order."""
    return _ids(connection, _ordered(select(_c.id).where(*wish.passing(connection, all_read=True)), wish.order, wish.ids))


def _sorted_ids(connection: Connection, conditions: Sequence[Condition], wish: Wish, offset: int, count: int) -> Sequence[int]:
    return _ids(connection, _ordered(select(_c.id).where(*conditions), wish.order, wish.ids).limit(count).offset(offset))


def _ids(connection: Connection, statement: Ids) -> list[int]:
    return [row[0] for row in plain(connection.execute(statement))]


def _is_indexed(order: OrderKey) -> bool:
    return order.key.entity in _KEYED or (order.key.entity is Entity.METRIC and order.key.aspect is Aspect.LAST)


def _by_start(order: OrderKey) -> bool:
    return order.key.entity is Entity.ATTRIBUTE and order.key.name == "start_time_ms"


def _by_index(connection: Connection, wish: Wish, passing: Sequence[Condition]) -> Iterator[Ids]:
    """Statements whose results follow one another: each a part of the runs, by where they stand in the order of the first key."""
    first, rest = wish.order[0], wish.order[1:]
    entry, on = _entry(first, wish.ids)
    outside = [filters.unindexed(connection, condition) for condition in passing]
    having = select(_c.id).join(entry, entry.c.run_id == _c.id).where(on, *outside)
    if first.key.entity is Entity.METRIC:
        value = entry.c.last_value
        yield _ordered(having.where(value.is_not(None)).order_by(filters.directed(value, ascending=first.ascending)), rest, wish.ids)
        yield _ordered(having.where(value.is_(None)), rest, wish.ids)
    else:
        yield _ordered(having.order_by(*_text_order(entry, ascending=first.ascending)), rest, wish.ids)
    yield _ordered(select(_c.id).where(*passing, ~exists().where(entry.c.run_id == _c.id, on)), rest, wish.ids)


def _ordered(statement: Ids, order: Sequence[OrderKey], ids: Mapping[str, int]) -> Ids:
    for key in order:
        statement = _by_key(statement, key, ids)
    if not any(_by_start(key) for key in order):
        statement = statement.order_by(_c.start_ms.desc())
    return statement.order_by(_c.uuid)


def _by_key(statement: Ids, order: OrderKey, ids: Mapping[str, int]) -> Ids:
    entity, name = order.key.entity, order.key.name
    if entity is Entity.ATTRIBUTE and name in _NEVER_MISSING:
        return statement.order_by(filters.directed(ATTRIBUTES[name], ascending=order.ascending))
    if entity is Entity.ATTRIBUTE:
        return statement.order_by(*filters.ordering(ATTRIBUTES[name], ascending=order.ascending))
    entry, on = _entry(order, ids)
    statement = statement.outerjoin(entry, and_(entry.c.run_id == _c.id, on))
    if entity is Entity.METRIC:
        value = entry.c[ASPECTS[order.key.aspect]]
        missing = value if order.key.aspect in WITHOUT_NAN else entry.c.run_id
        return statement.order_by(missing.is_(None), *filters.ordering(value, ascending=order.ascending))
    return statement.order_by(entry.c.run_id.is_(None), *_text_order(entry, ascending=order.ascending))


def _text_order(entry: FromClause, *, ascending: bool) -> list[ColumnElement[Any]]:
    rest = filters.or_blank(entry.c.long_text)
    return [filters.directed(entry.c.text, ascending=ascending), filters.directed(rest, ascending=ascending)]


def _entry(order: OrderKey, ids: Mapping[str, int]) -> tuple[FromClause, Condition]:
    """The table that has the key's values, and the condition that a row is of this key."""
    key = ids.get(order.key.name, filters.UNKNOWN_KEY)
    if order.key.entity is Entity.METRIC:
        series = schema.series.alias()
        return series, and_(series.c.key_id == key, series.c.attributes_id == schema.PLAIN_ATTRIBUTES_ID)
    entry = _KEYED[order.key.entity].alias()
    return entry, entry.c.key_id == key

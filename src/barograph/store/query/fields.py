"""What a query wants of runs: the columns of a table, and what groups are made by."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.model.filter import Aspect, Entity, Key, OrderKey
from barograph.model.limits import MAX_FIELDS, MAX_GROUP_KEYS
from barograph.store.query.keys import resolve_field
from barograph.store.query.parse import parse_order_by
from barograph.store.query.searchable import RUNS
from barograph.store.query.syntax import parse_key

_EVERY = re.compile(r"\s*(\w+)\.\*\s*")
_TIMES = ("start_time_ms", "end_time_ms")


class Field(msgspec.Struct, frozen=True):
    """One field as written: a key, or without one every key of an entity."""

    text: str
    entity: Entity
    key: Key | None


def parse_fields(texts: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a table of runs, 1 to 1,000. Unknown ones, and one given twice, raise `InvalidFilter` naming column and choices."""
    if not 1 <= len(_texts(texts, "fields")) <= MAX_FIELDS:
        raise InvalidValue(f"{len(texts)} fields were given. Give 1 to {MAX_FIELDS}.")
    found: dict[object, Field] = {}
    for text in texts:
        field = _field(text)
        if found.setdefault(field.key or field.entity, field) is not field:
            raise InvalidFilter(text, "the table already has this field. Name each field once.")
    return tuple(found.values())


def parse_grouping(by: Sequence[str], metrics: Sequence[str]) -> tuple[tuple[Key, ...], tuple[OrderKey, ...]]:
    """What runs are grouped by, and the metrics with the direction in which they are better.

    Raises `InvalidFilter` for keys that cannot be grouped by and for what is no metric.
    """
    if not 1 <= len(_texts(by, "by")) <= MAX_GROUP_KEYS:
        raise InvalidValue(f"{len(by)} keys to group by were given. Give 1 to {MAX_GROUP_KEYS}.")
    keys: list[Key] = []
    for text in by:
        key = _field(text).key
        if key is None or is_number(key):
            raise InvalidFilter(text, "runs can be grouped by params.<key>, tags.<key> and attributes that are texts.", column=1)
        if key in keys:
            raise InvalidFilter(text, "the runs are already grouped by this key. Name each key once.")
        keys.append(key)
    measured = parse_order_by(_texts(metrics, "metrics"), RUNS)
    for text, order in zip(metrics, measured, strict=True):
        if order.key.entity is not Entity.METRIC:
            raise InvalidFilter(text, "expected metrics.<key>, with or without ASC or DESC.", column=1)
    return tuple(keys), measured


def is_number(key: Key) -> bool:
    """Whether a field's values are numbers; they are texts otherwise."""
    return key.entity is Entity.METRIC or (key.entity is Entity.ATTRIBUTE and key.name in _TIMES)


def is_whole(key: Key) -> bool:
    """Whether the numbers of a field are whole."""
    return key.entity is Entity.ATTRIBUTE or key.aspect is Aspect.COUNT


@lru_cache(maxsize=512)
def _field(text: str) -> Field:
    if not isinstance(text, str):
        raise InvalidValue(f"A field is {shown(text)}. Give a text.")
    every = _EVERY.fullmatch(text)
    if every:
        entity = RUNS.entities.get(every[1])
        if entity is not None and entity in RUNS.open_keys:
            return Field(text, entity, None)
    key = resolve_field(parse_key(text), text, RUNS)
    return Field(text, key.entity, key)


def _texts(given: Sequence[str], name: str) -> Sequence[str]:
    if isinstance(given, str):
        raise InvalidValue(f"{name} is the text {shown(given)}. Give a list of texts.")
    return given

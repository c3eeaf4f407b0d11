"""From a key as written to the canonical key and what may be asked of it."""

from collections.abc import Iterable

from barograph.errors import InvalidFilter, shown
from barograph.model.filter import Aspect, Entity, Key
from barograph.store.query.searchable import Field, Searchable
from barograph.store.query.settled import aspect_named
from barograph.store.query.written import WrittenKey

_NO_ASPECT = "only metrics of runs have parts behind the back-ticks; these are {1}. Put the whole key of {0} in back-ticks."


def resolve_key(written: WrittenKey, text: str, searchable: Searchable) -> tuple[Key, Field]:
    """The key of a filter clause and its field. Unknown ones raise `InvalidFilter` listing those that exist."""
    entity, name = _split(written, text, searchable)
    if entity in searchable.open_keys:
        return _open_key(entity, name, written, text, searchable), searchable.open_keys[entity]
    if written.tail is not None:
        raise InvalidFilter(text, _NO_ASPECT.format(searchable.noun, _listed(each.value for each in Aspect)), column=written.tail.column)
    known = searchable.closed_keys.get(entity, {})
    if name not in known:
        kind = "attribute" if entity is Entity.ATTRIBUTE else f"{entity.value} field"
        prefixes = [f"{prefix}.<key>" for prefix in ("metrics", "params", "tags") if prefix in searchable.entities]
        raise InvalidFilter(
            text,
            f"{shown(name)} is no {kind} of {searchable.noun}. Valid ones are {_listed(known)}, and {_listed(prefixes)}.",
            column=written.column,
        )
    canonical, field = known[name]
    return Key(entity, canonical), field


def resolve_sort_key(written: WrittenKey, text: str, searchable: Searchable) -> Key:
    """The key of an order_by text. Keys that cannot be ordered by raise `InvalidFilter` listing those that can."""
    entity, name = _split(written, text, searchable)
    if entity in searchable.order_entities:
        return _open_key(entity, name, written, text, searchable)
    if entity is Entity.ATTRIBUTE and name in searchable.order_by and written.tail is None:
        return Key(entity, searchable.order_by[name])
    raise _not_sortable(text, written.raw, searchable, written.column)


def resolve_field(written: WrittenKey, text: str, searchable: Searchable) -> Key:
    """The key of a field that results can have as a column. Others raise `InvalidFilter` listing those that there are."""
    entity, name = _split(written, text, searchable)
    if entity in searchable.open_keys:
        return _open_key(entity, name, written, text, searchable)
    if entity is Entity.ATTRIBUTE and name in searchable.fields and written.tail is None:
        return Key(entity, searchable.fields[name])
    open_ones = [f"{entity.value}s" for entity in searchable.open_keys]
    choices = [*searchable.fields, *(f"{prefix}.<key>" for prefix in open_ones), *(f"{prefix}.*" for prefix in open_ones)]
    problem = f"{shown(written.raw)} is no field of {searchable.noun}. Fields are {_listed(choices)}."
    raise InvalidFilter(text, problem, column=written.column)


def field_key(field_name: str, searchable: Searchable) -> Key:
    """The key that a bare field name means, as logged-model searches give it: an attribute, or `metrics.<any key>` without quoting."""
    prefix, _, name = field_name.partition(".")
    entity = searchable.entities.get(prefix)
    if name and entity is not None and entity in searchable.order_entities:
        return Key(entity, name)
    if field_name in searchable.order_by:
        return Key(Entity.ATTRIBUTE, searchable.order_by[field_name])
    raise _not_sortable(field_name, field_name, searchable, None)


def _open_key(entity: Entity, name: str, written: WrittenKey, text: str, searchable: Searchable) -> Key:
    """A key of free name, with the aspect that is written behind it."""
    summarised = entity is Entity.METRIC and searchable.aspects
    if written.tail is not None:
        aspect = aspect_named(written.tail.text)
        if not summarised or aspect is None:
            raise InvalidFilter(
                text, _NO_ASPECT.format(searchable.noun, _listed(each.value for each in Aspect)), column=written.tail.column
            )
        return Key(entity, name, aspect)
    head, _, last = name.rpartition(".")
    aspect = aspect_named(last)
    if not summarised or written.quoted is not None or not head or aspect is None:
        return Key(entity, name)
    return Key(entity, head, aspect, literal=name)


def _split(written: WrittenKey, text: str, searchable: Searchable) -> tuple[Entity, str]:
    """Entity and name. The first dot outside quotes separates; without one the key is an attribute."""
    first, quoted = written.first, written.quoted
    prefix, name = "", first.text
    if quoted is not None:
        prefix, name = first.text, quoted.text
        if "." in prefix:
            raise InvalidFilter(
                text, f"put the whole key after {shown(prefix.partition('.')[0] + '.')} in back-ticks.", column=written.column
            )
    elif not first.quote and "." in name:
        prefix, _, name = name.partition(".")
    if not name:
        raise InvalidFilter(text, "the key is empty.", column=written.column)
    if quoted is None and not prefix:
        return Entity.ATTRIBUTE, name
    if prefix not in searchable.entities:
        raise InvalidFilter(
            text,
            f"{searchable.noun} have no {shown(prefix)} to search by. Valid prefixes are {_listed(searchable.entities)}.",
            column=written.column,
        )
    return searchable.entities[prefix], name


def _not_sortable(text: str, name: str, searchable: Searchable, column: int | None) -> InvalidFilter:
    choices = [*searchable.order_by, *(f"{entity.value}s.<key>" for entity in Entity if entity in searchable.order_entities)]
    return InvalidFilter(text, f"{searchable.noun} cannot be ordered by {shown(name)}. They can by {_listed(choices)}.", column=column)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" if " " in name else name for name in names)

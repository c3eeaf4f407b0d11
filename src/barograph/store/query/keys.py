"""From a key as written to the canonical key and what may be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from barograph.errors import InvalidFilter, shown
from barograph.model.filter import Entity, Key
from barograph.store.query.searchable import Field, Searchable
from barograph.store.query.syntax import column_of

if TYPE_CHECKING:
    from lark import Token, Tree


def resolve_key(node: Tree[Token] | Token, text: str, searchable: Searchable) -> tuple[Key, Field]:
    """The key of a filter clause and its field. Unknown ones raise `InvalidFilter` listing those that exist."""
    entity, name = _split(node, text, searchable)
    if entity in searchable.open_keys:
        return Key(entity, name), searchable.open_keys[entity]
    known = searchable.closed_keys.get(entity, {})
    if name not in known:
        kind = "attribute" if entity is Entity.ATTRIBUTE else f"{entity.value} field"
        raise InvalidFilter(
            text, f"{shown(name)} is no {kind} of {searchable.noun}. Valid ones are {_listed(known)}.{_hint(searchable)}", column=column_of(node)
        )
    canonical, field = known[name]
    return Key(entity, canonical), field


def resolve_sort_key(node: Tree[Token] | Token, text: str, searchable: Searchable) -> Key:
    """The key of an order_by text. Keys that cannot be ordered by raise `InvalidFilter` listing those that can."""
    entity, name = _split(node, text, searchable)
    if entity in searchable.order_entities:
        return Key(entity, name)
    if entity is Entity.ATTRIBUTE and name in searchable.order_by:
        return Key(entity, searchable.order_by[name])
    raise _not_sortable(text, name if entity is Entity.ATTRIBUTE else f"{entity.value}.{name}", searchable, column_of(node))


def field_key(field_name: str, searchable: Searchable) -> Key:
    """The key that a bare field name means, as logged-model searches give it: an attribute, or `metrics.<any key>` without quoting."""
    prefix, dot, name = field_name.partition(".")
    if dot and name and searchable.entities.get(prefix) in searchable.order_entities:
        return Key(searchable.entities[prefix], name)
    if field_name in searchable.order_by:
        return Key(Entity.ATTRIBUTE, searchable.order_by[field_name])
    raise _not_sortable(field_name, field_name, searchable, None)


def _split(node: Tree[Token] | Token, text: str, searchable: Searchable) -> tuple[Entity, str]:
    """Entity and name; a name in quotes is taken without them, and only the first dot outside quotes separates."""
    first, *quoted = node.children
    prefix, dot, name = ("", "", _unquoted(first)) if not quoted and first.type != "WORDS" else _unquoted(first).partition(".")
    if quoted:
        if dot:
            raise InvalidFilter(text, f"put the whole key after {shown(f'{prefix}.')} in back-ticks.", column=column_of(node))
        name = _unquoted(quoted[0])
    elif not dot and not name:
        prefix, name = "", prefix
    if not name:
        raise InvalidFilter(text, "the key is empty.", column=column_of(node))
    if not prefix:
        return Entity.ATTRIBUTE, name
    if prefix not in searchable.entities:
        raise InvalidFilter(
            text,
            f"{shown(prefix)} is nothing that {searchable.noun} can be searched by. Valid prefixes are {_listed(searchable.entities)}.",
            column=column_of(node),
        )
    return searchable.entities[prefix], name


def _unquoted(token: Token) -> str:
    return str(token) if token.type == "WORDS" else str(token)[1:-1]


def _hint(searchable: Searchable) -> str:
    names = [prefix for prefix in ("metrics", "params", "tags") if prefix in searchable.entities]
    return f" Other keys need a prefix: {', '.join(f'{name}.<key>' for name in names)}."


def _not_sortable(text: str, name: str, searchable: Searchable, column: int | None) -> InvalidFilter:
    choices = [*searchable.order_by, *(f"{entity.value}s.<key>" for entity in Entity if entity in searchable.order_entities)]
    return InvalidFilter(
        text, f"{searchable.noun} cannot be ordered by {shown(name)}. They can by {_listed(choices)}.", column=column
    )


def _listed(names: object) -> str:
    return ", ".join(f"`{name}`" if " " in name else name for name in names)  # type: ignore[attr-defined]

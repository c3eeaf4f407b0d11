"""From texts to the filter tree and sort keys, checked against what the thing searched offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.model.filter import Absence, And, Comparison, Filter, Membership, Operator, OrderKey
from barograph.store.query.keys import resolve_key, resolve_sort_key
from barograph.store.query.searchable import Searchable
from barograph.store.query.syntax import column_of, parse
from barograph.store.query.values import read_value

if TYPE_CHECKING:
    from lark import Token, Tree

_NOT_YET = "clauses can only be joined with AND so far. Search once per alternative."


@lru_cache(maxsize=512)
def parse_filter(text: str, searchable: Searchable) -> Filter:
    """The tree that a filter text means; blank text means everything.

    Raises `InvalidFilter` naming the column and what was expected, or the keys and operators that exist.
    """
    _check_text(text)
    if not text.strip():
        return And()
    clauses = tuple(_clauses(parse(text, "filter"), text, searchable))
    return clauses[0] if len(clauses) == 1 else And(clauses)


def parse_order_by(texts: Sequence[str], searchable: Searchable) -> tuple[OrderKey, ...]:
    """The sort keys that order_by texts (`key [ASC|DESC]`, one key each) mean, without the tie-break that each search adds.

    Raises `InvalidFilter` like `parse_filter`, and for a key given twice where that is refused.
    """
    if isinstance(texts, str):
        raise InvalidValue(f"order_by is the text {shown(texts)}. Give a list of texts.")
    found: list[OrderKey] = []
    for text in texts:
        order = _order_key(text, searchable)
        if any(order.key == other.key for other in found):
            if not searchable.order_repeats:
                raise InvalidFilter(text, f"the results are already ordered by {shown(order.key.name)}. Name each key once.")
            continue
        found.append(order)
    return tuple(found)


@lru_cache(maxsize=512)
def _order_key(text: str, searchable: Searchable) -> OrderKey:
    _check_text(text)
    key, *direction = parse(text, "order").children
    return OrderKey(resolve_sort_key(key, text, searchable), ascending=not direction or str(direction[0]).upper() == "ASC")


def _check_text(text: str) -> None:
    if not isinstance(text, str):
        raise InvalidValue(f"A search expression must be a text, not {shown(text)}.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidFilter(text, "it holds half of a surrogate pair, which is no character.")


def _clauses(tree: Tree[Token], text: str, searchable: Searchable) -> Iterator[Filter]:
    for node in tree.children:
        kind = getattr(node, "data", "or")
        if kind in ("or", "negation", "group"):
            token = node if kind == "or" else node.children[0]
            raise InvalidFilter(text, f"{str(token).upper()} is not supported; {_NOT_YET}", column=column_of(token))
        yield _BUILDERS[kind](node.children, text, searchable)


def _comparison(parts: Sequence[Tree[Token] | Token], text: str, searchable: Searchable) -> Filter:
    written, operator_token, value = parts
    key, field = resolve_key(written, text, searchable)
    symbol = str(operator_token).upper()
    allowed = [operator.value for operator in Operator if operator in field.operators]
    if symbol not in allowed:
        raise InvalidFilter(
            text, f"{symbol} does not apply to {shown(key.name)}; its operators are {' '.join(allowed)}.", column=column_of(operator_token)
        )
    operator = Operator(symbol)
    read = read_value(value.children[0], key, field, text, unquoted_text=searchable.unquoted_text)
    if operator in (Operator.EQ, Operator.NE):
        read = field.spellings.get(str(read), read)
    return Comparison(key, operator, read)


def _membership(parts: Sequence[Tree[Token] | Token], text: str, searchable: Searchable) -> Filter:
    written, *rest = parts
    key, field = resolve_key(written, text, searchable)
    negated = any(getattr(part, "type", "") == "NOT" for part in rest)
    values = [part.children[0] for part in rest if getattr(part, "data", "") == "value"]
    if not field.lists:
        raise InvalidFilter(text, f"{shown(key.name)} takes no list; compare it with one value at a time.", column=column_of(written))
    if not values:
        raise InvalidFilter(text, f"the list of {shown(key.name)} is empty; give at least one text in quotes.", column=column_of(written))
    read = (read_value(value, key, field, text, unquoted_text=searchable.unquoted_text) for value in values)
    return Membership(key, tuple(dict.fromkeys(field.spellings.get(str(value), str(value)) for value in read)), negated)


def _absence(parts: Sequence[Tree[Token] | Token], text: str, searchable: Searchable) -> Filter:
    written, *negation = parts
    key, field = resolve_key(written, text, searchable)
    if not field.absence:
        raise InvalidFilter(text, f"IS NULL does not apply to {shown(key.name)}.", column=column_of(written))
    return Absence(key, negated=bool(negation))


_BUILDERS = {"comparison": _comparison, "membership": _membership, "absence": _absence}

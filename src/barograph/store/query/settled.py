"""Decides what `metrics.loss.min` is: the last value of a metric of that name where there is one, else the least value of `loss`.

Texts written for MLflow mean the metric of that name, so it goes first. Back-ticks leave no doubt: metrics.`loss.min` is the metric,
metrics.`loss`.min the summary.
"""

from collections.abc import Callable, Collection, Sequence

import msgspec

from barograph.model.filter import And, Aspect, Filter, Key, Not, Or, OrderKey, keys_in


def settled(tree: Filter, order: Sequence[OrderKey], is_logged: Callable[[str], bool]) -> tuple[Filter, tuple[OrderKey, ...]]:
    """Filter and order with each doubtful key decided; `is_logged` tells whether what is searched has a metric of a name."""
    names = {key.literal for key in [*keys_in(tree), *(each.key for each in order)] if key.literal is not None}
    if not names:
        return tree, tuple(order)
    logged = {name for name in names if is_logged(name)}
    return _decided(tree, logged), tuple(msgspec.structs.replace(each, key=_key(each.key, logged)) for each in order)


def settled_keys(keys: Sequence[Key], is_logged: Callable[[str], bool]) -> tuple[Key, ...]:
    """The keys with each doubtful one decided."""
    return tuple([_key(key, {key.literal} if key.literal is not None and is_logged(key.literal) else set()) for key in keys])


def _decided(tree: Filter, logged: set[str]) -> Filter:
    match tree:
        case And() | Or():
            return type(tree)(tuple(_decided(clause, logged) for clause in tree.clauses))
        case Not():
            return Not(_decided(tree.clause, logged))
        case _:
            return msgspec.structs.replace(tree, key=_key(tree.key, logged))


def _key(key: Key, logged: Collection[str]) -> Key:
    if key.literal is None:
        return key
    if key.literal in logged:
        return Key(key.entity, key.literal)
    return Key(key.entity, key.name, key.aspect)


def aspect_named(name: str) -> Aspect | None:
    """The aspect of this name, None if there is none."""
    return next((aspect for aspect in Aspect if aspect.value == name), None)

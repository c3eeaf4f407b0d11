"""Keys and values to choose from: what is asked for, and in which order it is given."""

from collections.abc import Iterable
from typing import get_args

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.model.filter import Entity, Key
from barograph.model.limits import MAX_CHOICES, check_text
from barograph.model.run_keys import KeyKind
from barograph.store.query.fields import parse_fields

LONGEST_VALUE = 200
"""Texts of so many characters are too long to choose among."""
_DEFAULT_CHOICES = 100
_ENTITIES = {"metrics": Entity.METRIC, "params": Entity.PARAM, "tags": Entity.TAG}


def choices_wanted(max_results: int | None) -> int:
    """How many keys or values are wanted, 1 to 10,000, or raise."""
    if max_results is None:
        return _DEFAULT_CHOICES
    if isinstance(max_results, bool) or not isinstance(max_results, int) or not 1 <= max_results <= MAX_CHOICES:
        raise InvalidValue(f"Invalid value {shown(max_results)} for max_results. It must be a whole number from 1 to {MAX_CHOICES}.")
    return max_results


def entity_of(kind: KeyKind) -> Entity:
    """What keys of a kind belong to, or raise."""
    entity = _ENTITIES.get(kind)
    if entity is None:
        raise InvalidValue(f"Invalid kind of keys {shown(kind)}. It must be one of {', '.join(get_args(KeyKind))}.")
    return entity


def matching(names: Iterable[str], text: str) -> list[str]:
    """The names that hold a text, those that begin with it first, in the order of `RunKeys`."""
    sought = check_text(text, "text").casefold()
    found = [(not folded.startswith(sought), folded, name) for name in names if sought in (folded := name.casefold())]
    return [name for _, _, name in sorted(found)]


def valued_key(text: str) -> Key:
    """The param or tag that a text names; anything else raises `InvalidFilter`."""
    key = parse_fields((text,))[0].key
    if key is None or key.entity not in (Entity.PARAM, Entity.TAG):
        raise InvalidFilter(text, "values are listed of params.<key> and tags.<key>.", column=1)
    return key

"""Sorting by order keys: missing values last and NaN after all numbers, in both directions."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from barograph.model.filter import OrderKey
from barograph.store.memory.evaluate import Subject, Value

T = TypeVar("T")
SortKey = tuple[Callable[[T], Value | None], bool]


def sort_by(items: Sequence[T], keys: Iterable[SortKey[T]]) -> list[T]:
    """The items by several (value of, ascending) keys, the first one the strongest. Stable."""
    ordered = list(items)
    for value_of, ascending in reversed(list(keys)):
        ordered = _by_one(ordered, value_of, ascending=ascending)
    return ordered


def _by_one(items: list[T], value_of: Callable[[T], Value | None], *, ascending: bool) -> list[T]:
    present: list[tuple[Value, T]] = []
    undefined: list[T] = []
    missing: list[T] = []
    for item in items:
        value = value_of(item)
        if value is None:
            missing.append(item)
        elif isinstance(value, float) and math.isnan(value):
            undefined.append(item)
        else:
            present.append((value, item))
    present.sort(key=lambda pair: pair[0], reverse=not ascending)
    return [item for _, item in present] + undefined + missing


def sort_keys(order: Iterable[OrderKey], subject_of: Callable[[T], Subject]) -> list[SortKey[T]]:
    """What `sort_by` takes, for keys that objects have at most one value of."""

    def value_of(by: OrderKey) -> Callable[[T], Value | None]:
        return lambda item: next(iter(subject_of(item)(by.key)), None)

    return [(value_of(by), by.ascending) for by in order]

"""Rows of (run, key, value) as columns."""

from array import array
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from barograph.model import NumberColumn

Rows = Sequence[tuple[Any, ...]]

MISSING: Any = object()
_NAN = float("nan")


def columns_of(rows: Rows, place: Mapping[int, int], missing: Any) -> dict[int, list[Any]]:
    """The values of each key, in the order of `place`, with `missing` where a run has none. Every run of the rows has a place."""
    return _of_like_runs(rows, place) or _of_any_runs(rows, place, missing)


def _of_like_runs(rows: Rows, place: Mapping[int, int]) -> dict[int, list[Any]]:
    """The same where each run has the same keys, as runs of one program have; nothing if they differ. This loops in C alone."""
    if len(rows) < 2 or len(rows) % len(place):
        return {}
    runs, keys = [row[0] for row in rows], [row[1] for row in rows]
    each = len(rows) // len(place)
    if keys != keys[:each] * len(place) or len(set(keys[:each])) != each or runs[::each] != runs[each - 1 :: each]:
        return {}
    at = {run: index for index, run in enumerate(runs[::each])}
    if len(at) != len(place):
        return {}
    in_place = itemgetter(*(at[run] for run in place), 0)  # of one index it would give no tuple
    values = [row[2] for row in rows]
    return {key: list(in_place(values[start::each])[:-1]) for start, key in enumerate(keys[:each])}


def _of_any_runs(rows: Rows, place: Mapping[int, int], missing: Any) -> dict[int, list[Any]]:
    columns: dict[int, list[Any]] = {}
    for run, key, value in rows:
        column = columns.get(key)
        if column is None:
            column = columns[key] = [missing] * len(place)
        column[place[run]] = value
    return columns


def number_column(name: str, values: Sequence[Any], *, whole: bool = False, with_nan: bool = True) -> NumberColumn:
    """The column of numbers with `MISSING` among them. None is NaN, as the database writes it, or without NaN it is missing too."""
    code = "q" if whole else "d"
    if MISSING not in values and None not in values:
        return NumberColumn(name, array(code, values), bytes([1]) * len(values))
    blank = _NAN if with_nan else MISSING
    given = [blank if value is None else value for value in values]
    packed = array(code, [0 if value is MISSING else value for value in given])
    return NumberColumn(name, packed, bytes([value is not MISSING for value in given]))

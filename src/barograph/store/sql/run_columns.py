"""Values of many runs, read by column: a few statements for each kind of field, however many runs and keys there are."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from barograph.model import Column, NumberColumn, TextColumn
from barograph.model.filter import Aspect, Entity, Key
from barograph.store.query import is_number, is_whole
from barograph.store.sql import schema
from barograph.store.sql.filters import UNKNOWN_KEY
from barograph.store.sql.listed import listed
from barograph.store.sql.names import Names
from barograph.store.sql.rows import plain
from barograph.store.sql.run_match import ASPECTS, ATTRIBUTES, WITHOUT_NAN, run_numbers, unindexed

_c, _series = schema.run.c, schema.series.c
_PLAIN = _series.attributes_id == schema.PLAIN_ATTRIBUTES_ID
_TEXTS = {Entity.PARAM: schema.param, Entity.TAG: schema.run_tag}
_ATTRIBUTES: Mapping[str, ColumnElement[Any]] = {**ATTRIBUTES, "experiment_id": _c.experiment_id, "lifecycle": _c.lifecycle}
_RUNS_PER_SELECT = 5_000
_LARGE_PART = 4
"""Where more than one of so many runs is wanted, keys are read whole: that costs less than looking up each run."""
_NAN = float("nan")


class RunColumns:
    """Columns for runs that are given by row id, in their order. `ids` are the numbers of keys."""

    def __init__(self, connection: Connection, names: Names, ids: Mapping[str, int], runs: Sequence[int]) -> None:
        self._connection = connection
        self._names = names
        self._ids = ids
        self._runs = runs
        self._place = {run: place for place, run in enumerate(runs)}
        self._large_part = len(runs) * _LARGE_PART > run_numbers(connection)

    def of_keys(self, keys: Mapping[str, Key]) -> dict[str, Column]:
        """A column for each key, by its name."""
        columns = self._attributes({name: key for name, key in keys.items() if key.entity is Entity.ATTRIBUTE})
        for aspect in Aspect:
            columns |= self._metrics(
                aspect, {name: key for name, key in keys.items() if key.entity is Entity.METRIC and key.aspect is aspect}
            )
        for entity in _TEXTS:
            columns |= self._texts(entity, {name: key for name, key in keys.items() if key.entity is entity})
        return columns

    def every(self, entity: Entity) -> list[Column]:
        """A column for each key of an entity that the runs have, in the order in which keys first appear."""
        prefix = f"{entity.value}s."
        if entity is Entity.METRIC:
            numbers: dict[int, _Numbers] = {}
            self._fill_numbers(
                numbers, self._of_runs(select(_series.run_id, _series.key_id, _series.last_value).where(_PLAIN), _series.run_id)
            )
            names = self._names.texts(self._connection, numbers)
            return [numbers[key].column(prefix + names[key]) for key in sorted(numbers, key=lambda key: (numbers[key].first(), key))]
        texts: dict[int, list[str | None]] = {}
        self._fill_texts(texts, self._of_runs(_all_texts(_TEXTS[entity]), _TEXTS[entity].c.run_id))
        names = self._names.texts(self._connection, texts)
        return [TextColumn(prefix + names[key], tuple(texts[key])) for key in sorted(texts, key=lambda key: (_first(texts[key]), key))]

    def _attributes(self, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        rows = self._of_runs(select(_c.id, *(_ATTRIBUTES[key.name] for key in keys.values())), _c.id)
        in_order = sorted(rows, key=lambda row: self._place[row[0]])
        columns = list(zip(*in_order, strict=True))[1:] or [()] * len(keys)
        return {name: _attribute(name, key, values) for (name, key), values in zip(keys.items(), columns, strict=True)}

    def _metrics(self, aspect: Aspect, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        columns = {name: _Numbers(len(self._runs), whole=is_whole(key)) for name, key in keys.items()}
        numbered = {self._id(key): columns[name] for name, key in keys.items()}
        statement = select(_series.run_id, _series.key_id, _series[ASPECTS[aspect]]).where(_PLAIN)
        of_keys = _series.key_id.in_(numbered)
        if self._large_part and aspect is Aspect.LAST:  # which an index has, the others only the table
            rows = self._whole(statement.where(of_keys))
        else:
            rows = self._of_runs(statement.where(unindexed(self._connection, of_keys)), _series.run_id)
        self._fill_numbers(numbered, rows, nan=None if aspect in WITHOUT_NAN else _NAN)
        return {name: column.column(name) for name, column in columns.items()}

    def _texts(self, entity: Entity, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        table = _TEXTS[entity]
        numbered: dict[int, list[str | None]] = {}
        columns = {name: numbered.setdefault(self._id(key), [None] * len(self._runs)) for name, key in keys.items()}
        statement = _all_texts(table).where(table.c.key_id.in_(numbered))
        self._fill_texts(numbered, self._whole(statement) if self._large_part else self._of_runs(statement, table.c.run_id))
        return {name: TextColumn(name, tuple(values)) for name, values in columns.items()}

    def _id(self, key: Key) -> int:
        return self._ids.get(key.name, UNKNOWN_KEY)

    def _of_runs(self, statement: Select[Any], run: ColumnElement[int]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(self._runs), _RUNS_PER_SELECT):
            yield from plain(self._connection.execute(statement.where(listed(run, self._runs[start : start + _RUNS_PER_SELECT]))))

    def _whole(self, statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
        place = self._place
        return (row for row in plain(self._connection.execute(statement)) if row[0] in place)

    def _fill_numbers(self, columns: "dict[int, _Numbers]", rows: Iterable[tuple[Any, ...]], nan: float | None = _NAN) -> None:
        """Put (run, key, value) where they belong; a value of None is NaN, or with `nan=None` missing."""
        place, length = self._place, len(self._runs)
        for run, key, value in rows:
            column = columns.get(key) or columns.setdefault(key, _Numbers(length))
            if value is None:
                value = nan  # noqa: PLW2901  # as the database writes it
            if value is not None:
                at = place[run]
                column.values[at] = value
                column.present[at] = 1

    def _fill_texts(self, columns: dict[int, list[str | None]], rows: Iterable[tuple[Any, ...]]) -> None:
        place, length = self._place, len(self._runs)
        for run, key, value in rows:
            column = columns.get(key) or columns.setdefault(key, [None] * length)
            column[place[run]] = value


class _Numbers:
    """A column of numbers that is being filled."""

    def __init__(self, length: int, *, whole: bool = False) -> None:
        self.values: Any = array("q" if whole else "d", bytes(8 * length))
        self.present = bytearray(length)

    def first(self) -> int:
        return self.present.index(1)

    def column(self, name: str) -> NumberColumn:
        return NumberColumn(name, self.values, bytes(self.present))


def _first(values: Sequence[str | None]) -> int:
    return next(place for place, value in enumerate(values) if value is not None)


def _all_texts(table: Table) -> Select[Any]:
    return select(table.c.run_id, table.c.key_id, func.coalesce(table.c.long_text, table.c.text))


def _attribute(name: str, key: Key, values: Sequence[Any]) -> Column:
    if is_number(key):
        return NumberColumn.of(name, values, whole=True)
    return TextColumn(name, tuple([str(value) for value in values]))

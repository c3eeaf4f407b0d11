"""Values of many runs, read by column: a few statements for each kind of field, however many runs and keys there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from barograph.model import Column, NumberColumn, TextColumn
from barograph.model.filter import Aspect, Entity, Key
from barograph.store.query import is_number
from barograph.store.sql import schema
from barograph.store.sql.filters import UNKNOWN_KEY, unindexed
from barograph.store.sql.listed import listed
from barograph.store.sql.names import Names
from barograph.store.sql.rows import plain
from barograph.store.sql.run_match import ASPECTS, ATTRIBUTES, WITHOUT_NAN, run_numbers
from barograph.store.sql.transpose import MISSING, Rows, columns_of, number_column

_c, _series = schema.run.c, schema.series.c
_PLAIN = _series.attributes_id == schema.PLAIN_ATTRIBUTES_ID
_TEXTS = {Entity.PARAM: schema.param, Entity.TAG: schema.run_tag}
_ATTRIBUTES: Mapping[str, ColumnElement[Any]] = {**ATTRIBUTES, "experiment_id": _c.experiment_id, "lifecycle": _c.lifecycle}
_RUNS_PER_SELECT = 5_000
_LARGE_PART = 4
"""Where more than one of so many runs is wanted, keys are read whole: that costs less than looking up each run."""
_KEY_FIRST = 20
"""The same where the index tells runs that are not wanted, by their numbers lying outside a span."""
_DENSE = 1.25
"""Runs whose numbers span no more than so many times their count are read as that span, faster than one by one; new runs are such."""


class RunColumns:
    """Columns for runs that are given by row id, in their order. `ids` are the numbers of keys."""

    def __init__(self, connection: Connection, names: Names, ids: Mapping[str, int], runs: Sequence[int]) -> None:
        self._connection = connection
        self._names = names
        self._ids = ids
        self._runs = runs
        self._place = {run: place for place, run in enumerate(runs)}
        all_runs = run_numbers(connection)
        self._large_part = len(runs) * _LARGE_PART > all_runs
        self._key_first = len(runs) * _KEY_FIRST > all_runs
        self._span = (min(runs), max(runs)) if runs else (0, 0)
        self._dense = self._span[1] - self._span[0] < len(runs) * _DENSE

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
        if entity is Entity.METRIC:
            rows = self._of_runs(select(_series.run_id, _series.key_id, _series.last_value).where(_PLAIN), _series.run_id)
        else:
            rows = self._of_runs(_all_texts(_TEXTS[entity]), _TEXTS[entity].c.run_id)
        missing = MISSING if entity is Entity.METRIC else None
        columns = columns_of(rows, self._place, missing)
        names = self._names.texts(self._connection, columns)
        first = {key: next(place for place, value in enumerate(values) if value is not missing) for key, values in columns.items()}
        return [
            _column(f"{entity.value}s.{names[key]}", entity, columns[key]) for key in sorted(columns, key=lambda key: (first[key], key))
        ]

    def _attributes(self, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        rows = self._of_runs(select(_c.id, *(_ATTRIBUTES[key.name] for key in keys.values())), _c.id)
        of_run = {row[0]: row for row in rows}
        in_order = [of_run[run] for run in self._runs]
        return {name: _attribute(name, key, [row[place] for row in in_order]) for place, (name, key) in enumerate(keys.items(), 1)}

    def _metrics(self, aspect: Aspect, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        statement = select(_series.run_id, _series.key_id, _series[ASPECTS[aspect]]).where(_PLAIN)
        of_keys = _series.key_id.in_({self._id(key) for key in keys.values()})
        if self._dense and self._key_first and aspect is Aspect.LAST:  # which an index has, the others only the table
            within = unindexed(self._connection, _series.run_id.between(*self._span))
            rows = self._wanted(statement.where(of_keys, within))
        elif self._large_part and aspect is Aspect.LAST:
            rows = self._wanted(statement.where(of_keys))
        else:
            rows = self._of_runs(statement.where(unindexed(self._connection, of_keys)), _series.run_id)
        columns = columns_of(rows, self._place, MISSING)
        nothing = [MISSING] * len(self._runs)
        whole, with_nan = aspect is Aspect.COUNT, aspect not in WITHOUT_NAN
        return {
            name: number_column(name, columns.get(self._id(key), nothing), whole=whole, with_nan=with_nan) for name, key in keys.items()
        }

    def _texts(self, entity: Entity, keys: Mapping[str, Key]) -> dict[str, Column]:
        if not keys:
            return {}
        table = _TEXTS[entity]
        of_keys = table.c.key_id.in_({self._id(key) for key in keys.values()})
        if self._dense:  # in the order of runs the whole table is read from, in that of keys only an index
            rows = self._of_runs(_all_texts(table).where(unindexed(self._connection, of_keys)), table.c.run_id)
        elif self._large_part:
            rows = self._wanted(_all_texts(table).where(of_keys))
        else:
            rows = self._of_runs(_all_texts(table).where(of_keys), table.c.run_id)
        columns = columns_of(rows, self._place, None)
        return {name: TextColumn(name, tuple(columns.get(self._id(key), [None] * len(self._runs)))) for name, key in keys.items()}

    def _id(self, key: Key) -> int:
        return self._ids.get(key.name, UNKNOWN_KEY)

    def _of_runs(self, statement: Select[Any], run: ColumnElement[int]) -> Rows:
        if self._dense:
            return self._wanted(statement.where(run.between(*self._span)))
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(self._runs), _RUNS_PER_SELECT):
            rows += plain(self._connection.execute(statement.where(listed(run, self._runs[start : start + _RUNS_PER_SELECT]))))
        return rows

    def _wanted(self, statement: Select[Any]) -> Rows:
        """Rows of the runs that are wanted, of a statement that may read others."""
        place = self._place
        return [row for row in plain(self._connection.execute(statement)) if row[0] in place]


def _all_texts(table: Table) -> Select[Any]:
    return select(table.c.run_id, table.c.key_id, func.coalesce(table.c.long_text, table.c.text))


def _column(name: str, entity: Entity, values: Sequence[Any]) -> Column:
    return number_column(name, values) if entity is Entity.METRIC else TextColumn(name, tuple(values))


def _attribute(name: str, key: Key, values: Sequence[Any]) -> Column:
    if is_number(key):
        return NumberColumn.of(name, values, whole=True)
    return TextColumn(name, tuple([str(value) for value in values]))

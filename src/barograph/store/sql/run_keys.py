"""Keys and values of runs, to choose from, at a price that does not grow with the number of runs.

The newest and the oldest runs tell most keys. The others are stepped through in an index, one look a key or a value however many runs have
it, and of each only some runs are asked whether they are of the experiments.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from barograph.model import RunKey, RunKeys, RunKeySearch, RunValueSearch
from barograph.model.filter import Entity
from barograph.model.limits import check_text
from barograph.store.query import choices_wanted, entity_of, matching, valued_key
from barograph.store.query.choices import LONGEST_VALUE
from barograph.store.sql import schema
from barograph.store.sql.filters import Condition
from barograph.store.sql.listed import listed
from barograph.store.sql.rows import plain
from barograph.store.sql.run_match import Wish
from barograph.store.sql.run_wish import RunWishes, experiments_of

_SAMPLE = 200
_RUNS_ASKED = 200
_CHOICES_ASKED = 200
_c = schema.run.c


@dataclass(frozen=True)
class _Entries:
    """Where the values of a kind of keys stand; `own` tells its rows from others."""

    table: Table
    value: ColumnElement[Any]
    own: tuple[Condition, ...] = ()


_ENTRIES = {
    Entity.METRIC: _Entries(schema.series, schema.series.c.last_value, (schema.series.c.attributes_id == schema.PLAIN_ATTRIBUTES_ID,)),
    Entity.PARAM: _Entries(schema.param, schema.param.c.text),
    Entity.TAG: _Entries(schema.run_tag, schema.run_tag.c.text),
}


class SqlRunKeys(RunWishes):
    """The part of `QueryStore` that tells what can be asked for."""

    def run_keys(self, search: RunKeySearch) -> RunKeys:
        entries, size = _ENTRIES[entity_of(search.kind)], choices_wanted(search.max_results)
        wish = self._wish(experiments_of(search.experiment_ids) or None, search.view, "")
        check_text(search.text, "text")
        with self._database.read() as connection:
            place = wish.place()
            seen = _seen(connection, entries, _sample(connection, wish))
            others = _key_ids(connection, entries.table) - seen.keys()
            names = self._names.texts(connection, {*seen, *others})
            ids = {names[key_id]: key_id for key_id in (*seen, *others)}
            keys: list[RunKey] = []
            asked = 0
            for name in matching(ids, search.text):
                key_id = ids[name]
                if key_id not in seen:
                    asked += 1
                    if asked > _CHOICES_ASKED or not _is_there(connection, entries, place, entries.table.c.key_id == key_id):
                        continue
                if len(keys) == size:
                    return RunKeys(tuple(keys), more=True)
                varies = key_id not in seen or seen[key_id](connection, place)
                keys.append(RunKey(name, varies))
            return RunKeys(tuple(keys))

    def run_values(self, search: RunValueSearch) -> tuple[str, ...]:
        key, size, prefix = valued_key(search.key), choices_wanted(search.max_results), check_text(search.prefix, "prefix")
        wish = self._wish(experiments_of(search.experiment_ids) or None, search.view, "")
        entries, key_id = _ENTRIES[key.entity], self._names.known({key.name}).get(key.name)
        found: list[str] = []
        if key_id is None:
            return ()
        with self._database.read() as connection:
            of_key = entries.table.c.key_id == key_id
            for asked, value in enumerate(_values(connection, entries, of_key, prefix)):
                if asked == _CHOICES_ASKED + size or len(found) == size:
                    break
                if len(value) < LONGEST_VALUE and _is_there(connection, entries, wish.place(), of_key, entries.value == value):
                    found.append(value)
        return tuple(found)


def _sample(connection: Connection, wish: Wish) -> Sequence[int]:
    """The newest and the oldest runs of the place."""
    runs = select(_c.id).where(*wish.place()).limit(_SAMPLE)
    newest = plain(connection.execute(runs.order_by(_c.start_ms.desc(), _c.uuid)))
    oldest = plain(connection.execute(runs.order_by(_c.start_ms, _c.uuid.desc()))) if len(newest) == _SAMPLE else ()
    return list({row[0] for row in (*newest, *oldest)})


def _seen(connection: Connection, entries: _Entries, runs: Sequence[int]) -> dict[int, Callable[[Connection, Sequence[Condition]], bool]]:
    """The keys that these runs have, each with the question whether it varies."""
    table, value = entries.table, entries.value
    statement = select(table.c.key_id, func.count(), func.count(value), func.min(value), func.max(value))
    rows = plain(connection.execute(statement.where(listed(table.c.run_id, runs), *entries.own).group_by(table.c.key_id)))
    wide = len(runs) >= _SAMPLE

    def question(row: tuple[Any, ...]) -> Callable[[Connection, Sequence[Condition]], bool]:
        key_id, count, valued, least, greatest = row
        if count < len(runs) or valued not in (0, count) or least != greatest:
            return lambda *_: True
        if not wide:
            return lambda *_: False
        of_key = table.c.key_id == key_id
        if least is None:
            return lambda connection, place: _is_there(connection, entries, place, of_key, value.is_not(None))
        return lambda connection, place: any(
            _is_there(connection, entries, place, of_key, other) for other in (value < least, value > least)
        )

    return {row[0]: question(row) for row in rows}


def _is_there(connection: Connection, entries: _Entries, place: Sequence[Condition], *conditions: Condition) -> bool:
    """Whether some of the first entries are of a run of the place."""
    first = select(entries.table.c.run_id).where(*conditions, *entries.own).limit(_RUNS_ASKED).subquery()
    return bool(connection.execute(select(exists(select(_c.id).join(first, first.c.run_id == _c.id).where(*place)))).scalar())


def _key_ids(connection: Connection, table: Table) -> set[int]:
    """Every key that the table has, one look into its index for each."""
    step = select(func.min(table.c.key_id).label("key_id")).cte("step", recursive=True)
    following = select(func.min(table.c.key_id)).where(table.c.key_id > step.c.key_id).correlate(step).scalar_subquery()
    steps = step.union_all(select(following).where(step.c.key_id.is_not(None)))
    return {row[0] for row in connection.execute(select(steps.c.key_id).where(steps.c.key_id.is_not(None)))}


def _values(connection: Connection, entries: _Entries, of_key: Condition, prefix: str) -> Iterator[str]:
    """Distinct texts of a key that begin with a prefix, in order, one look into the index for each."""
    texts = select(entries.value).where(of_key).order_by(entries.value).limit(1)
    found = connection.execute(texts.where(entries.value >= prefix)).scalar()
    while found is not None and found.startswith(prefix):
        yield found
        found = connection.execute(texts.where(entries.value > found)).scalar()

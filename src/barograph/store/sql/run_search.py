"""Search of runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, select

from barograph.model import Lifecycle, Page, Query, Run, View
from barograph.model.filter import Aspect, Entity, Key, OrderKey
from barograph.model.limits import MAX_SEARCH_RESULTS, check_experiment_id
from barograph.store.query import RUNS, parse_filter, parse_order_by, settled
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.keyed_texts import IDS_PER_SELECT
from barograph.store.sql.paging import Window
from barograph.store.sql.run_fetch import whole_runs
from barograph.store.sql.run_rows import INFO_COLUMNS

DEFAULT_RESULTS = 1000
CONTEXT_TAG = "mlflow.data.context"

_c = schema.run.c
_ATTRIBUTES = {
    "run_id": _c.uuid,
    "name": _c.name,
    "status": _c.status,
    "user_id": _c.user_id,
    "artifact_uri": _c.artifact_uri,
    "start_time_ms": _c.start_ms,
    "end_time_ms": _c.end_ms,
}
_VIEWS = {View.ACTIVE_ONLY: Lifecycle.ACTIVE.value, View.DELETED_ONLY: Lifecycle.DELETED.value}
_KEYED = {Entity.PARAM: schema.param, Entity.TAG: schema.run_tag}
_ASPECTS = {
    Aspect.LAST: "last_value",
    Aspect.FIRST: "first_value",
    Aspect.MIN: "min_value",
    Aspect.MAX: "max_value",
    Aspect.COUNT: "point_count",
}
_WITHOUT_NAN = (Aspect.MIN, Aspect.MAX)


class SqlRunSearch(Aggregate):
    """The part of `RunStore` that searches."""

    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        tree = parse_filter(query.filter, RUNS)
        order = parse_order_by(query.order_by, RUNS)
        window = Window.of(query, default=DEFAULT_RESULTS, limit=MAX_SEARCH_RESULTS)
        experiments = [check_experiment_id(experiment_id) for experiment_id in dict.fromkeys(experiment_ids)]
        if not experiments:
            return Page(())
        tree, order = settled(tree, order, lambda name: self._is_logged(name, experiments))
        ids = self._names.known(filters.keys_of(tree, order, (Entity.METRIC, Entity.PARAM, Entity.TAG)))
        place = _c.experiment_id == experiments[0] if len(experiments) == 1 else _c.experiment_id.in_(experiments)
        with self._database.read() as connection:
            statement = select(_c.id).where(place, filters.condition(tree, _having(connection, ids)))
            if query.view in _VIEWS:
                statement = statement.where(_c.lifecycle == _VIEWS[query.view])
            for key in order:
                statement = _ordered(statement, key, ids)
            if not any(key.key.name == "start_time_ms" and key.key.entity is Entity.ATTRIBUTE for key in order):
                statement = statement.order_by(_c.start_ms.desc())
            statement = window.applied(statement.order_by(_c.uuid))
            numbers, token = window.cut(connection.execute(statement).scalars().all())
            return Page(tuple(whole_runs(connection, self._names, _rows(connection, numbers))), token)

    def _is_logged(self, metric: str, experiments: Sequence[int]) -> bool:
        """Whether a run of the experiments has a metric of this name."""
        key = self._names.known({metric}).get(metric)
        if key is None:
            return False
        series = schema.series.c
        mine = select(series.run_id).join(schema.run, series.run_id == _c.id).where(series.key_id == key, _c.experiment_id.in_(experiments))
        with self._database.read() as connection:
            return connection.execute(mine.where(series.attributes_id == schema.PLAIN_ATTRIBUTES_ID).limit(1)).first() is not None


def _rows(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Info rows in the order of their ids."""
    found: dict[int, Any] = {}
    for start in range(0, len(numbers), IDS_PER_SELECT):
        rows = connection.execute(select(*INFO_COLUMNS).where(_c.id.in_(numbers[start : start + IDS_PER_SELECT])))
        found |= {row[0]: row for row in rows}
    return [found[number] for number in numbers]


def _having(connection: Connection, ids: Mapping[str, int]) -> dict[Entity, filters.Having]:
    """How runs have keys of each entity."""

    def has_metric(key: Key, test: filters.Test) -> filters.Condition:
        series = schema.series.alias()
        value = series.c[_ASPECTS[key.aspect]]
        matching = select(series.c.run_id).where(
            series.c.key_id == ids.get(key.name, filters.UNKNOWN_KEY), series.c.attributes_id == schema.PLAIN_ATTRIBUTES_ID
        )
        if key.aspect in _WITHOUT_NAN:
            return filters.among(_c.id, matching.where(filters.passes(value, test)))
        if test is None:
            return filters.among(_c.id, matching)
        matching = matching.where(filters.number_passes(value, test))
        return filters.among(_c.id, matching, few=key.aspect is Aspect.LAST and filters.is_few(connection, matching))

    return {
        Entity.ATTRIBUTE: filters.attributes(_ATTRIBUTES),
        Entity.METRIC: has_metric,
        Entity.DATASET: _has_dataset,
        Entity.PARAM: filters.keyed(connection, schema.param, "run_id", _c.id, ids),
        Entity.TAG: filters.keyed(connection, schema.run_tag, "run_id", _c.id, ids),
    }


def _has_dataset(key: Key, test: filters.Test) -> filters.Condition:
    edge, dataset, tag = schema.run_input.alias(), schema.dataset.alias(), schema.run_input_tag.alias()
    mine = exists().where(edge.c.run_id == _c.id)
    if key.name == "context":
        return mine.where(tag.c.run_input_id == edge.c.id, tag.c.key == CONTEXT_TAG, filters.passes(tag.c.value, test))
    return mine.where(dataset.c.id == edge.c.dataset_id, filters.passes(dataset.c[key.name], test))


def _ordered(statement: Select[tuple[int]], order: OrderKey, ids: Mapping[str, int]) -> Select[tuple[int]]:
    entity, name = order.key.entity, order.key.name
    if entity is Entity.ATTRIBUTE:
        return statement.order_by(*filters.ordering(_ATTRIBUTES[name], ascending=order.ascending))
    key = ids.get(name, filters.UNKNOWN_KEY)
    if entity is Entity.METRIC:
        series = schema.series.alias()
        on = and_(series.c.run_id == _c.id, series.c.key_id == key, series.c.attributes_id == schema.PLAIN_ATTRIBUTES_ID)
        value = series.c[_ASPECTS[order.key.aspect]]
        missing = value if order.key.aspect in _WITHOUT_NAN else series.c.run_id
        return statement.outerjoin(series, on).order_by(missing.is_(None), *filters.ordering(value, ascending=order.ascending))
    entry = _KEYED[entity].alias()
    on = and_(entry.c.run_id == _c.id, entry.c.key_id == key)
    rest = filters.directed(filters.or_blank(entry.c.long_text), ascending=order.ascending)
    return statement.outerjoin(entry, on).order_by(*filters.ordering(entry.c.text, ascending=order.ascending), rest)

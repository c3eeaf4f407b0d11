"""Which runs a filter lets through, as conditions on `run`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from barograph.model import Lifecycle, View
from barograph.model.filter import And, Aspect, Entity, Filter, Key, OrderKey, keys_in
from barograph.model.filter import Test as ValueTest
from barograph.store.sql import filters, schema
from barograph.store.sql.filters import Condition
from barograph.store.sql.patterns import by_pattern

CONTEXT_TAG = "mlflow.data.context"

_c = schema.run.c
ATTRIBUTES = {
    "run_id": _c.uuid,
    "name": _c.name,
    "status": _c.status,
    "user_id": _c.user_id,
    "artifact_uri": _c.artifact_uri,
    "start_time_ms": _c.start_ms,
    "end_time_ms": _c.end_ms,
}
ASPECTS = {
    Aspect.LAST: "last_value",
    Aspect.FIRST: "first_value",
    Aspect.MIN: "min_value",
    Aspect.MAX: "max_value",
    Aspect.COUNT: "point_count",
}
WITHOUT_NAN = (Aspect.MIN, Aspect.MAX)
_VIEWS = {View.ACTIVE_ONLY: Lifecycle.ACTIVE.value, View.DELETED_ONLY: Lifecycle.DELETED.value}
_ACTIVE_EXPERIMENTS = select(schema.experiment.c.id).where(schema.experiment.c.lifecycle == Lifecycle.ACTIVE.value)
_LARGE_PART = 20
"""Runs searched are a large part of all if they are more than one in so many."""
_MOST_COLLECTED = 6


@dataclass(frozen=True)
class Wish:
    """What is asked of runs, with doubtful keys settled and keys numbered. `experiments` of None are all active ones.

    With `parent_key`, the number of the tag that names a run's parent, only runs without a parent are meant.
    """

    experiments: tuple[int, ...] | None
    view: View
    tree: Filter
    order: tuple[OrderKey, ...]
    ids: Mapping[str, int]
    parent_key: int | None = None

    def place(self) -> list[Condition]:
        """The conditions that runs are of the experiments and in the view; an index answers them."""
        return [in_experiments(self.experiments), *([_c.lifecycle == _VIEWS[self.view]] if self.view in _VIEWS else [])]

    def passing(self, connection: Connection, *, all_read: bool) -> list[Condition]:
        """The conditions that runs are of the place and pass the filter.

        `all_read` says that every run of the place is to be tested, not only the first that pass.
        """
        collect = all_read and len(list(keys_in(self.tree))) <= _MOST_COLLECTED and self._spans(connection)
        few: set[ValueTest] = set()
        objects = select(_c.id).where(*self.place())
        keyed = {
            entity: filters.keyed(connection, table, "run_id", _c.id, self.ids, collect=collect, few=few, objects=objects)
            for entity, table in ((Entity.PARAM, schema.param), (Entity.TAG, schema.run_tag))
        }
        having = {
            Entity.ATTRIBUTE: filters.attributes(connection, ATTRIBUTES, objects),
            Entity.METRIC: _having_metrics(connection, self.ids, collect=collect, few=few),
            Entity.DATASET: _having_datasets(connection),
        }
        filtered = filters.condition(self.tree, having | keyed)
        clauses = self.tree.clauses if isinstance(self.tree, And) else (self.tree,)
        # The few that pass a clause are looked at one by one, not all runs of the place.
        place = [filters.unindexed(connection, each) for each in self.place()] if few.intersection(clauses) else self.place()
        return [*place, filtered, *([] if self.parent_key is None else [_without_parent(self.parent_key)])]

    def _spans(self, connection: Connection) -> bool:
        """Whether the runs of the place are so many of all that what passes a test is better collected over all runs, once."""
        part = run_numbers(connection) // _LARGE_PART + 1
        first = select(_c.id).where(*self.place()).limit(part).subquery()
        return connection.execute(select(func.count()).select_from(first)).scalar_one() == part


def in_experiments(experiments: tuple[int, ...] | None) -> Condition:
    """The condition that a run is of these experiments, or of any active one."""
    if experiments is None:
        return _c.experiment_id.in_(_ACTIVE_EXPERIMENTS)
    return _c.experiment_id == experiments[0] if len(experiments) == 1 else _c.experiment_id.in_(experiments)


def _without_parent(parent_key: int) -> Condition:
    """The condition that a run's parent, if it names one, is not where the run is."""
    tag, parent = schema.run_tag.alias(), schema.run.alias()
    named = exists().where(tag.c.run_id == _c.id, tag.c.key_id == parent_key, parent.c.uuid == tag.c.text, parent.c.id != _c.id)
    return ~named.where(parent.c.experiment_id == _c.experiment_id, parent.c.lifecycle == _c.lifecycle)


def run_numbers(connection: Connection) -> int:
    """About how many runs there are, at the price of one look into an index: the highest row id."""
    return connection.execute(select(func.max(_c.id))).scalar() or 0


def _having_metrics(connection: Connection, ids: Mapping[str, int], *, collect: bool, few: set[ValueTest]) -> filters.Having:
    many = filters.many(connection, collect=collect)

    def having(key: Key, test: filters.Test) -> Condition:
        series = schema.series.alias()
        value = series.c[ASPECTS[key.aspect]]
        matching = select(series.c.run_id).where(
            series.c.key_id == ids.get(key.name, filters.UNKNOWN_KEY), series.c.attributes_id == schema.PLAIN_ATTRIBUTES_ID
        )
        if key.aspect in WITHOUT_NAN:
            return filters.among(_c.id, matching.where(filters.passes(value, test)))
        if test is None:
            return filters.among(_c.id, matching, many)
        matching = matching.where(filters.number_passes(value, test))
        if key.aspect is not Aspect.LAST:
            return filters.among(_c.id, matching)
        count = filters.matches(connection, matching)
        if count < filters.FEW:
            few.add(test)
        found = filters.among(_c.id, matching, filters.Among.COLLECTED if count < filters.COLLECTABLE else many)
        return found if count < filters.FEW else filters.unindexed(connection, found)

    return having


def _having_datasets(connection: Connection) -> filters.Having:
    def having(key: Key, test: filters.Test) -> Condition:
        edge, dataset, tag = schema.run_input.alias(), schema.dataset.alias(), schema.run_input_tag.alias()
        mine = exists().where(edge.c.run_id == _c.id)
        if key.name == "context":
            texts = select(tag.c.run_input_id, tag.c.value).where(tag.c.key == CONTEXT_TAG)
            matched = by_pattern(connection, test, edge.c.id, texts)
            if matched is not None:
                return mine.where(matched)
            return mine.where(tag.c.run_input_id == edge.c.id, tag.c.key == CONTEXT_TAG, filters.passes(tag.c.value, test))
        matched = by_pattern(connection, test, edge.c.dataset_id, select(dataset.c.id, dataset.c[key.name]))
        if matched is not None:
            return mine.where(matched)
        return mine.where(dataset.c.id == edge.c.dataset_id, filters.passes(dataset.c[key.name], test))

    return having

"""Runs as a table and in groups."""

from collections.abc import Collection, Sequence

from barograph.model import (
    PARENT_TAG,
    Column,
    Lifecycle,
    NumberColumn,
    Query,
    RunFilter,
    RunGrouping,
    RunGroups,
    RunQuery,
    RunTable,
    TextColumn,
)
from barograph.model.filter import Entity, Key
from barograph.model.limits import MAX_SEARCH_RESULTS, check_experiment_id
from barograph.store.memory.evaluate import Value
from barograph.store.memory.paging import page_of
from barograph.store.memory.runs import found_runs, subject_of
from barograph.store.memory.state import Aggregate, RunRecord, locked
from barograph.store.query import Field, grouped, is_number, is_whole, parse_fields, parse_grouping, settled_keys

_DEFAULT_PAGE = 1_000


class MemoryRunTable(Aggregate):
    """`QueryStore` in memory."""

    @locked
    def query_runs(self, query: RunQuery) -> RunTable:
        fields = parse_fields(query.fields)
        page = page_of(
            self._found(query, query.order_by),
            max_results=query.max_results,
            default=_DEFAULT_PAGE,
            limit=MAX_SEARCH_RESULTS,
            token=query.page_token,
            offset=query.offset,
        )
        taken = {field.text for field in fields if field.key is not None}
        columns: list[Column] = []
        for field in fields:
            keys = _keys(field, page.items, taken) if field.key is None else {field.text: self._settled(field.key, query)}
            columns += [_column(name, key, page.items) for name, key in keys.items()]
        return RunTable(len(page.items), tuple(columns), page.next_token)

    @locked
    def count_runs(self, wanted: RunFilter) -> int:
        return len(self._found(wanted))

    @locked
    def group_runs(self, grouping: RunGrouping) -> RunGroups:
        keys, metrics = parse_grouping(grouping.by, grouping.metrics)
        runs = self._found(grouping)
        by = [[None if value is None else str(value) for value in _values(key, runs)] for key in keys]
        measured = [
            (
                text,
                order.ascending,
                [None if value is None else float(value) for value in _values(self._settled(order.key, grouping), runs)],
            )
            for text, order in zip(grouping.metrics, metrics, strict=True)
        ]
        return grouped(by, measured, lambda places: [runs[place].info.run_id for place in places], max_results=grouping.max_results)

    def _found(self, wanted: RunFilter, order_by: tuple[str, ...] = ()) -> list[RunRecord]:
        query = Query(filter=wanted.filter, order_by=order_by, view=wanted.view)
        runs = found_runs(self._state, self._experiments(wanted), query)
        return [run for run in runs if not self._has_parent(run)] if wanted.roots_only else runs

    def _has_parent(self, run: RunRecord) -> bool:
        """Whether the run that is named as its parent is where this one is."""
        parent = self._state.runs.get(run.tags.get(PARENT_TAG, ""))
        if parent is None or parent is run:
            return False
        return parent.info.experiment_id == run.info.experiment_id and parent.info.lifecycle is run.info.lifecycle

    def _experiments(self, wanted: RunFilter) -> set[str]:
        if wanted.experiment_ids:
            return {str(check_experiment_id(experiment_id)) for experiment_id in wanted.experiment_ids}
        return {key for key, record in self._state.experiments.items() if record.base.lifecycle is Lifecycle.ACTIVE}

    def _settled(self, key: Key, wanted: RunFilter) -> Key:
        experiments = self._experiments(wanted)
        runs = [run for run in self._state.runs.values() if run.info.experiment_id in experiments]
        return settled_keys([key], lambda name: any(name in run.latest for run in runs))[0]


def _keys(field: Field, runs: Sequence[RunRecord], taken: Collection[str]) -> dict[str, Key]:
    """Every key of an entity that the runs have, by the name of its column, but for those that are columns already."""
    kept = {Entity.METRIC: "latest", Entity.PARAM: "params", Entity.TAG: "tags"}[field.entity]
    names = dict.fromkeys(name for run in runs for name in getattr(run, kept))
    return {text: Key(field.entity, name) for name in names if (text := f"{field.entity.value}s.{name}") not in taken}


def _values(key: Key, runs: Sequence[RunRecord]) -> list[Value | None]:
    return [next(iter(subject_of(run)(key)), None) for run in runs]


def _column(name: str, key: Key, runs: Sequence[RunRecord]) -> Column:
    values = _values(key, runs)
    if is_number(key):
        return NumberColumn.of(name, values, whole=is_whole(key))  # type: ignore[arg-type]  # they are numbers
    return TextColumn(name, tuple(values))  # type: ignore[arg-type]  # they are texts

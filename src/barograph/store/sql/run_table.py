"""Runs as a table, as a number and in groups."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import func, select

from barograph.model import PARENT_TAG, Column, NumberColumn, RunFilter, RunGrouping, RunGroups, RunQuery, RunTable, TextColumn
from barograph.model.filter import Entity, Key
from barograph.model.limits import MAX_SEARCH_RESULTS
from barograph.store.query import grouped, parse_fields, parse_grouping
from barograph.store.query.grouping import check_groups
from barograph.store.sql import schema
from barograph.store.sql.paging import Window
from barograph.store.sql.run_columns import RunColumns
from barograph.store.sql.run_match import Wish
from barograph.store.sql.run_order import all_ids, ordered_ids
from barograph.store.sql.run_wish import RunWishes, experiments_of

DEFAULT_RESULTS = 1000

_RUN_ID = Key(Entity.ATTRIBUTE, "run_id")


class SqlRunTable(RunWishes):
    """Keeps `QueryStore`."""

    def query_runs(self, query: RunQuery) -> RunTable:
        fields = parse_fields(query.fields)
        window = Window.at(query.max_results, query.page_token, query.offset, default=DEFAULT_RESULTS, limit=MAX_SEARCH_RESULTS)
        wish = self._asked(query, query.order_by)
        keys, ids = self._numbered([field.key for field in fields if field.key is not None], wish)
        names = [field.text for field in fields if field.key is not None]
        with self._database.read() as connection:
            runs, token = window.cut(ordered_ids(connection, wish, window.offset, window.size + 1))
            reader = RunColumns(connection, self._names, ids, runs)
            named = reader.of_keys(dict(zip(names, keys, strict=True)))
            columns: list[Column] = []
            for field in fields:
                if field.key is not None:
                    columns.append(named[field.text])
                else:
                    columns += [column for column in reader.every(field.entity) if column.field not in named]
        return RunTable(len(runs), tuple(columns), token)

    def count_runs(self, wanted: RunFilter) -> int:
        wish = self._asked(wanted)
        with self._database.read() as connection:
            statement = select(func.count()).select_from(schema.run).where(*wish.passing(connection, all_read=True))
            return connection.execute(statement).scalar_one()

    def group_runs(self, grouping: RunGrouping) -> RunGroups:
        by, metrics = parse_grouping(grouping.by, grouping.metrics)
        check_groups(grouping.max_results)
        wish = self._asked(grouping)
        keys, ids = self._numbered([*by, *(order.key for order in metrics)], wish)
        with self._database.read() as connection:
            runs = all_ids(connection, wish)
            read = RunColumns(connection, self._names, ids, runs).of_keys({str(place): key for place, key in enumerate(keys)})
            columns = [read[str(place)] for place in range(len(keys))]
            texts = [cast(TextColumn, column).values for column in columns[: len(by)]]
            numbers = [cast(NumberColumn, column).items() for column in columns[len(by) :]]

            def run_ids(places: Sequence[int]) -> Sequence[str]:
                named = RunColumns(connection, self._names, {}, [runs[place] for place in places]).of_keys({"run_id": _RUN_ID})
                return cast(Sequence[str], cast(TextColumn, named["run_id"]).values)

            measured = [(text, order.ascending, values) for text, order, values in zip(grouping.metrics, metrics, numbers, strict=True)]
            return grouped(texts, measured, run_ids, max_results=grouping.max_results)

    def _asked(self, wanted: RunFilter, order_by: Sequence[str] = ()) -> Wish:
        wish = self._wish(experiments_of(wanted.experiment_ids) or None, wanted.view, wanted.filter, order_by)
        return replace(wish, parent_key=self._names.known({PARENT_TAG}).get(PARENT_TAG)) if wanted.roots_only else wish

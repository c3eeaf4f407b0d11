"""Search of runs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from barograph.model import Page, Query, Run
from barograph.model.limits import MAX_SEARCH_RESULTS
from barograph.store.sql import schema
from barograph.store.sql.keyed_texts import IDS_PER_SELECT
from barograph.store.sql.paging import Window
from barograph.store.sql.run_fetch import whole_runs
from barograph.store.sql.run_order import ordered_ids
from barograph.store.sql.run_rows import INFO_COLUMNS
from barograph.store.sql.run_wish import RunWishes, experiments_of

DEFAULT_RESULTS = 1000

_c = schema.run.c


class SqlRunSearch(RunWishes):
    """The part of `RunStore` that searches."""

    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        window = Window.of(query, default=DEFAULT_RESULTS, limit=MAX_SEARCH_RESULTS)
        wish = self._wish(experiments_of(experiment_ids), query.view, query.filter, query.order_by)
        if not experiment_ids:
            return Page(())
        with self._database.read() as connection:
            numbers, token = window.cut(ordered_ids(connection, wish, window.offset, window.size + 1))
            return Page(tuple(whole_runs(connection, self._names, _rows(connection, numbers))), token)


def _rows(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Info rows in the order of their ids."""
    found: dict[int, Any] = {}
    for start in range(0, len(numbers), IDS_PER_SELECT):
        rows = connection.execute(select(*INFO_COLUMNS).where(_c.id.in_(numbers[start : start + IDS_PER_SELECT])))
        found |= {row[0]: row for row in rows}
    return [found[number] for number in numbers]

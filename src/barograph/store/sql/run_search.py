"""Search of runs."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from barograph.model import Page, Query, Run, RunStatus
from barograph.model.limits import MAX_SEARCH_RESULTS
from barograph.store.sql.encoded_runs import EncodedRuns
from barograph.store.sql.paging import Window
from barograph.store.sql.prepared import PreparedList, listed
from barograph.store.sql.run_fetch import whole_runs
from barograph.store.sql.run_order import ordered_ids
from barograph.store.sql.run_rows import INFO_COLUMNS, c
from barograph.store.sql.run_wish import RunWishes, experiments_of
from barograph.wire import runs as wire

DEFAULT_RESULTS = 1000
_ENDED = frozenset(status.value for status in RunStatus if status.is_terminated)
_UUID, _STATUS = INFO_COLUMNS.index(c.uuid), INFO_COLUMNS.index(c.status)
_encode = msgspec.json.Encoder().encode


class SqlRunSearch(RunWishes):
    """The part of `RunStore` that searches."""

    _encoded: EncodedRuns

    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        window, wish = self._window_and_wish(experiment_ids, query)
        if not experiment_ids:
            return Page(())
        with self._database.read() as connection:
            numbers, token = window.cut(ordered_ids(connection, wish, window.offset, window.size + 1))
            return Page(tuple(whole_runs(connection, self._names, [info for info, _ in _rows(connection, numbers)])), token)

    def search_runs_encoded(self, experiment_ids: Sequence[str], query: Query) -> Page[bytes]:
        window, wish = self._window_and_wish(experiment_ids, query)
        if not experiment_ids:
            return Page(())
        with self._database.read() as connection:
            numbers, token = window.cut(ordered_ids(connection, wish, window.offset, window.size + 1))
            rows = _rows(connection, numbers)
            found = [self._encoded.get(info[_UUID], revision) if info[_STATUS] in _ENDED else None for info, revision in rows]
            missing = [index for index, text in enumerate(found) if text is None]
            for index, run in zip(missing, whole_runs(connection, self._names, [rows[index][0] for index in missing]), strict=True):
                text = found[index] = _encode(wire.Run.from_model(run))
                info, revision = rows[index]
                if info[_STATUS] in _ENDED:
                    self._encoded.put(info[_UUID], revision, text)
            return Page(tuple([text for text in found if text is not None]), token)

    def _window_and_wish(self, experiment_ids: Sequence[str], query: Query) -> Any:
        window = Window.of(query, default=DEFAULT_RESULTS, limit=MAX_SEARCH_RESULTS)
        return window, self._wish(experiments_of(experiment_ids), query.view, query.filter, query.order_by)


def _of_numbers(length: int) -> Select[*tuple[Any, ...]]:
    return select(*INFO_COLUMNS, c.revision).where(c.id.in_(listed(length)))


_OF_NUMBERS = PreparedList(_of_numbers)


def _rows(connection: Connection, numbers: Sequence[int]) -> list[tuple[tuple[Any, ...], int]]:
    """The `INFO_COLUMNS` and the revision of each run, in the order of their numbers."""
    found = {row[0]: (row[:-1], row[-1]) for row in _OF_NUMBERS.all(connection, numbers)}
    return [found[number] for number in numbers]

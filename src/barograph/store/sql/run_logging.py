"""What is logged to runs: metrics, params and tags."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, update

from barograph.errors import ParamChanged, TagNotFound, shown
from barograph.model import Metric
from barograph.model.limits import check_run_id
from barograph.store.sql import schema, series_write
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.key_values import checked_params, checked_tags
from barograph.store.sql.metric_groups import PLAIN, grouped
from barograph.store.sql.prepared import Prepared
from barograph.store.sql.run_fetch import PARAMS, TAGS
from barograph.store.sql.run_rows import RUN_NAME_TAG, writable

_RENAME = Prepared(
    update(schema.run).where(schema.run.c.id == bindparam("number")).values(name=bindparam("new_name")), "new_name", "number"
)


class SqlRunLogging(Aggregate):
    """The part of `RunStore` that logs."""

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        values = LoggedValues(run_id, metrics, params, tags)
        if self._database.write(values.job(self._names.numbered(values.keys)), run_ids=values.run_ids):
            self._merger.note(run_id)

    async def log_batch_soon(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        values = LoggedValues(run_id, metrics, params, tags)
        if await self._database.write_soon(values.job(await self._names.numbered_soon(values.keys)), run_ids=values.run_ids):
            self._merger.note(run_id)

    def _logging(
        self, run_id: str, metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]
    ) -> Callable[[Connection], bool]:
        """The job that logs, its values checked and its keys numbered. It returns whether series are due to be merged."""
        values = LoggedValues(run_id, metrics, params, tags)
        return values.job(self._names.numbered(values.keys))

    def delete_tag(self, run_id: str, key: str) -> None:
        check_run_id(run_id)
        key_id = self._names.known([key]).get(key, -1)

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if not TAGS.delete(connection, run, key_id):
                raise TagNotFound(key, f"run {shown(run_id)}")

        self._database.write(job, run_ids=(run_id,))


class LoggedValues:
    """What one call logs to a run, checked."""

    def __init__(self, run_id: str, metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]) -> None:
        self._run_id = check_run_id(run_id)
        self._groups = grouped(metrics)
        self._params, self._tags = checked_params(params), checked_tags(tags)

    @property
    def keys(self) -> list[str]:
        """Keys of all kinds."""
        return [*(group.key for group in self._groups), *self._params, *self._tags]

    @property
    def run_ids(self) -> tuple[str] | None:
        """What `Database.write` is to be promised: what sets series apart is kept for all runs in one table."""
        return (self._run_id,) if all(group.attributes == PLAIN for group in self._groups) else None

    def job(self, key_ids: Mapping[str, int]) -> Callable[[Connection], bool]:
        """The job that logs them, given the number of each key. It returns whether series are due to be merged."""

        def log(connection: Connection) -> bool:
            run, _ = writable(connection, self._run_id)
            due = False
            if self._params:
                _add_params(connection, self._run_id, run, {key_ids[key]: (key, value) for key, value in self._params.items()})
            if self._groups:
                due = series_write.append(connection, run, self._groups, key_ids)
            if self._tags:
                TAGS.put(connection, run, {key_ids[key]: value for key, value in self._tags.items()})
                if self._tags.get(RUN_NAME_TAG):
                    _RENAME.run(connection, self._tags[RUN_NAME_TAG], run)
            return due

        return log


def _add_params(connection: Connection, run_id: str, run: int, params: Mapping[int, tuple[str, str]]) -> None:
    stored = PARAMS.of_keys(connection, run, list(params))
    changes = [(params[key_id][0], old, params[key_id][1]) for key_id, old in stored.items() if params[key_id][1] != old]
    if changes:
        raise ParamChanged(run_id, changes)
    PARAMS.add(connection, run, {key_id: value for key_id, (_, value) in params.items() if key_id not in stored})

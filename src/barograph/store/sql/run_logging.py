"""What is logged to runs: metrics, params and tags."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, update

from barograph.errors import ParamChanged, TagNotFound, shown
from barograph.model import Metric
from barograph.model.limits import check_run_id
from barograph.store.sql import schema, series_write
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.key_values import checked_params, checked_tags
from barograph.store.sql.metric_groups import grouped
from barograph.store.sql.run_fetch import PARAMS, TAGS
from barograph.store.sql.run_rows import RUN_NAME_TAG, writable

_RENAME = update(schema.run).where(schema.run.c.id == bindparam("number")).values(name=bindparam("new_name"))


class SqlRunLogging(Aggregate):
    """The part of `RunStore` that logs."""

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        # What sets series apart is kept for all runs in one table.
        shares = any(metric.model_id or metric.dataset_name or metric.dataset_digest for metric in metrics)
        if self._database.write(self._logging(run_id, metrics, params, tags), run_ids=None if shares else (run_id,)):
            self._merger.note(run_id)

    def _logging(
        self, run_id: str, metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]
    ) -> Callable[[Connection], bool]:
        """The job that logs, its values checked and its keys numbered. It returns whether series are due to be merged."""
        check_run_id(run_id)
        groups = grouped(metrics)
        new_params, new_tags = checked_params(params), checked_tags(tags)
        key_ids = self._names.numbered([*(group.key for group in groups), *new_params, *new_tags])

        def job(connection: Connection) -> bool:
            run, _ = writable(connection, run_id)
            due = False
            if new_params:
                _add_params(connection, run_id, run, {key_ids[key]: (key, value) for key, value in new_params.items()})
            if groups:
                due = series_write.append(connection, run, groups, key_ids)
            if new_tags:
                TAGS.put(connection, run, {key_ids[key]: value for key, value in new_tags.items()})
                if new_tags.get(RUN_NAME_TAG):
                    connection.execute(_RENAME, {"number": run, "new_name": new_tags[RUN_NAME_TAG]})
            return due

        return job

    def delete_tag(self, run_id: str, key: str) -> None:
        check_run_id(run_id)
        key_id = self._names.known([key]).get(key, -1)

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if not TAGS.delete(connection, run, key_id):
                raise TagNotFound(key, f"run {shown(run_id)}")

        self._database.write(job, run_ids=(run_id,))


def _add_params(connection: Connection, run_id: str, run: int, params: Mapping[int, tuple[str, str]]) -> None:
    stored = PARAMS.of_keys(connection, run, list(params))
    changes = [(params[key_id][0], old, params[key_id][1]) for key_id, old in stored.items() if params[key_id][1] != old]
    if changes:
        raise ParamChanged(run_id, changes)
    PARAMS.add(connection, run, {key_id: value for key_id, (_, value) in params.items() if key_id not in stored})

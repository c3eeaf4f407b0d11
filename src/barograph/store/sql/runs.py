"""Runs: their life from creation to deletion."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, insert, update
from sqlalchemy.exc import IntegrityError

from barograph.errors import Conflict, InvalidValue, RunNotFound, shown
from barograph.model import Lifecycle, NewRun, Run, RunInfo, RunStatus
from barograph.model.limits import check_new_run_id, check_run_id
from barograph.model.names import generate_name
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.experiments import active_location
from barograph.store.sql.key_values import checked_tags, checked_time
from barograph.store.sql.names import Names
from barograph.store.sql.prepared import Prepared
from barograph.store.sql.run_fetch import TAGS, whole_runs
from barograph.store.sql.run_rows import RUN_NAME_TAG, info_of, info_row, writable
from barograph.store.sql.savepoint import savepoint
from barograph.store.sql.series_write import mark_ended

_c = schema.run.c
_CREATED = ("uuid", "experiment_id", "name", "user_id", "status", "start_ms", "lifecycle", "artifact_uri", "revision")
_INSERT = Prepared(insert(schema.run), *_CREATED)
_CHANGED = {
    name: func.coalesce(bindparam(f"new_{name}", type_=_c[name].type), _c[name]) for name in ("status", "end_ms", "name")
}  # NULL changes nothing
_CHANGE = Prepared(
    update(schema.run).where(_c.id == bindparam("number")).values(_CHANGED), "new_status", "new_end_ms", "new_name", "number"
)
_MOVE = (
    update(schema.run)
    .where(_c.uuid == bindparam("run_id"))
    .values(lifecycle=bindparam("after"), deleted_ms=bindparam("at"), revision=_c.revision + 1)
)


class SqlRuns(Aggregate):
    """The part of `RunStore` that is about runs as such."""

    def create_run(self, new: NewRun) -> Run:
        return self._database.write(creation(self._names, new), run_ids=(new.run_id,) if new.run_id else ())

    async def create_run_soon(self, new: NewRun) -> Run:
        await self._names.numbered_soon([*checked_tags(new.tags), RUN_NAME_TAG])  # so that the job is made without waiting
        return await self._database.write_soon(creation(self._names, new), run_ids=(new.run_id,) if new.run_id else ())

    def get_run(self, run_id: str) -> Run:
        with self._database.read() as connection:
            return whole_runs(connection, self._names, [info_row(connection, run_id)])[0]

    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        info, is_due = self._database.write(self._updating(run_id, status, end_time_ms, name), run_ids=(run_id,))
        if status is not None and status.is_terminated:
            self._merger.note_end(run_id, is_due=is_due)
        return info

    async def update_run_soon(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        await self._names.numbered_soon([RUN_NAME_TAG])
        info, is_due = await self._database.write_soon(self._updating(run_id, status, end_time_ms, name), run_ids=(run_id,))
        if status is not None and status.is_terminated:
            self._merger.note_end(run_id, is_due=is_due)
        return info

    def _updating(
        self, run_id: str, status: RunStatus | None, end_time_ms: int | None, name: str | None
    ) -> Callable[[Connection], tuple[RunInfo, bool]]:
        """The job that changes a run. It also tells whether series of the run are due to be merged."""
        check_run_id(run_id)
        changes = (
            None if status is None else status.value,
            None if end_time_ms is None else checked_time(end_time_ms, "end_time"),
            name or None,
        )
        if name:
            key_id = self._names.numbered([RUN_NAME_TAG])[RUN_NAME_TAG]

        def job(connection: Connection) -> tuple[RunInfo, bool]:
            number, _ = writable(connection, run_id)
            is_due = False
            if any(change is not None for change in changes):
                _CHANGE.run(connection, *changes, number)
            if status is not None and status.is_terminated:
                is_due = mark_ended(connection, number)
            if name:
                TAGS.put(connection, number, {key_id: checked_tags({RUN_NAME_TAG: name})[RUN_NAME_TAG]})
            return info_of(info_row(connection, run_id)), is_due

        return job

    def delete_run(self, run_id: str) -> None:
        self._database.write(_moving(run_id, Lifecycle.DELETED), run_ids=(run_id,))

    def restore_run(self, run_id: str) -> None:
        self._database.write(_moving(run_id, Lifecycle.ACTIVE), run_ids=(run_id,))


def _moving(run_id: str, after: Lifecycle) -> Callable[[Connection], None]:
    """The job that gives a run another lifecycle state."""
    check_run_id(run_id)
    change = {"run_id": run_id, "after": after.value, "at": now_ms() if after is Lifecycle.DELETED else None}

    def job(connection: Connection) -> None:
        if connection.execute(_MOVE, change).rowcount == 0:
            raise RunNotFound(run_id)

    return job


def creation(names: Names, new: NewRun) -> Callable[[Connection], Run]:
    """The job that creates a run, or finds it if it was created before. What is wrong with the values raises at once."""
    tags = checked_tags(new.tags)
    tag = tags.get(RUN_NAME_TAG)
    if new.name and tag and new.name != tag:
        raise InvalidValue(f"The run's name {shown(new.name)} differs from its tag {RUN_NAME_TAG} {shown(tag)}. Give one of them.")
    name = new.name or tag or generate_name()
    tags |= {RUN_NAME_TAG: name}
    start_ms = checked_time(new.start_time_ms, "start_time")
    key_ids = names.numbered(tags)
    uuid = uuid4().hex if new.run_id is None else check_new_run_id(new.run_id)

    def job(connection: Connection) -> Run:
        if new.run_id is not None and (known := _created_before(connection, new.run_id, new)) is not None:
            return whole_runs(connection, names, [known])[0]
        experiment, location = active_location(connection, new.experiment_id)
        artifact_uri = f"{location}/{uuid}/artifacts"
        state = (RunStatus.RUNNING.value, start_ms, Lifecycle.ACTIVE.value)
        row = (uuid, experiment, name, new.user_id, *state, artifact_uri, 0)
        number = _inserted(connection, row, is_chosen=new.run_id is not None)
        if number is None:  # on PostgreSQL another process may have created it a moment ago
            return whole_runs(connection, names, [_created_before(connection, uuid, new) or info_row(connection, uuid)])[0]
        TAGS.add(connection, number, {key_ids[key]: value for key, value in tags.items()})
        info = RunInfo(
            run_id=uuid,
            experiment_id=str(experiment),
            name=name,
            user_id=new.user_id,
            status=RunStatus.RUNNING,
            start_time_ms=start_ms,
            artifact_uri=artifact_uri,
        )
        return Run(info=info, tags=tags)

    return job


def _inserted(connection: Connection, row: tuple[Any, ...], *, is_chosen: bool) -> int | None:
    """The number of a new run's row, None if there is a run with its id, which happens to chosen ones only."""
    if not is_chosen:
        return _INSERT.inserted(connection, *row)
    try:
        with savepoint(connection):
            return _INSERT.inserted(connection, *row)
    except IntegrityError:
        return None


def _created_before(connection: Connection, run_id: str, new: NewRun) -> tuple[Any, ...] | None:
    """The row of the run that has the id chosen for a new one."""
    try:
        row = info_row(connection, run_id)
    except RunNotFound:
        return None
    if not new.is_of(info_of(row)):
        raise Conflict(f"Run {run_id} exists already, and with another experiment, user or start. Choose another id for a new run.")
    return row

"""Run rows as `RunInfo`, and the run that a call names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from barograph.errors import InvalidValue, RunNotFound, shown
from barograph.model import Lifecycle, RunInfo, RunStatus
from barograph.model.limits import check_run_id
from barograph.store.sql import schema
from barograph.store.sql.prepared import Prepared

RUN_NAME_TAG = "mlflow.runName"

c = schema.run.c
INFO_COLUMNS = (c.id, c.uuid, c.experiment_id, c.name, c.user_id, c.status, c.start_ms, c.end_ms, c.artifact_uri, c.lifecycle)
_STATUS = {status.value: status for status in RunStatus}
_LIFECYCLE = {lifecycle.value: lifecycle for lifecycle in Lifecycle}
_INFO_BY_UUID = Prepared(select(*INFO_COLUMNS).where(c.uuid == bindparam("run_id")), "run_id")
_STATE_BY_UUID = Prepared(select(c.id, c.lifecycle, c.experiment_id, c.status).where(c.uuid == bindparam("run_id")), "run_id")
_REVISE = Prepared(update(schema.run).where(c.id == bindparam("number")).values(revision=c.revision + 1), "number")


def info_of(row: Sequence[Any]) -> RunInfo:
    """The value of a row of `INFO_COLUMNS`."""
    _, uuid, experiment_id, name, user_id, status, start_ms, end_ms, artifact_uri, lifecycle = row
    return RunInfo(
        run_id=uuid,
        experiment_id=str(experiment_id),
        name=name,
        user_id=user_id,
        status=_STATUS[status],
        start_time_ms=start_ms,
        end_time_ms=end_ms,
        artifact_uri=artifact_uri,
        lifecycle=_LIFECYCLE[lifecycle],
    )


def info_row(connection: Connection, run_id: str) -> tuple[Any, ...]:
    """The `INFO_COLUMNS` of a run, deleted or not."""
    row = _INFO_BY_UUID.first(connection, check_run_id(run_id))
    if row is None:
        raise RunNotFound(run_id)
    return row


def writable(connection: Connection, run_id: str) -> tuple[int, int]:
    """Row id and experiment's row id of a run that is about to be written to; a deleted one raises `InvalidValue`.

    One that has ended gets a new revision: what was remembered of it no longer holds.
    """
    row = _STATE_BY_UUID.first(connection, run_id)
    if row is None:
        raise RunNotFound(run_id)
    number, lifecycle, experiment, status = row
    if lifecycle != Lifecycle.ACTIVE.value:
        raise InvalidValue(f"Run {shown(run_id)} is deleted and takes no writes. Restore it first.")
    if _STATUS[status].is_terminated:
        _REVISE.run(connection, number)
    return number, experiment

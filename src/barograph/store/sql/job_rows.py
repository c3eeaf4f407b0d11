"""Rows of jobs as `ProjectJob`, and back; and the run of a job, which changes with it."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from barograph.errors import JobNotFound
from barograph.model import RunStatus
from barograph.model import job_life as life
from barograph.model.job import FORGET_AGENT_MS, AgentReport, JobState, ProjectJob
from barograph.model.job_limits import job_number
from barograph.store.sql import schema
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.series_write import mark_ended
from barograph.store.sql.upsert import insert_or_replace

JOB = schema.project_job
_c, _run, _agent = JOB.c, schema.run.c, schema.job_agent
_RUN_COLUMNS = (
    _run.uuid.label("run_uuid"),
    _run.name.label("run_name"),
    _run.experiment_id,
    _run.status.label("run_status"),
    _run.lifecycle.label("run_lifecycle"),
)
_SAME = ("queue", "uri", "version", "entry_point", "env_manager", "attempts", "max_attempts", "agent_id", "agent_name", "lease_ms")
_ALSO_SAME = ("lease_until_ms", "created_ms", "started_ms", "ended_ms", "created_by", "message")
_LEASE = ("agent_id", "agent_name", "lease_ms", "lease_until_ms")
_CHANGING = ("attempts", *_LEASE, "started_ms", "ended_ms", "message")

Ended = list[tuple[str, bool]]
"""Runs that ended, and whether their series are due to be merged."""


def jobs_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The question for jobs with what their runs say."""
    return select(JOB, *_RUN_COLUMNS).join(schema.run, _run.id == _c.run_id).where(*conditions)


def job_row(connection: Connection, job_id: str) -> AnyRow:
    """The row of a job, or `JobNotFound`."""
    number = job_number(job_id)
    row = None if number is None else connection.execute(jobs_where(_c.id == number)).first()
    if row is None:
        raise JobNotFound(job_id)
    return row


def job_of(row: AnyRow, place: int | None = None) -> ProjectJob:
    """The value of a row."""
    return ProjectJob(
        job_id=str(row.id),
        state=JobState(row.state),
        parameters=msgspec.json.decode(row.parameters, type=dict[str, str]),
        experiment_id=str(row.experiment_id),
        run_id=row.run_uuid,
        run_name=row.run_name,
        place=place,
        is_lost=bool(row.is_lost),
        cancel_requested=bool(row.cancel_requested),
        **{name: getattr(row, name) for name in (*_SAME, *_ALSO_SAME)},
    )


def shown_jobs(connection: Connection, rows: Sequence[AnyRow]) -> list[ProjectJob]:
    """Values of rows, each with its place in its queue if it waits."""
    waiting = [row for row in rows if row.state == JobState.QUEUED.value]
    places: dict[int, int] = {}
    if waiting:
        queues = {row.queue for row in waiting}
        ranked = select(_c.id, func.row_number().over(partition_by=_c.queue, order_by=_c.id).label("place"))
        ranked = ranked.where(_c.queue.in_(queues), _c.state == JobState.QUEUED.value)
        of_all = ranked.subquery()
        asked = select(of_all.c.id, of_all.c.place).where(of_all.c.id.in_([row.id for row in waiting]))
        places = {row.id: row.place for row in connection.execute(asked)}
    return [job_of(row, places.get(row.id)) for row in rows]


def keep_change(connection: Connection, row: AnyRow, changed: life.Changed, now: int) -> Ended:
    """Write what became of a job, and of its run."""
    job, status = changed
    before = job_of(row)
    values: dict[str, Any] = {name: getattr(job, name) for name in _CHANGING}
    values |= {"state": job.state.value, "is_lost": int(job.is_lost), "cancel_requested": int(job.cancel_requested)}
    if any(getattr(job, name) != getattr(before, name) for name in ProjectJob.__struct_fields__ if name not in (*_LEASE, "place")):
        values["changed_ms"] = now
    connection.execute(update(JOB).where(_c.id == row.id).values(**values))
    run_status = RunStatus(row.run_status)
    if status is None or not life.outranks(status, run_status, job, before):
        return []
    return set_run(connection, row, status, run_status, now)


def set_run(connection: Connection, row: AnyRow, status: RunStatus, before: RunStatus, now: int) -> Ended:
    """Give the run of a job another status: it starts when an agent takes the job, and ends with it."""
    values: dict[str, Any] = {"status": status.value, "end_ms": now if status.is_terminated else None, "revision": _run.revision + 1}
    if status is RunStatus.RUNNING and before is RunStatus.SCHEDULED:
        values["start_ms"] = now
    number = row.run_id
    connection.execute(update(schema.run).where(_run.id == number).values(**values))
    return [(row.run_uuid, mark_ended(connection, number))] if status.is_terminated else []


def note_agent(connection: Connection, agent: AgentReport, now: int) -> None:
    """Write that an agent was heard of; forget those that were not for long."""
    said = ("name", "queues", "slots", "lease_ms", "last_seen_ms")
    row = {"name": agent.name, "queues": msgspec.json.encode(agent.queues).decode(), "slots": agent.slots, "lease_ms": agent.lease_ms}
    change = insert_or_replace(connection, _agent, ("agent_id",), said)
    connection.execute(change, {"agent_id": agent.agent_id, **row, "started_ms": now, "last_seen_ms": now})
    connection.execute(delete(_agent).where(_agent.c.last_seen_ms < now - FORGET_AGENT_MS))

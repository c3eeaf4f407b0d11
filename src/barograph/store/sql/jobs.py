"""Jobs and the agents that take them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from barograph.errors import InvalidValue, RunNotFound
from barograph.model import Lifecycle, NewRun, Page, RunInfo, RunStatus
from barograph.model import job_life as life
from barograph.model.job import JOB_TAG, MAX_WAITING, Agent, AgentReport, JobOrder, JobQuery, JobState, NewJob, ProjectJob
from barograph.model.job_limits import check_agent, check_job_query, check_new_job, job_number
from barograph.model.limits import check_experiment_id
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.job_rows import JOB, Ended, job_of, job_row, jobs_where, keep_change, note_agent, set_run, shown_jobs
from barograph.store.sql.key_values import checked_tags
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.run_fetch import TAGS
from barograph.store.sql.run_logging import LoggedValues
from barograph.store.sql.run_rows import info_of, info_row, writable
from barograph.store.sql.runs import creation

T = TypeVar("T")

_c, _run, _agent = JOB.c, schema.run.c, schema.job_agent
_QUEUED, _RUNNING = JobState.QUEUED.value, JobState.RUNNING.value


class SqlJobs(Aggregate):
    """Keeps `JobStore`."""

    _opened_ms: int

    def enqueue_job(self, new: NewJob) -> ProjectJob:
        check_new_job(new)
        run_id, now = new.run_id or uuid4().hex, now_ms()
        described = NewRun(
            experiment_id=new.experiment_id,
            run_id=run_id,
            name=new.run_name,
            user_id=new.created_by,
            start_time_ms=now,
            tags=new.run_tags(),
        )
        create, values = creation(self._names, described), LoggedValues(run_id, (), new.parameters, {})
        log, given = values.job(self._names.numbered(values.keys)), checked_tags(new.tags)
        keys = self._names.numbered([JOB_TAG, *given])

        def job(connection: Connection) -> ProjectJob:
            known = connection.execute(jobs_where(_run.uuid == run_id)).first()
            if known is not None:
                return shown_jobs(connection, [known])[0]
            waiting = select(func.count()).where(_c.queue == new.queue, _c.state == _QUEUED)
            if connection.execute(waiting).scalar_one() >= MAX_WAITING:
                raise InvalidValue(f"{MAX_WAITING:,} jobs wait in queue {new.queue!r}, the most there may be. Start more agents first.")
            there = _run_info(connection, run_id) if new.run_id is not None else None
            if there is None:
                create(connection)
            else:
                life.check_adopted(there, new)
                writable(connection, run_id)
            log(connection)
            run = connection.execute(select(_run.id).where(_run.uuid == run_id)).scalar_one()
            (number,) = connection.execute(insert(JOB).values(**_row(new, run, now))).inserted_primary_key or (0,)
            TAGS.put(connection, run, {keys[JOB_TAG]: str(number)} | {keys[key]: value for key, value in given.items()})
            row = job_row(connection, str(number))
            set_run(connection, row, RunStatus.SCHEDULED, RunStatus.RUNNING, now)
            return shown_jobs(connection, [row])[0]

        return self._database.write(job)

    def get_job(self, job_id: str) -> ProjectJob:
        self._give_up_lost()
        with self._database.read() as connection:
            return shown_jobs(connection, [job_row(connection, job_id)])[0]

    def list_jobs(self, query: JobQuery) -> Page[ProjectJob]:
        check_job_query(query)
        self._give_up_lost()
        question = jobs_where(*_wanted(query)).order_by(_c.id.desc()).limit(query.max_results + 1)
        with self._database.read() as connection:
            rows = list(connection.execute(question))
            jobs = shown_jobs(connection, rows[: query.max_results])
        return Page(items=tuple(jobs), next_token=jobs[-1].job_id if len(rows) > len(jobs) else None)

    def lease_job(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> ProjectJob | None:
        check_agent(agent)
        held = [number for job_id in holding if (number := job_number(job_id)) is not None]
        forgotten = (_c.state == _RUNNING, _c.agent_id == agent.agent_id, _c.id.not_in(held))
        self._give_up_lost()
        with self._database.read() as connection:  # an agent that finds nothing, which is the rule, has nobody wait for a commit
            any_waits = select(_c.id).where(_c.queue.in_(agent.queues), _c.state == _QUEUED).limit(1)
            if not any(connection.execute(question).first() for question in (any_waits, select(_c.id).where(*forgotten).limit(1))):
                return None

        def job(connection: Connection) -> tuple[ProjectJob | None, Ended]:
            now, ended = now_ms(), Ended()
            note_agent(connection, agent, now)
            row = connection.execute(jobs_where(*forgotten).order_by(_c.id).limit(1)).first()
            if row is not None:
                keep_change(connection, row, (life.renewed(job_of(row), agent, now), None), now)
                return job_of(job_row(connection, str(row.id))), ended
            while (row := _first_waiting(connection, agent.queues)) is not None:
                gone = row.run_lifecycle == Lifecycle.DELETED.value
                ended += keep_change(connection, row, life.leased(job_of(row), agent, now, run_is_deleted=gone), now)
                if not gone:
                    return job_of(job_row(connection, str(row.id))), ended
            return None, ended

        return self._written(job)

    def beat_agent(self, agent: AgentReport, *, holding: Sequence[str] = ()) -> tuple[tuple[str, JobOrder], ...]:
        check_agent(agent)
        numbers = {job_id: number for job_id in holding if (number := job_number(job_id)) is not None}

        def job(connection: Connection) -> tuple[tuple[tuple[str, JobOrder], ...], Ended]:
            now, ended = now_ms(), Ended()
            note_agent(connection, agent, now)
            rows = {row.id: row for row in connection.execute(jobs_where(_c.id.in_(numbers.values())))} if numbers else {}
            orders = []
            for job_id in holding:
                row = rows.get(numbers.get(job_id, 0))
                order, changed = (JobOrder.DROP, None) if row is None else life.kept_alive(job_of(row), agent, now)
                if row is not None and changed is not None and order is not JobOrder.DROP:
                    ended += keep_change(connection, row, changed, now)
                orders.append((job_id, order))
            return tuple(orders), ended

        return self._written(job)

    def finish_job(self, job_id: str, *, agent_id: str, state: JobState, message: str | None = None) -> ProjectJob:
        return self._change(job_id, lambda job, now: life.finished(job, agent_id, state, message, now))

    def give_back_job(self, job_id: str, *, agent_id: str) -> ProjectJob:
        return self._change(job_id, lambda job, now: life.given_back(job, agent_id, now))

    def cancel_job(self, job_id: str) -> ProjectJob:
        return self._change(job_id, life.cancelled)

    def leave_agent(self, agent_id: str) -> None:
        self._database.write(lambda connection: connection.execute(delete(_agent).where(_agent.c.agent_id == agent_id)) and None)

    def list_agents(self) -> tuple[Agent, ...]:
        with self._database.read() as connection:
            held: dict[str, list[str]] = {}
            for number, agent_id in connection.execute(select(_c.id, _c.agent_id).where(_c.state == _RUNNING).order_by(_c.id)):
                held.setdefault(agent_id, []).append(str(number))
            rows = connection.execute(select(_agent).order_by(_agent.c.name, _agent.c.agent_id)).all()
        now = now_ms()
        return tuple([_agent_of(row, held.get(row.agent_id, ()), now) for row in rows])

    def _change(self, job_id: str, change: Callable[[ProjectJob, int], life.Changed]) -> ProjectJob:
        def job(connection: Connection) -> tuple[ProjectJob, Ended]:
            row, now = job_row(connection, job_id), now_ms()
            ended = keep_change(connection, row, change(job_of(row), now), now)
            return shown_jobs(connection, [job_row(connection, job_id)])[0], ended

        return self._written(job)

    def _give_up_lost(self) -> None:
        overdue = jobs_where(_c.state == _RUNNING, _c.lease_until_ms < now_ms())

        def some(connection: Connection, now: int) -> list[AnyRow]:
            return [row for row in connection.execute(overdue) if life.is_overdue(job_of(row), now, self._opened_ms)]

        def job(connection: Connection) -> tuple[None, Ended]:
            now, ended = now_ms(), Ended()
            for row in some(connection, now):
                ended += keep_change(connection, row, life.lost(job_of(row), now, RunStatus(row.run_status)), now)
            return None, ended

        with self._database.read() as connection:
            found = some(connection, now_ms())
        if found:
            self._written(job)

    def _written(self, job: Callable[[Connection], tuple[T, Ended]]) -> T:
        result, ended = self._database.write(job)
        for run_id, is_due in ended:
            self._merger.note_end(run_id, is_due=is_due)
        return result


def _run_info(connection: Connection, run_id: str) -> RunInfo | None:
    """A run, None if there is none of that id."""
    try:
        return info_of(info_row(connection, run_id))
    except RunNotFound:
        return None


def _row(new: NewJob, run: int, now: int) -> dict[str, Any]:
    same = ("queue", "uri", "version", "entry_point", "env_manager", "max_attempts", "created_by")
    return {name: getattr(new, name) for name in same} | {
        "run_id": run,
        "state": _QUEUED,
        "parameters": msgspec.json.encode(new.parameters).decode(),
        "attempts": 0,
        "lease_ms": 0,
        "is_lost": 0,
        "cancel_requested": 0,
        "created_ms": now,
        "changed_ms": now,
    }


def _wanted(query: JobQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.queue is not None:
        wanted.append(_c.queue == query.queue)
    if query.states:
        wanted.append(_c.state.in_([state.value for state in query.states]))
    if query.experiment_id is not None:
        wanted.append(_run.experiment_id == check_experiment_id(query.experiment_id))
    if query.run_id is not None:
        wanted.append(_run.uuid == query.run_id)
    if query.page_token is not None:
        wanted.append(_c.id < int(query.page_token))
    return wanted


def _first_waiting(connection: Connection, queues: Sequence[str]) -> AnyRow | None:
    for queue in queues:
        row = connection.execute(jobs_where(_c.queue == queue, _c.state == _QUEUED).order_by(_c.id).limit(1)).first()
        if row is not None:
            return row
    return None


def _agent_of(row: AnyRow, job_ids: Sequence[str], now: int) -> Agent:
    return Agent(
        agent_id=row.agent_id,
        name=row.name,
        queues=msgspec.json.decode(row.queues, type=tuple[str, ...]),
        slots=row.slots,
        lease_ms=row.lease_ms,
        started_ms=row.started_ms,
        last_seen_ms=row.last_seen_ms,
        is_lost=row.last_seen_ms + row.lease_ms < now,
        job_ids=tuple(job_ids),
    )

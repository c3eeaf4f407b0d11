"""Parcels of writers: data and the writer's last record change in one transaction, so that each parcel is applied once."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from barograph.errors import BarographError, Unavailable
from barograph.model import REFUSED_TAG, Logged, Parcel, Receipt, Refusal
from barograph.model.limits import MAX_RUN_TAG_VALUE, check_run_id
from barograph.store.sql import schema, series_write
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.driver_errors import translated
from barograph.store.sql.metric_groups import group_of
from barograph.store.sql.run_edges import SqlRunEdges
from barograph.store.sql.run_fetch import TAGS
from barograph.store.sql.run_logging import SqlRunLogging
from barograph.store.sql.run_rows import writable
from barograph.store.sql.runs import SqlRuns, creation
from barograph.store.sql.savepoint import savepoint
from barograph.store.sql.upsert import insert_or_replace

_writer = schema.ingest_writer
_LAST = select(_writer.c.last_sequence).where(_writer.c.writer_id == bindparam("writer"))
Job = Callable[[Connection], object]


class _Plan(NamedTuple):
    """Jobs that store a part of what was logged to a run, whole or not at all, or why nothing can."""

    what: str
    logged: Logged
    jobs: list[Job] | BarographError


class SqlIngest(SqlRuns, SqlRunLogging, SqlRunEdges):
    """Keeps `IngestStore`."""

    def ingest(self, parcel: Parcel) -> Receipt:
        parcel.check()
        # Planned before the transaction: numbering new names is a write of its own.
        plans = [self._plans(logged) for logged in parcel.runs]
        refused_key = self._names.numbered([REFUSED_TAG])[REFUSED_TAG]

        def job(connection: Connection) -> Receipt:
            last = connection.execute(_LAST, {"writer": parcel.writer_id}).scalar()
            if not parcel.may_follow(last):
                return Receipt(last=last or 0)
            refusals: list[Refusal] = []
            for of_run in plans:
                found = self._refusals(connection, of_run)
                if found:
                    refusals += found
                    _mark(connection, found[-1], refused_key)
            row = {"writer_id": parcel.writer_id, "last_sequence": parcel.last, "updated_ms": now_ms()}
            connection.execute(insert_or_replace(connection, _writer, ("writer_id",), ("last_sequence", "updated_ms")), row)
            return Receipt(last=parcel.last, refusals=tuple(refusals))

        receipt = self._database.write(job, run_ids=_changed_alone(parcel))
        for run_id in {logged.run_id for logged in parcel.runs}:
            self._merger.note(run_id)
        return receipt

    def _plans(self, logged: Logged) -> list[_Plan]:
        """One plan for everything, or if something in it cannot be, one for each thing."""
        try:
            return [_Plan("", logged, self._jobs(logged))]
        except Unavailable:
            raise
        except BarographError:
            return [self._plan(what, piece) for what, piece in logged.pieces()]

    def _plan(self, what: str, piece: Logged) -> _Plan:
        try:
            return _Plan(what, piece, self._jobs(piece))
        except Unavailable:
            raise
        except BarographError as error:
            return _Plan(what, piece, error)

    def _jobs(self, logged: Logged) -> list[Job]:
        run_id = check_run_id(logged.run_id)
        jobs: list[Job] = []
        if logged.new is not None:
            jobs.append(creation(self._names, logged.new))
        groups = [group_of(series.key, *series.columns()) for series in logged.series]
        if groups:
            key_ids = self._names.numbered([group.key for group in groups])
            jobs.append(lambda connection: series_write.append(connection, writable(connection, run_id)[0], groups, key_ids))
        if logged.points or logged.params or logged.tags:
            jobs.append(self._logging(run_id, logged.points, logged.params, logged.tags))
        if logged.datasets or logged.model_ids:
            jobs.append(self._adding_inputs(run_id, logged.datasets, logged.model_ids))
        if logged.outputs:
            jobs.append(self._adding_outputs(run_id, logged.outputs))
        if logged.status is not None or logged.end_time_ms is not None:
            jobs.append(self._updating(run_id, logged.status, logged.end_time_ms, None))
        return jobs

    def _refusals(self, connection: Connection, plans: list[_Plan]) -> list[Refusal]:
        """Carry out the plans for a run as far as they can be, and return what cannot."""
        refusals: list[Refusal] = []
        waiting = plans[::-1]
        while waiting:
            what, logged, jobs = waiting.pop()
            error = _attempt(connection, jobs)
            if error is None:
                continue
            if not what:
                waiting = [self._plan(name, piece) for name, piece in logged.pieces()][::-1]
                continue
            refusals.append(Refusal(run_id=logged.run_id, what=what, error_code=error.error_code, message=error.message))
            if logged.new is not None:
                break
        return refusals


def _changed_alone(parcel: Parcel) -> tuple[str, ...] | None:
    """The runs that a parcel changes, None if it also changes what runs share."""
    if any(logged.points or logged.datasets for logged in parcel.runs):
        return None
    return tuple({logged.run_id for logged in parcel.runs})


def _attempt(connection: Connection, jobs: list[Job] | BarographError) -> BarographError | None:
    """Do the jobs, all or none, and return why they cannot be done; what may pass is raised."""
    if isinstance(jobs, BarographError):
        return jobs
    try:
        with savepoint(connection):
            for job in jobs:
                job(connection)
    except (BarographError, SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
        refusal = error if isinstance(error, BarographError) else translated(error)
        if refusal is None or isinstance(refusal, Unavailable):
            raise
        return refusal
    return None


def _mark(connection: Connection, refusal: Refusal, key_id: int) -> None:
    """Note a refusal in the run, if it takes writes."""

    def job(connection: Connection) -> None:
        run, _ = writable(connection, refusal.run_id)
        TAGS.put(connection, run, {key_id: refusal.message[:MAX_RUN_TAG_VALUE]})

    _attempt(connection, [job])

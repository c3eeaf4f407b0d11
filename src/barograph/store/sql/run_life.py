"""Heartbeats, and runs that several processes share."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from barograph.model import Contact, NewRun, Run, RunStatus
from barograph.model.contact import contact_of
from barograph.model.limits import check_contact_runs, check_experiment_id, check_heartbeat, check_shared_id
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.run_fetch import whole_runs
from barograph.store.sql.run_rows import info_row, writable
from barograph.store.sql.runs import creation
from barograph.store.sql.upsert import insert_or_ignore, insert_or_replace

_run, _beat, _shared = schema.run.c, schema.run_heartbeat.c, schema.shared_run.c
_NUMBERS = select(_run.id).where(_run.uuid.in_(bindparam("uuids", expanding=True)))
_CONTACTS = (
    select(_run.uuid, _run.status, _beat.last_ms, _beat.period_ms)
    .outerjoin(schema.run_heartbeat, _beat.run_id == _run.id)
    .where(_run.uuid.in_(bindparam("uuids", expanding=True)))
)
_SHARED = (
    select(_run.uuid)
    .join(schema.shared_run, _shared.run_id == _run.id)
    .where(_shared.experiment_id == bindparam("experiment"), _shared.shared_id == bindparam("shared"))
)


class _CreatedMeanwhile(Exception):
    """Another process created the shared run while this one did; what this one wrote is undone."""


class SqlRunLife(Aggregate):
    """Keeps `RunLifeStore`."""

    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        check_heartbeat(run_ids, period_ms)

        def job(connection: Connection) -> None:
            numbers = sorted(connection.execute(_NUMBERS, {"uuids": list(run_ids)}).scalars())
            if numbers:
                change = insert_or_replace(connection, schema.run_heartbeat, ("run_id",), ("last_ms", "period_ms"))
                now = now_ms()
                connection.execute(change, [{"run_id": number, "last_ms": now, "period_ms": period_ms} for number in numbers])

        self._database.write(job)

    def contacts(self, run_ids: Sequence[str]) -> tuple[Contact, ...]:
        check_contact_runs(run_ids)
        with self._database.read() as connection:
            rows = {row.uuid: row for row in connection.execute(_CONTACTS, {"uuids": list(run_ids)})}
        now = now_ms()
        return tuple(
            [
                contact_of(run_id, RunStatus(row.status), None if row.last_ms is None else (row.last_ms, row.period_ms), now)
                for run_id in run_ids
                if (row := rows.get(run_id)) is not None
            ]
        )

    def join_run(self, new: NewRun, shared_id: str) -> tuple[Run, bool]:
        place = {"experiment": check_experiment_id(new.experiment_id), "shared": check_shared_id(shared_id)}
        create = creation(self._names, new)

        def job(connection: Connection) -> tuple[str | None, Run | None]:
            joined = connection.execute(_SHARED, place).scalar()
            if joined is not None:
                writable(connection, joined)
                return joined, None
            run = create(connection)
            number = connection.execute(_NUMBERS, {"uuids": [run.info.run_id]}).scalar_one()
            row = {"experiment_id": place["experiment"], "shared_id": shared_id, "run_id": number}
            if connection.execute(insert_or_ignore(connection, schema.shared_run, "experiment_id", "shared_id"), row).rowcount == 0:
                raise _CreatedMeanwhile
            return None, run

        try:
            joined, created = self._database.write(job)
        except _CreatedMeanwhile:
            joined, created = self._database.write(job)
        if created is not None:
            return created, True
        with self._database.read() as connection:
            return whole_runs(connection, self._names, [info_row(connection, joined or "")])[0], False

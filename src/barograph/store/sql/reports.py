"""Reports."""

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from barograph.errors import ExperimentNotFound, InvalidValue, ReportChanged, ReportNotFound
from barograph.model.limits import check_experiment_id
from barograph.model.report import MAX_REPORTS, NewReport, Report, ReportEntry, check_report_body, check_report_title
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.rows import AnyRow

_table = schema.report
_c = _table.c
_LISTED = [column for column in _c if column.name != "body"]
_LONGEST_ID = 18


class SqlReports(Aggregate):
    """Keeps `ReportStore`."""

    def create_report(self, new: NewReport) -> Report:
        row: dict[str, Any] = {"title": check_report_title(new.title), "body": check_report_body(new.body), "revision": 1}

        def job(connection: Connection) -> Report:
            number = None if new.experiment_id is None else _experiment(connection, new.experiment_id)
            if connection.execute(select(func.count()).select_from(_table)).scalar_one() >= MAX_REPORTS:
                raise InvalidValue(f"There are {MAX_REPORTS:,} reports, the most there may be. Delete some first.")
            now = now_ms()
            made = insert(_table).values(**row, experiment_id=number, created_ms=now, updated_ms=now)
            (report,) = connection.execute(made).inserted_primary_key or (0,)
            return _report(_found(connection, str(report)))

        return self._database.write(job)

    def get_report(self, report_id: str) -> Report:
        with self._database.read() as connection:
            return _report(_found(connection, report_id))

    def list_reports(self, *, experiment_id: str | None = None) -> tuple[ReportEntry, ...]:
        with self._database.read() as connection:
            listed = select(*_LISTED).order_by(_c.updated_ms.desc(), _c.id.desc())
            if experiment_id is not None:
                listed = listed.where(_c.experiment_id == _experiment(connection, experiment_id))
            return tuple([ReportEntry(**_values(row)) for row in connection.execute(listed)])

    def update_report(self, report_id: str, *, revision: int, title: str | None = None, body: str | None = None) -> Report:
        given = {} if title is None else {"title": check_report_title(title)}
        given |= {} if body is None else {"body": check_report_body(body)}

        def job(connection: Connection) -> Report:
            row = _current(connection, report_id, revision)
            connection.execute(update(_table).where(_c.id == row.id).values(**given, revision=revision + 1, updated_ms=now_ms()))
            return _report(_found(connection, report_id))

        return self._database.write(job)

    def delete_report(self, report_id: str, *, revision: int) -> None:
        def job(connection: Connection) -> None:
            connection.execute(delete(_table).where(_c.id == _current(connection, report_id, revision).id))

        self._database.write(job)


def _experiment(connection: Connection, experiment_id: str) -> int:
    number = check_experiment_id(experiment_id)
    if connection.execute(select(schema.experiment.c.id).where(schema.experiment.c.id == number)).first() is None:
        raise ExperimentNotFound(experiment_id)
    return number


def _found(connection: Connection, report_id: str) -> AnyRow:
    row = None
    if report_id.isascii() and report_id.isdecimal() and len(report_id) <= _LONGEST_ID:
        row = connection.execute(select(_table).where(_c.id == int(report_id))).first()
    if row is None:
        raise ReportNotFound(report_id)
    return row


def _current(connection: Connection, report_id: str, revision: int) -> AnyRow:
    row = _found(connection, report_id)
    if row.revision != revision:
        raise ReportChanged(row.title, row.revision)
    return row


def _values(row: AnyRow) -> dict[str, Any]:
    return {
        "report_id": str(row.id),
        "title": row.title,
        "experiment_id": None if row.experiment_id is None else str(row.experiment_id),
        "revision": row.revision,
        "created_ms": row.created_ms,
        "updated_ms": row.updated_ms,
    }


def _report(row: AnyRow) -> Report:
    return Report(**_values(row), body=row.body)

"""Reports."""

from msgspec.structs import replace

from barograph.errors import ExperimentNotFound, InvalidValue, ReportChanged, ReportNotFound
from barograph.model.limits import check_experiment_id
from barograph.model.report import MAX_REPORTS, NewReport, Report, ReportEntry, check_report_body, check_report_title
from barograph.store.memory.state import Aggregate, State, locked, now_ms


class MemoryReports(Aggregate):
    """`ReportStore` in memory."""

    @locked
    def create_report(self, new: NewReport) -> Report:
        title, body, state = check_report_title(new.title), check_report_body(new.body), self._state
        experiment_id = None if new.experiment_id is None else _experiment(state, new.experiment_id)
        if len(state.reports) >= MAX_REPORTS:
            raise InvalidValue(f"There are {MAX_REPORTS:,} reports, the most there may be. Delete some first.")
        state.last_report += 1
        now, number = now_ms(), str(state.last_report)
        made = Report(report_id=number, title=title, body=body, experiment_id=experiment_id, revision=1, created_ms=now, updated_ms=now)
        state.reports[number] = made
        return made

    @locked
    def get_report(self, report_id: str) -> Report:
        return _found(self._state, report_id)

    @locked
    def list_reports(self, *, experiment_id: str | None = None) -> tuple[ReportEntry, ...]:
        wanted = None if experiment_id is None else _experiment(self._state, experiment_id)
        found = [report for report in self._state.reports.values() if wanted in (None, report.experiment_id)]
        found.sort(key=lambda report: (report.updated_ms, int(report.report_id)), reverse=True)
        return tuple([_entry(report) for report in found])

    @locked
    def update_report(self, report_id: str, *, revision: int, title: str | None = None, body: str | None = None) -> Report:
        report = _current(self._state, report_id, revision)
        named = report.title if title is None else check_report_title(title)
        text = report.body if body is None else check_report_body(body)
        changed = replace(report, title=named, body=text, revision=revision + 1, updated_ms=now_ms())
        self._state.reports[report_id] = changed
        return changed

    @locked
    def delete_report(self, report_id: str, *, revision: int) -> None:
        _current(self._state, report_id, revision)
        del self._state.reports[report_id]


def _experiment(state: State, experiment_id: str) -> str:
    key = str(check_experiment_id(experiment_id))
    if key not in state.experiments:
        raise ExperimentNotFound(experiment_id)
    return key


def _found(state: State, report_id: str) -> Report:
    report = state.reports.get(report_id)
    if report is None:
        raise ReportNotFound(report_id)
    return report


def _current(state: State, report_id: str, revision: int) -> Report:
    report = _found(state, report_id)
    if report.revision != revision:
        raise ReportChanged(report.title, report.revision)
    return report


def _entry(report: Report) -> ReportEntry:
    return ReportEntry(**{name: getattr(report, name) for name in ReportEntry.__struct_fields__})

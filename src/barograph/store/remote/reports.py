"""Reports of a tracking server."""

from barograph.model.report import NewReport, Report, ReportEntry
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import reports as wire
from barograph.wire.message import Empty


class RemoteReports(RemoteAggregate):
    """`store.report_base.ReportStore` over HTTP. An MLflow server has no such routes: `EndpointNotFound`."""

    def create_report(self, new: NewReport) -> Report:
        request = wire.CreateReport.from_model(new)
        return self._connection.post("reports/create", request, wire.ReportKept, api=NATIVE_API).report.to_model()

    def get_report(self, report_id: str) -> Report:
        request = wire.GetReport(report_id=report_id)
        return self._connection.get("reports/get", request, wire.ReportKept, api=NATIVE_API).report.to_model()

    def list_reports(self, *, experiment_id: str | None = None) -> tuple[ReportEntry, ...]:
        request = wire.ListReports(experiment_id=experiment_id)
        found = self._connection.get("reports/list", request, wire.ReportsFound, api=NATIVE_API)
        return tuple([report.to_model() for report in found.reports])

    def update_report(self, report_id: str, *, revision: int, title: str | None = None, body: str | None = None) -> Report:
        request = wire.UpdateReport(report_id=report_id, revision=revision, title=title, body=body)
        return self._connection.post("reports/update", request, wire.ReportKept, api=NATIVE_API).report.to_model()

    def delete_report(self, report_id: str, *, revision: int) -> None:
        self._connection.post("reports/delete", wire.DeleteReport(report_id=report_id, revision=revision), Empty, api=NATIVE_API)

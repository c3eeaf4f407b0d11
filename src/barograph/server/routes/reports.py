"""Reports."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import reports as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


def create(context: Context, request: wire.CreateReport) -> wire.ReportKept:
    return wire.ReportKept(report=wire.Report.from_model(context.store.create_report(request.to_model())))


def get(context: Context, request: wire.GetReport) -> wire.ReportKept:
    return wire.ReportKept(report=wire.Report.from_model(context.store.get_report(request.report_id)))


def list_reports(context: Context, request: wire.ListReports) -> wire.ReportsFound:
    found = context.store.list_reports(experiment_id=request.experiment_id or None)
    return wire.ReportsFound(reports=tuple([wire.ReportEntry.from_model(entry) for entry in found]))


def update(context: Context, request: wire.UpdateReport) -> wire.ReportKept:
    changed = context.store.update_report(request.report_id, revision=request.revision, title=request.title, body=request.body)
    return wire.ReportKept(report=wire.Report.from_model(changed))


def delete(context: Context, request: wire.DeleteReport) -> Empty:
    context.store.delete_report(request.report_id, revision=request.revision)
    return Empty()


ROUTES = [
    Route("POST", "reports/create", Policy.WRITE, create, family=Family.NATIVE),
    Route("GET", "reports/get", Policy.READ, get, family=Family.NATIVE),
    Route("GET", "reports/list", Policy.READ, list_reports, family=Family.NATIVE),
    Route("POST", "reports/update", Policy.WRITE, update, family=Family.NATIVE),
    Route("POST", "reports/delete", Policy.WRITE, delete, family=Family.NATIVE),
]

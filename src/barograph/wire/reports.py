"""Reports: Barograph's own routes."""

from barograph.model import report as model
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64, Required


class CreateReport(Request, kw_only=True):
    """POST reports/create: keep a page of Markdown, of an experiment or of the whole store."""

    title: Required
    body: str = ""
    experiment_id: str | None = None

    @classmethod
    def from_model(cls, new: model.NewReport) -> "CreateReport":
        return cls(title=new.title, body=new.body, experiment_id=new.experiment_id)

    def to_model(self) -> model.NewReport:
        return model.NewReport(title=self.title, body=self.body, experiment_id=self.experiment_id or None)


class GetReport(Request, kw_only=True):
    """GET reports/get: a report with its text."""

    report_id: Required


class ListReports(Request, kw_only=True):
    """GET reports/list: the reports of an experiment, or all there are."""

    experiment_id: str | None = None


class UpdateReport(Request, kw_only=True):
    """POST reports/update: change title or text of a report, if it still has the revision that is named."""

    report_id: Required
    revision: Int64
    title: str | None = None
    body: str | None = None


class DeleteReport(Request, kw_only=True):
    """POST reports/delete: delete a report, if it still has the revision that is named."""

    report_id: Required
    revision: Int64


class ReportEntry(Answer, kw_only=True):
    """A report without its text."""

    report_id: str
    title: str
    experiment_id: str | None = None
    revision: int
    created_ms: int
    updated_ms: int

    @classmethod
    def from_model(cls, entry: model.ReportEntry) -> "ReportEntry":
        return cls(**{name: getattr(entry, name) for name in model.ReportEntry.__struct_fields__})

    def to_model(self) -> model.ReportEntry:
        return model.ReportEntry(**{name: getattr(self, name) for name in model.ReportEntry.__struct_fields__})


class Report(Answer, kw_only=True):
    """A report. `body` is Markdown, in which blocks of code in the languages `barograph-chart` and `barograph-table` ask for runs."""

    report_id: str
    title: str
    body: str = ""
    experiment_id: str | None = None
    revision: int
    created_ms: int
    updated_ms: int

    @classmethod
    def from_model(cls, report: model.Report) -> "Report":
        return cls(**{name: getattr(report, name) for name in model.Report.__struct_fields__})

    def to_model(self) -> model.Report:
        return model.Report(**{name: getattr(self, name) for name in model.Report.__struct_fields__})


class ReportKept(Answer, kw_only=True):
    """The report as it is now."""

    report: Report


class ReportsFound(Answer, kw_only=True):
    """Reports, the one that was changed last first."""

    reports: tuple[ReportEntry, ...] = ()

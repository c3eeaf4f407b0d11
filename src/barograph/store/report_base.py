"""The store contract of reports; what is true for all contracts stands in `store.base`."""

from typing import Protocol

from barograph.model.report import NewReport, Report, ReportEntry


class ReportStore(Protocol):
    """Reports, which everybody may read and change.

    A report that was deleted meanwhile raises `ReportNotFound`. A change names the revision that it starts from; where the report has
    another one, `ReportChanged` is raised and says what was done to it. A report outlives its experiment: once that is purged, it belongs
    to none.
    """

    def create_report(self, new: NewReport) -> Report:
        """Keep. Titles need not differ; 5,000 reports are the most."""
        ...

    def get_report(self, report_id: str) -> Report:
        """Return it with its text."""
        ...

    def list_reports(self, *, experiment_id: str | None = None) -> tuple[ReportEntry, ...]:
        """Reports of an experiment, or all there are, without their texts: the one that was changed last comes first."""
        ...

    def update_report(self, report_id: str, *, revision: int, title: str | None = None, body: str | None = None) -> Report:
        """Change what is given."""
        ...

    def delete_report(self, report_id: str, *, revision: int) -> None:
        """Delete for good."""
        ...

"""Reports: pages of Markdown, whose charts and tables ask for runs when they are looked at."""

import msgspec

from barograph.errors import InvalidValue, MissingValue, shown

MAX_TITLE = 200
MAX_BODY = 1_000_000
MAX_REPORTS = 5_000


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a report to be made. `body` is Markdown; without an experiment the report belongs to the whole store."""

    title: str
    body: str = ""
    experiment_id: str | None = None


class ReportEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says of a report. `revision` grows with every change, so that one change does not undo another unseen."""

    report_id: str
    title: str
    experiment_id: str | None = None
    revision: int
    created_ms: int
    updated_ms: int


class Report(ReportEntry, frozen=True, kw_only=True):
    """A report as it is kept, with its text."""

    body: str


def check_report_title(title: str) -> str:
    """Return a report's title without blanks around it, or raise."""
    kept = title.strip()
    if not kept:
        raise MissingValue("title")
    if len(kept) > MAX_TITLE:
        raise InvalidValue(f"Report title {shown(kept)} has {len(kept)} characters, more than the {MAX_TITLE} allowed. Shorten it.")
    return kept


def check_report_body(body: str) -> str:
    """Return the text of a report, or raise."""
    if len(body) > MAX_BODY:
        raise InvalidValue(f"The report has {len(body):,} characters, more than the {MAX_BODY:,} allowed. Divide it into several reports.")
    return body

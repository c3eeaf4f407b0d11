import pytest

from barograph.errors import Conflict, InvalidValue, NotFound
from barograph.model.report import MAX_BODY, MAX_TITLE, NewReport, Report, ReportEntry
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, tick, unique


def kept(store: Store, title: str = "Findings", body: str = "", experiment_id: str | None = None) -> Report:
    return store.create_report(NewReport(title=title, body=body, experiment_id=experiment_id))


def entry(report: Report) -> ReportEntry:
    return ReportEntry(
        report_id=report.report_id,
        title=report.title,
        experiment_id=report.experiment_id,
        revision=report.revision,
        created_ms=report.created_ms,
        updated_ms=report.updated_ms,
    )


class TestReports:
    """Reports: pages of Markdown."""

    def test_what_is_kept_is_read_and_listed(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        body = "# é\n\n```barograph-table\nfilter: metrics.r2 > 0.8\n```\n"
        report = kept(store, " Best of all ", body, experiment_id)
        assert (report.title, report.body, report.experiment_id, report.revision) == ("Best of all", body, experiment_id, 1)
        assert report.created_ms == report.updated_ms > 0
        assert store.get_report(report.report_id) == report
        assert store.list_reports(experiment_id=experiment_id) == (entry(report),)
        assert store.list_reports(experiment_id=new_experiment(store)) == ()

    def test_a_report_may_belong_to_no_experiment_and_share_its_title(self, store: Store) -> None:
        title = unique("report")
        one, other = kept(store, title), kept(store, title)
        assert one.experiment_id is None
        listed = [each.report_id for each in store.list_reports() if each.title == title]
        assert listed == [other.report_id, one.report_id]

    def test_the_one_that_was_changed_last_is_listed_first(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        one, other = (kept(store, title, experiment_id=experiment_id) for title in ("one", "other"))
        tick()
        store.update_report(one.report_id, revision=1, body="more")
        assert [each.report_id for each in store.list_reports(experiment_id=experiment_id)] == [one.report_id, other.report_id]

    def test_a_change_names_what_it_starts_from(self, store: Store) -> None:
        report = kept(store, body="first")
        tick()
        renamed = store.update_report(report.report_id, revision=1, title="Conclusions")
        assert (renamed.title, renamed.body, renamed.revision) == ("Conclusions", "first", 2)
        assert renamed.updated_ms > renamed.created_ms == report.created_ms
        with pytest.raises(Conflict, match="Conclusions"):
            store.update_report(report.report_id, revision=1, body="mine")
        with pytest.raises(Conflict, match="revision 2"):
            store.delete_report(report.report_id, revision=1)
        assert store.update_report(report.report_id, revision=2, body="").body == ""
        assert store.get_report(report.report_id).revision == 3

    def test_a_report_that_is_gone_says_so(self, store: Store) -> None:
        report = kept(store)
        store.delete_report(report.report_id, revision=1)
        assert report.report_id not in [each.report_id for each in store.list_reports()]
        for unknown in (report.report_id, "x", "9" * 40):
            with pytest.raises(NotFound, match="deleted it meanwhile"):
                store.get_report(unknown)
            with pytest.raises(NotFound):
                store.update_report(unknown, revision=1, title="again")
            with pytest.raises(NotFound):
                store.delete_report(unknown, revision=1)
        assert kept(store).report_id != report.report_id

    def test_what_cannot_be_kept_is_refused(self, store: Store) -> None:
        report = kept(store, body="as it was")
        for title, body in ((" ", ""), ("t" * (MAX_TITLE + 1), ""), ("a", "b" * (MAX_BODY + 1))):
            with pytest.raises(InvalidValue):
                kept(store, title, body)
            with pytest.raises(InvalidValue):
                store.update_report(report.report_id, revision=1, title=title, body=body)
        assert store.get_report(report.report_id) == report
        assert len(kept(store, body="b" * MAX_BODY).body) == MAX_BODY
        with pytest.raises(NotFound):
            kept(store, experiment_id=UNKNOWN_EXPERIMENT)
        with pytest.raises(NotFound):
            store.list_reports(experiment_id=UNKNOWN_EXPERIMENT)

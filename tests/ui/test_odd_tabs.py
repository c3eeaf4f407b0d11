"""Strange and hostile values on the pages behind a page's tabs, in reports and in settings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from odd_pages import looking
from odd_store import CANARY, HOSTILE, HOSTILE_BARE, HOSTILE_NAME, OddStore
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]


@pytest.mark.parametrize("tab", ["system", "logs", "lineage"])
def test_tabs_of_a_run(visit: Visit, keep: Keep, odd: OddStore, tab: str) -> None:
    look = looking(visit, odd)
    for run_id in (odd.hostile, odd.bare, odd.broken):
        with look(f"/experiments/{odd.experiment}/runs/{run_id}?tab={tab}", refusals=True) as page:
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if tab == "lineage" and run_id == odd.hostile:
                expect(page.get_by_role("main")).to_contain_text(HOSTILE_BARE)
            keep(page, f"odd-run-{tab}-{'bare' if run_id == odd.bare else 'hostile' if run_id == odd.hostile else 'broken'}")


def test_a_log_is_text(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    run = f"/experiments/{odd.experiment}/runs/{odd.broken}?tab=logs&path=run:logs"
    with look(f"{run}/train.log") as page:
        expect(page.get_by_role("combobox", name="Log")).to_have_value("logs/train.log")
        expect(page.get_by_role("main")).to_contain_text(HOSTILE_NAME)
    # The end of a file without bytes cannot be asked for.
    with look(f"{run}/empty.log", refusals=True) as page:
        expect(page.get_by_text("Nothing printed yet")).to_be_visible()


@pytest.mark.parametrize("tab", ["files", "code"])
def test_tabs_of_a_comparison(visit: Visit, keep: Keep, odd: OddStore, tab: str) -> None:
    look = looking(visit, odd)
    with look(f"/compare?runs={odd.hostile},{odd.bare},{odd.broken}&tab={tab}", refusals=True) as page:
        expect(page.get_by_role("heading", name="Compare 3 runs")).to_be_visible()
        keep(page, f"odd-comparison-{tab}")
    if tab == "files":
        for name in (f"{HOSTILE_BARE}.json", "line.txt", "broken.png", "vanished.txt"):
            with look(f"/compare?runs={odd.hostile},{odd.broken}&tab=files&path={quote(name)}", refusals=True, alerts=None) as page:
                expect(page.get_by_role("heading", name="Compare 2 runs")).to_be_visible()


def test_tabs_of_a_version(visit: Visit, keep: Keep, odd: OddStore) -> None:
    look = looking(visit, odd)
    version = f"/models/{quote(HOSTILE_NAME)}/versions/1"
    for tab in ("lineage", "history", "activity", "x"):
        with look(f"{version}?tab={tab}", refusals=True) as page:
            expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
            keep(page, f"odd-version-{tab}")
    with look(f"/models/{quote(HOSTILE_NAME)}/compare?versions=1,2,{quote(HOSTILE_BARE)}", refusals=True, alerts=None) as page:
        expect(page.get_by_role("main")).to_contain_text(HOSTILE_NAME)


def test_a_report(visit: Visit, keep: Keep, odd: OddStore, tmp_path: Path) -> None:
    look = looking(visit, odd)
    # One of its filters cannot be read, and two of its blocks cannot be drawn.
    with look("/reports", refusals=True, alerts=None) as page:
        page.get_by_role("link", name=HOSTILE).first.click()
        expect(page.get_by_role("heading", name=HOSTILE, level=1)).to_be_visible()
        expect(page.get_by_role("cell", name=HOSTILE).first).to_be_visible()
        expect(page.get_by_text(HOSTILE_NAME).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        keep(page, "odd-report")
    with look(f"/reports/{odd.report}?edit=1", refusals=True, alerts=None) as page:
        expect(page.get_by_role("textbox", name="Text of the report")).to_be_visible()
        expect(page.get_by_role("region", name="Preview").get_by_role("cell", name=HOSTILE).first).to_be_visible()
    with look(f"/reports/{odd.report}", refusals=True, alerts=None) as page:
        expect(page.get_by_role("cell", name=HOSTILE).first).to_be_visible()
        with page.expect_download() as told:
            page.get_by_role("button", name="Download HTML").click()
        told.value.save_as(tmp_path / "report.html")
        page.goto((tmp_path / "report.html").as_uri())
        expect(page.get_by_role("heading", name=HOSTILE, level=1)).to_be_visible()
        assert page.evaluate(f"window.{CANARY}") is None
        assert page.locator("script, [onload], [onerror], a[href^='javascript:'], iframe").count() == 0
        page.goto(f"{odd.url}/#/reports")
    for address in ("/reports/99999", f"/reports/{quote(HOSTILE_BARE)}"):
        with look(address, refusals=True, alerts=1) as page:
            expect(page.get_by_role("alert")).to_contain_text("could not be loaded")


def test_jobs(visit: Visit, odd: OddStore, keep: Keep) -> None:
    with looking(visit, odd)("/jobs") as page:
        expect(page.get_by_role("complementary").get_by_text(HOSTILE[:250])).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="first")).to_contain_text("Failed")
        page.wait_for_load_state("networkidle")
        keep(page, "odd-jobs")
        page.get_by_role("link", name=HOSTILE, exact=True).click()
        expect(page.get_by_role("heading", name=HOSTILE, level=1)).to_be_visible()
        expect(page.get_by_text("in queue default")).to_be_visible()
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Run again…").click()
        expect(page.get_by_role("dialog").get_by_label("hostile")).to_have_value(HOSTILE)
        keep(page, "odd-jobs-again")


def test_settings(visit: Visit, odd: OddStore) -> None:
    with looking(visit, odd)("/settings") as page:
        expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_every_tool_of_the_table_at_once(visit: Visit, odd: OddStore) -> None:
    tools = f"about=1&selected=all&spark=metrics.huge&time=2025-10-01T00:00Z..&tab=both&top={odd.hostile},{odd.bare},{quote(HOSTILE_BARE)}"
    with looking(visit, odd)(f"/experiments/{odd.experiment}?{tools}", refusals=True) as page:
        expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()

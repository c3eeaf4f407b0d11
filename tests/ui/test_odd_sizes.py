"""Twelve thousand columns and five hundred levels: only what is looked at is drawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from odd_pages import looking
from odd_store import DEPTH, WIDE_KEYS, WIDE_RUNS, OddStore
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
LAST = WIDE_RUNS * WIDE_KEYS - 1
LEVELS = 60


def test_a_column_is_found_among_twelve_thousand(visit: Visit, keep: Keep, odd: OddStore) -> None:
    with looking(visit, odd)(f"/experiments/{odd.wide}") as page:
        expect(page.get_by_role("link", name="widest")).to_be_visible()
        page.get_by_role("button", name="Columns").click()
        expect(page.get_by_role("checkbox", name="metric 00000")).to_be_visible()
        picker = page.get_by_role("dialog", name="Columns")
        assert picker.get_by_role("checkbox").count() < 80
        keep(page, "wide-columns")
        page.get_by_role("textbox", name="Find a column").fill(f"param {LAST:05}")
        page.get_by_role("checkbox", name=f"param {LAST:05}").check()
        expect(page.get_by_role("columnheader", name=f"param {LAST:05}")).to_be_attached()
        page.get_by_role("textbox", name="Find a column").fill("")
        page.get_by_role("button", name="Show all").click()
        expect(page.get_by_role("table", name="Runs")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("searchbox", name="Filter runs").fill(f"{LAST:05}")
        expect(page.get_by_role("option", name=f"`metric {LAST:05}`")).to_be_visible()


def test_an_address_with_more_columns_than_a_table_shows(visit: Visit, odd: OddStore) -> None:
    columns = ",".join(f"metrics.metric {key:05}" for key in range(1_500))
    with looking(visit, odd)(f"/experiments/{odd.wide}?columns={quote(columns)}") as page:
        expect(page.get_by_role("link", name="widest")).to_be_visible()
        page.get_by_role("button", name="Columns").click()
        expect(page.get_by_text("The first 500 of the chosen columns are shown.")).to_be_visible()


@pytest.mark.parametrize("kind", ["lines", "values", "relations"])
def test_charts_of_six_thousand_metrics(visit: Visit, keep: Keep, odd: OddStore, kind: str) -> None:
    with looking(visit, odd)(f"/experiments/{odd.wide}?tab=charts&kind={kind}") as page:
        first = page.get_by_role("figure").first if kind != "relations" else page.get_by_role("img").first
        expect(first).to_be_visible()
        if kind == "lines":
            page.get_by_role("searchbox", name="Find metrics").fill(f"{LAST:05}")
            expect(page.get_by_role("figure", name=f"Chart of metric {LAST:05}")).to_be_visible()
        keep(page, f"wide-charts-{kind}")


def test_a_run_with_twelve_thousand_values(visit: Visit, keep: Keep, odd: OddStore) -> None:
    run = f"/experiments/{odd.wide}/runs/{odd.widest}"
    with looking(visit, odd)(run) as page:
        expect(page.get_by_text("metric 00000")).to_be_visible()
        page.get_by_role("textbox", name="Find a metric").fill(f"{LAST:05}")
        expect(page.get_by_role("row", name=f"metric {LAST:05}")).to_be_visible()
        keep(page, "wide-run")
    with looking(visit, odd)(f"{run}?tab=charts") as page:
        expect(page.get_by_role("figure").first).to_be_visible()


def test_a_comparison_of_twelve_thousand_lines(visit: Visit, keep: Keep, odd: OddStore) -> None:
    with looking(visit, odd)(f"/compare?runs={','.join(odd.wide_runs)}") as page:
        table = page.get_by_role("table", name="Comparison")
        expect(table.get_by_role("rowheader", name="metric 00000")).to_be_visible()
        assert table.get_by_role("row").count() < 120
        table.evaluate("table => table.parentElement.scrollTo(0, 1e9)")
        expect(table.get_by_role("rowheader", name=f"param {LAST:05}")).to_be_visible()
        keep(page, "wide-comparison")
        page.get_by_role("switch", name="Only differences").check()
        expect(table.get_by_role("row").nth(1)).to_be_attached()
    runs = ",".join((*odd.wide_runs[:2], odd.widest))
    for tab in ("charts", "relations"):
        with looking(visit, odd)(f"/compare?runs={runs}&tab={tab}") as page:
            expect(page.get_by_role("img").first).to_be_visible()


def test_runs_below_runs_below_runs(visit: Visit, odd: OddStore) -> None:
    with looking(visit, odd)(f"/experiments/{odd.deep}") as page:
        expect(page.get_by_role("link", name="level 0", exact=True)).to_be_visible()
        for level in range(LEVELS):
            expect(page.get_by_role("button", name=f"Open the 1 below level {level}", exact=True)).to_be_visible()
            page.keyboard.press("j")
            page.keyboard.press("ArrowRight")
            expect(page.get_by_role("link", name=f"level {level + 1}", exact=True)).to_be_visible()
        page.get_by_role("button", name="Tree").click()
        expect(page.get_by_text(f"{DEPTH} runs", exact=True)).to_be_visible()
    with looking(visit, odd)(f"/experiments/{odd.deep}/runs/{odd.chain[-1]}") as page:
        expect(page.get_by_role("link", name=f"level {DEPTH - 2}", exact=True)).to_be_visible()

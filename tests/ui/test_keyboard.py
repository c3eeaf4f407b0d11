"""Everything is reached and done without a pointer."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from keyboard import focused, problems, tab_to
from playwright.sync_api import Page, expect
from test_accessibility import addresses
from ui_seeding import Seeded

Visit = Callable[..., AbstractContextManager[Page]]
PAGES = ("experiments", "charts of runs", "values of runs", "relations of runs", "groups of runs", "odd runs", "run", "charts of a run")
PAGES += ("artifacts", "a table of values", "comparison", "charts of a comparison", "images of a comparison", "tables of a comparison")
PAGES += ("runs with every tool", "system metrics of a run", "logs of a run", "lineage of a run", "files of a comparison")
PAGES += ("code of a comparison", "lineage of a version", "versions compared", "settings", "reports", "a report", "a report being written")
PAGES += ("models", "jobs", "trash", "nowhere")


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_of_a_page_and_shows_where_it_is(visit: Visit, seeded: Seeded, name: str) -> None:
    with visit(addresses(seeded)[name]) as page:
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert problems(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tab_reaches_every_control_of_a_model_and_a_version(visit: Visit, theme: str) -> None:
    for address in ("/models/PowerForecastingModel", "/models/PowerForecastingModel/versions/1"):
        with visit(address, theme=theme) as page:
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert problems(page) == []


def test_the_bar_can_be_skipped(visit: Visit) -> None:
    with visit("/experiments") as page:
        expect(page.get_by_role("link", name="wind-farm")).to_be_visible()
        page.keyboard.press("Tab")
        skip = page.get_by_role("button", name="Skip to the page")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert focused(page) == "New experiment"


def test_runs_are_found_sorted_selected_and_compared(visit: Visit, seeded: Seeded) -> None:
    with visit("/experiments") as page:
        expect(page.get_by_role("link", name="wind-farm")).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("wind")
        expect(page.get_by_role("link", name="many-runs")).to_have_count(0)
        tab_to(page, "wind-farm")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="forest-300")).to_be_visible()
        tab_to(page, "rmse")
        page.keyboard.press("Enter")
        expect(page.get_by_role("columnheader", name="rmse")).to_have_attribute("aria-sort", "ascending")
        page.keyboard.press("Space")
        expect(page.get_by_role("columnheader", name="rmse")).to_have_attribute("aria-sort", "descending")
        tab_to(page, "Select forest-100")
        page.keyboard.press("Space")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.get_by_text("2 selected")).to_be_visible()
        tab_to(page, "Compare")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Compare 2 runs")).to_be_visible()
        tab_to(page, "Only differences")
        page.keyboard.press("Space")
        expect(page.get_by_role("row", name="criterion")).to_have_count(0)
    assert seeded.forests


def test_columns_are_chosen_pinned_and_moved(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}") as page:
        expect(page.get_by_role("columnheader", name="criterion")).to_be_visible()
        tab_to(page, "Columns")
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="Find a column")).to_be_focused()
        page.keyboard.type("criterion")
        tab_to(page, "Pin criterion")
        page.keyboard.press("Space")
        headers = page.get_by_role("table", name="Runs").get_by_role("columnheader")
        expect(headers.filter(has_text=re.compile("^(Run|criterion)$")).nth(1)).to_have_text("criterion")
        tab_to(page, "Move criterion left", back=True)
        page.keyboard.press("Enter")
        expect(page.get_by_role("columnheader", name="criterion")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Columns")).to_be_focused()


def _in_menu(page: Page) -> None:
    """Wait until the menu that was opened has the keyboard."""
    expect(page.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)


def test_menus_and_dialogs_hold_the_keyboard_and_give_it_back(visit: Visit, seeded: Seeded) -> None:
    with visit("/experiments") as page:
        expect(page.get_by_role("link", name="many-runs")).to_be_visible()
        tab_to(page, "Actions for many-runs")
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem", name="Rename…")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Actions for many-runs")).to_be_focused()
        page.keyboard.press("Enter")
        _in_menu(page)
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("menuitem", name="Rename…")).to_be_focused()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("textbox")).to_be_focused()
        for _ in range(8):
            page.keyboard.press("Tab")
            expect(dialog.locator(":focus")).to_have_count(1)
        page.keyboard.press("Shift+Tab")
        expect(dialog.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("button", name="Actions for many-runs")).to_be_focused()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("Ctrl")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Actions for many-runs")).to_be_focused()
    with visit(f"/experiments/{seeded.workshop}") as page:
        expect(page.get_by_role("link", name="forest-300")).to_be_visible()
        tab_to(page, "Views")
        page.keyboard.press("Enter")
        _in_menu(page)
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("menuitem", name="Save this view…")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Views")).to_be_focused()


def test_charts_are_read_and_zoomed(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}?tab=charts&metrics=train/loss") as page:
        chart = page.get_by_role("img", name="train/loss by step, 3 runs")
        expect(chart).to_be_visible()
        tab_to(page, "More about the chart of train/loss")
        page.keyboard.press("Tab")
        expect(chart).to_be_focused()
        page.keyboard.press("Home")
        expect(chart.get_by_role("status")).to_contain_text("step 0")
        page.keyboard.press("ArrowRight")
        expect(chart.get_by_role("status")).to_contain_text("forest-100")
        page.keyboard.press("+")
        expect(page.get_by_role("button", name="Whole axis")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Whole axis")).to_have_count(0)
        tab_to(page, "Smoothing0.00", back=True)
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text("0.01")).to_be_visible()
        assert "smooth=0.01" in page.url


def test_files_are_opened(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}/runs/{seeded.forests[100]}") as page:
        expect(page.get_by_role("heading", name="forest-100")).to_be_visible()
        tab_to(page, "Overview")
        for _ in range(3):  # charts, system metrics, artifacts
            page.keyboard.press("ArrowRight")
        expect(page.get_by_role("button", name="data")).to_be_visible()
        tab_to(page, "data")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="config.json")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("article")).to_be_visible()

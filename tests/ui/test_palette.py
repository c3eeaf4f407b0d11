"""The palette: anything by a part of its name, and what can be done on the page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from forms import SIZES, in_every_form
from playwright.sync_api import Locator, Page, expect
from ui_seeding import Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]


def _opened(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Find experiments, runs, models, pages and actions")
    expect(box).to_be_focused()
    return box


def _active(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Go to").get_by_role("option", selected=True)


def test_it_goes_to_runs_experiments_and_models(visit: Visit, seeded: Seeded) -> None:
    with visit("/trash") as page:
        expect(page.get_by_role("heading", name="Trash")).to_be_visible()
        _opened(page)
        expect(page.get_by_role("group", name="Experiments").get_by_role("option").first).to_be_visible()
        page.keyboard.type("FOREST-2")
        expect(_active(page)).to_contain_text("forest-200")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="forest-200")).to_be_visible()
        _opened(page)
        page.keyboard.type("many-r")
        expect(_active(page)).to_contain_text("many-runs")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="many-runs")).to_be_visible()
        _opened(page)
        page.keyboard.type("powerfore")
        expect(_active(page)).to_contain_text("PowerForecastingModel")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="PowerForecastingModel")).to_be_visible()
    assert seeded.many


def test_arrows_step_and_escape_leaves(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}") as page:
        expect(page.get_by_role("link", name="run-259")).to_be_visible()
        search = page.get_by_role("searchbox", name="Filter runs")
        search.focus()
        _opened(page)
        page.keyboard.type("run-25")
        expect(page.get_by_role("group", name="Runs").get_by_role("option")).to_have_count(6)
        expect(_active(page)).to_contain_text("run-259")
        page.keyboard.press("ArrowDown")
        expect(_active(page)).to_contain_text("run-258")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(_active(page)).to_contain_text("run-254")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(search).to_be_focused()
        _opened(page)
        page.keyboard.type("there is nothing of this name")
        expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing found.")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(1)


def test_it_does_what_the_page_can_do(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}") as page:
        expect(page.get_by_role("link", name="forest-300")).to_be_visible()
        _opened(page)
        page.keyboard.type("view: ch")
        expect(_active(page)).to_have_text("View: Charts")
        page.keyboard.press("Enter")
        expect(page.get_by_role("img", name="train/loss by step, 3 runs")).to_be_visible()
        _opened(page)
        page.keyboard.type("find metrics")
        page.keyboard.press("Enter")
        expect(page.get_by_role("searchbox", name="Find metrics")).to_be_focused()
        _opened(page)
        page.keyboard.type("keyboard help")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Keyboard and search")).to_contain_text("Find experiments, runs, models")
        page.keyboard.press("Escape")
        _opened(page)
        page.keyboard.type("experiments")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Experiments")).to_be_visible()
        _opened(page)
        page.keyboard.type("new exp")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="New experiment")).to_be_visible()


@in_every_form
def test_it_in_both_themes(visit: Visit, keep: Keep, seeded: Seeded, theme: str, size: str) -> None:
    with visit(f"/experiments/{seeded.workshop}", theme=theme, size=SIZES[size]) as page:
        expect(page.get_by_role("link", name="forest-300")).to_be_visible()
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("group", name="Runs").get_by_role("option")).to_have_count(6)
        keep(page, f"palette-{theme}-{size}")
        page.keyboard.type("re")
        expect(page.get_by_role("group", name="Models").get_by_role("option")).not_to_have_count(0)
        keep(page, f"palette-found-{theme}-{size}")

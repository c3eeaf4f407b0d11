"""Strange and hostile values on every page: all of it is shown as text, and none of it runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, expect
from ui_seeding import HOSTILE, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]


def _quiet(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_lists(visit: Visit, keep: Keep, seeded: Seeded) -> None:
    with visit("/experiments") as page:
        expect(page.get_by_role("link", name=f"odd {HOSTILE}")).to_be_visible()
        _quiet(page)
    with visit("/models") as page:
        expect(page.get_by_role("link", name="Odd")).to_be_visible()
        page.get_by_role("link", name="Odd").click()
        expect(page.get_by_text("No versions yet")).to_be_visible()
        _quiet(page)
    with visit(f"/experiments/{seeded.odd_experiment}") as page:
        expect(page.get_by_role("link", name=f"run {HOSTILE}")).to_be_visible()
        expect(page.get_by_role("cell", name="NaN").first).to_be_visible()
        _quiet(page)
        keep(page, "odd-runs")


def test_a_run(visit: Visit, keep: Keep, seeded: Seeded) -> None:
    run = f"/experiments/{seeded.odd_experiment}/runs/{seeded.odd}"
    with visit(run) as page:
        expect(page.get_by_role("row", name="hostile")).to_contain_text(HOSTILE)
        expect(page.get_by_role("link", name="image")).to_be_visible()
        _quiet(page)
        keep(page, "odd-run")
    with visit(f"{run}?tab=charts") as page:
        expect(page.get_by_role("img", name="gaps by step, 1 run")).to_be_visible()
        _quiet(page)
        keep(page, "odd-charts")
    for file, text in (
        ("broken.json", "{not json"),
        ("odd.csv", "<img src=x onerror=alert(1)>"),
        ("empty.txt", "The file is empty"),
        ("notes.md", "alert(1)"),
    ):
        with visit(f"{run}?tab=artifacts&path=run:{file}") as page:
            expect(page.get_by_role("article")).to_contain_text(text)
            _quiet(page)


def test_comparison(visit: Visit, seeded: Seeded) -> None:
    runs = f"{seeded.odd},{seeded.forests[100]}"
    with visit(f"/compare?runs={runs}") as page:
        expect(page.get_by_role("row", name="hostile").first).to_contain_text(HOSTILE)
        _quiet(page)
    with visit(f"/compare?runs={runs}&tab=charts") as page:
        _quiet(page)
    with visit(f"/compare?runs={runs}&tab=relations") as page:
        expect(page.get_by_role("figure", name="Chart: Parallel coordinates")).to_be_visible()

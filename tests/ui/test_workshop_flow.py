"""The workshop in the browser: find runs, look at one, compare three, promote a version."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]


def _run_names(page: Page) -> list[str]:
    return page.get_by_role("table", name="Runs").get_by_role("link").all_inner_texts()


def test_runs_are_sorted_and_filtered_by_the_server(visit: Visit, seeded: Seeded) -> None:
    with visit("/experiments", refusals=True) as page:
        page.get_by_role("link", name="wind-farm").click()
        expect(page.get_by_role("link", name="forest-300")).to_be_visible()
        assert _run_names(page) == ["forest-300", "forest-200", "forest-100"]

        page.get_by_role("button", name="rmse", exact=True).click()
        expect(page.get_by_role("columnheader", name="rmse")).to_have_attribute("aria-sort", "ascending")
        page.get_by_role("button", name="rmse", exact=True).click()
        expect(page.get_by_role("columnheader", name="rmse")).to_have_attribute("aria-sort", "descending")
        expect(page.get_by_role("row").nth(2)).to_contain_text("forest-100")
        assert "order=metrics.rmse" in page.url

        box = page.get_by_role("searchbox", name="Filter runs")
        box.fill("metrics.rmse < 120 and params.n_estimators = '300'")
        box.press("Enter")
        expect(page.get_by_role("link", name="forest-100")).to_have_count(0)
        assert _run_names(page) == ["forest-300"]

        box.fill("metrics.rmse <")
        box.press("Enter")
        expect(page.get_by_role("search").locator("p")).to_have_text(re.compile("metrics.rmse"))
        box.fill("forest-2")
        box.press("Enter")
        expect(page.get_by_role("link", name="forest-200")).to_be_visible()
        expect(page.get_by_role("link", name="forest-300")).to_have_count(0)


def test_an_address_shows_the_same_view_again(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}") as page:
        page.get_by_role("checkbox", name="Select forest-100").check()
        page.get_by_role("button", name="rmse", exact=True).click()
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("checkbox", name="criterion").uncheck()
        expect(page.get_by_role("columnheader", name="criterion")).to_have_count(0)
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("checkbox", name="Select forest-100")).to_be_checked()
        expect(page.get_by_role("columnheader", name="rmse")).to_have_attribute("aria-sort", "ascending")
        expect(page.get_by_role("columnheader", name="criterion")).to_have_count(0)


def test_all_rows_of_a_long_table_come_while_scrolling(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}") as page:
        expect(page.get_by_role("link", name="run-259")).to_be_visible()
        page.get_by_role("table", name="Runs").hover()
        for _ in range(12):
            page.mouse.wheel(0, 3_000)
        expect(page.get_by_role("link", name="run-000")).to_be_visible()
        expect(page.get_by_text("260 runs", exact=True)).to_be_visible()
        drawn = page.get_by_role("table", name="Runs").get_by_role("row").count()
        assert drawn < 120


def test_a_run_shows_what_it_did(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}") as page:
        page.get_by_role("link", name="forest-300").click()
        expect(page.get_by_role("heading", name="forest-300")).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("^rmse 117.75"))).to_be_visible()
        expect(page.get_by_role("row", name="n_estimators 300")).to_be_visible()
        expect(page.get_by_text("1 m 35 s")).to_be_visible()
        expect(page.get_by_role("heading", name="Forest", exact=True)).to_be_visible()
        expect(page.get_by_text("windfarm", exact=True)).to_be_visible()

        page.get_by_text("Charts", exact=True).click()
        expect(page.get_by_role("img", name="train/loss by step, 1 run")).to_be_visible()
        expect(page.get_by_text("1 of 1 run · 1,000 points").first).to_be_visible()

        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_role("button", name="data").click()
        page.get_by_role("button", name="forecast.csv").click()
        expect(page.get_by_role("cell", name="11.25")).to_be_visible()
        page.get_by_role("button", name="plots").click()
        page.get_by_role("button", name="forecast.png").click()
        image = page.get_by_role("img", name="forecast.png")
        expect(image).to_be_visible()
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
        page.get_by_role("button", name="page.html").click()
        expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
        page.get_by_role("button", name="model.bin").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == "model.bin"


def test_three_runs_are_compared(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}") as page:
        for name in ("forest-100", "forest-200", "forest-300"):
            page.get_by_role("checkbox", name=f"Select {name}").check()
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("heading", name="Compare 3 runs")).to_be_visible()
        expect(page.get_by_role("row", name="rmse")).to_contain_text("best 117.75")
        expect(page.get_by_role("row", name="criterion")).to_be_visible()
        page.get_by_role("switch", name="Only differences").check()
        expect(page.get_by_role("row", name="criterion")).to_have_count(0)
        expect(page.get_by_role("row", name="n_estimators")).to_be_visible()

        page.get_by_text("Charts", exact=True).click()
        expect(page.get_by_role("img", name="val/loss by step, 3 runs")).to_be_visible()
        expect(page.get_by_role("img", name=re.compile("rmse: .*forest-300 117.75"))).to_be_visible()
        page.get_by_text("Relations", exact=True).click()
        expect(page.get_by_role("img", name="Parallel coordinates of 3 runs")).to_be_visible()


def test_a_version_is_promoted_and_named(visit: Visit, seeded: Seeded) -> None:
    with visit("/models", refusals=True) as page:
        page.get_by_role("link", name="PowerForecastingModel").click()
        for version in ("1", "3"):
            page.get_by_role("button", name=re.compile(f"Stage of version {version}")).click()
            page.get_by_role("menuitem", name="Production").click()
            page.get_by_role("dialog").get_by_role("button", name="Move to Production").click()
            expect(page.get_by_role("button", name=f"Stage of version {version}: Production")).to_be_visible()
        expect(page.get_by_role("button", name="Stage of version 1: Archived")).to_be_visible()

        page.get_by_role("button", name="Add an alias to version 3").click()
        page.get_by_role("textbox", name="Alias").fill("not an alias!")
        page.get_by_role("button", name="Set alias").click()
        expect(page.get_by_role("dialog")).to_contain_text("not an alias!")
        page.get_by_role("textbox", name="Alias").fill("champion")
        page.get_by_role("button", name="Set alias").click()
        expect(page.get_by_role("table", name="Versions").get_by_text("@champion")).to_be_visible()

        page.get_by_role("link", name="Version 3", exact=True).click()
        expect(page.get_by_text('load_model("models:/PowerForecastingModel@champion")')).to_be_visible()
        expect(page.get_by_role("table", name="Inputs")).to_contain_text("wind_speed_00")
        page.get_by_role("button", name="Remove the alias champion").click()
        page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        expect(page.get_by_role("button", name="Remove the alias champion")).to_have_count(0)
        page.get_by_role("link", name="forest-300").click()
        expect(page.get_by_role("link", name=re.compile("PowerForecastingModel · version 3"))).to_be_visible()


@in_every_form
def test_every_page_in_both_themes(visit: Visit, keep: Keep, seeded: Seeded, theme: str, size: str) -> None:
    runs = ",".join(seeded.forests.values())
    run = f"/experiments/{seeded.workshop}/runs/{seeded.forests[300]}"
    pages = {
        "experiments": ("/experiments", "link", "wind-farm"),
        "runs": (f"/experiments/{seeded.workshop}?selected={runs}", "link", "forest-100"),
        "charts": (f"/experiments/{seeded.workshop}?tab=charts", "img", "train/loss by step, 3 runs"),
        "run": (run, "table", "Parameters"),
        "artifacts": (f"{run}?tab=artifacts&path=run:data/forecast.csv", "cell", "11.25"),
        "compare": (f"/compare?runs={runs}", "table", "Comparison"),
        "relations": (f"/compare?runs={runs}&tab=relations", "img", "Parallel coordinates of 3 runs"),
        "models": ("/models", "link", "PowerForecastingModel"),
        "model": ("/models/PowerForecastingModel", "link", "Version 1"),
        "version": ("/models/PowerForecastingModel/versions/2", "table", "Inputs"),
    }
    for name, (path, role, title) in pages.items():
        with visit(path, theme=theme, size=SIZES[size]) as page:
            expect(page.get_by_role(role, name=title).first).to_be_visible()  # type: ignore[arg-type]  # a role, from the table above
            assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == theme
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"{name}-{theme}-{size}")

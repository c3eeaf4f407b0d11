"""Charts that somebody adds: kinds, settings, order, size, files, and the choice of parts of axes that filters the page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import unquote

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Locator, Page, expect
from ui_seeding import HOSTILE, START_MS, Api, Seeded, _finish, _png, _run

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
RUNS = 60
STEPS = (0, 10)
KINDS = ("scatter", "parallel", "box", "contour", "importance", "bar")


@pytest.fixture(scope="session")
def sweep(seeded: Seeded) -> str:
    """An experiment of sixty runs with a rate over four decades, a width, an optimizer, and an error that depends on the first two."""
    api = Api(seeded.url)
    try:
        experiment = str(api.call("experiments/create", {"name": "sweep"})["experiment_id"])
        for number in range(RUNS):
            _tried(api, experiment, number)
    finally:
        api.close()
    return experiment


def _tried(api: Api, experiment: str, number: int) -> None:
    start = START_MS + number * 60_000
    info = _run(api, experiment, f"try-{number:02}" if number else f"try {HOSTILE}", start)
    run_id, root = str(info["run_id"]), str(info["artifact_uri"])
    exponent, width = -4 + (number * 7 % RUNS) / 20, 16 * (1 + number % 5)
    params = {
        "rate": f"{10**exponent:.3g}",
        "width": str(width),
        "optimizer": ("adam", "sgd", "lion")[number % 3],
        "seed": str(number * 13 % 17),
    }
    error = (exponent + 2.5) ** 2 + width / 100 + number / 1_000
    metrics = [{"key": key, "value": value, "step": 0, "timestamp": start} for key, value in (("error", error), ("score", 10 - error))]
    body = {"run_id": run_id, "metrics": metrics, "params": [{"key": key, "value": value} for key, value in params.items()]}
    api.call("runs/log-batch", body)
    if number >= RUNS - 3:
        for step in STEPS:
            api.put(root, f"images/field+step+{step}+timestamp+{start + step}+{number}-{step}.png", _png(120 + step, 90))
    _finish(api, run_id, start)


def _added(page: Page, kind: str) -> None:
    page.get_by_role("button", name="Add chart").click()
    page.get_by_role("menuitem", name=re.compile(f"^{kind}")).click()


def _titles(page: Page) -> list[str]:
    figures = page.get_by_role("region", name="Added charts").get_by_role("figure")
    return [str(name) for name in figures.evaluate_all("figures => figures.map(figure => figure.ariaLabel)")]


def _drag(page: Page, plot: Locator, across: float, top: float, bottom: float) -> None:
    """Drag down along an upright axis; `top` and `bottom` are shares of its length."""
    plot.hover(position={"x": across, "y": 20})  # waits until it lies still
    box = plot.bounding_box()
    assert box is not None
    x = box["x"] + across
    y, length = box["y"] + 34, box["height"] - 34 - 14
    page.mouse.move(x, y + top * length)
    page.mouse.down()
    page.mouse.move(x, y + bottom * length, steps=6)
    page.mouse.up()


def test_charts_are_added_told_moved_and_removed(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?tab=charts") as page:
        _added(page, "Importance")
        expect(page.get_by_role("img", name=re.compile("Importance for error: rate .*; width "))).to_be_visible()
        _added(page, "Scatter")
        expect(page.get_by_role("img", name="error against optimizer")).to_be_visible()
        page.get_by_role("button", name="Settings of the chart error against optimizer").click()
        page.get_by_role("combobox", name="Across").click()
        page.get_by_role("option", name="rate").click()
        page.get_by_role("switch", name="Log rate").check()
        page.keyboard.press("Escape")
        expect(page.get_by_role("img", name="error against rate")).to_be_visible()
        assert _titles(page) == ["Chart: error against rate", "Chart: Importance for error"]
        handle = page.get_by_role("button", name=re.compile("^Move the chart error against rate"))
        handle.focus()
        page.keyboard.press("ArrowRight")
        expect(handle).to_be_focused()
        expect(page.get_by_role("region", name="Added charts").get_by_role("figure").first).to_have_accessible_name(
            re.compile("Importance")
        )
        figure = page.get_by_role("figure", name="Chart: error against rate")
        before = figure.bounding_box()
        page.get_by_role("button", name="More about the chart error against rate").click()
        page.get_by_role("menuitem", name="Large").click()
        expect(page.get_by_role("menuitem", name="Large")).to_have_count(0)
        after = figure.bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > 1.9 * before["width"]
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("img", name="error against rate")).to_be_visible()
        assert _titles(page) == ["Chart: Importance for error", "Chart: error against rate"]
        page.get_by_role("button", name="More about the chart Importance for error").click()
        page.get_by_role("menuitem", name="Remove").click()
        expect(page.get_by_role("region", name="Added charts").get_by_role("figure")).to_have_count(1)


def test_charts_are_dragged_to_another_place(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?tab=charts&cards=bar,box,line:y:metrics.score") as page:
        handles = page.get_by_role("button", name=re.compile("^Move the chart"))
        expect(handles).to_have_count(3)
        expect(page.get_by_role("figure", name="Chart of score").first).to_be_visible()
        handles.nth(0).drag_to(page.get_by_role("img", name="Boxes: error by optimizer"))
        expect(page).to_have_url(re.compile("cards=box,bar,line"))


def test_a_part_of_an_axis_filters_the_page(visit: Visit, sweep: str) -> None:
    cards = "parallel:size:large:axes:params.width%2Cmetrics.error"
    with visit(f"/experiments/{sweep}?tab=charts&cards={cards.replace('%', '%25')}") as page:
        plot = page.get_by_role("img", name=f"Parallel coordinates of {RUNS} runs")
        expect(plot).to_have_attribute("data-drawn", "")
        _drag(page, plot, 56, -0.05, 0.4)
        expect(page).to_have_url(re.compile("BETWEEN"))
        typed = page.get_by_role("searchbox", name="Filter runs")
        expect(typed).to_have_value(re.compile(r"^params.`width` BETWEEN 5\d(\.\d+)? AND 80$"))
        expect(page.get_by_text("24 of 24 runs shown")).to_be_visible()
        # The chart keeps the others, so that the part can be moved: here to the lower end.
        expect(plot).to_be_visible()
        page.get_by_text("Runs", exact=True).click()
        expect(page.get_by_role("table").first).to_have_attribute("aria-rowcount", "25")
        page.get_by_text("Charts", exact=True).click()
        expect(plot).to_have_attribute("data-drawn", "")
        box = plot.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 56, box["y"] + box["height"] - 22)
        expect(typed).to_have_value("")
        expect(page.get_by_text(f"{RUNS} of {RUNS} runs shown")).to_be_visible()


def test_categories_are_chosen_by_name(visit: Visit, sweep: str) -> None:
    cards = "parallel:size:large:axes:params.optimizer%2Cmetrics.error"
    with visit(f"/experiments/{sweep}?tab=charts&cards={cards.replace('%', '%25')}") as page:
        plot = page.get_by_role("img", name=f"Parallel coordinates of {RUNS} runs")
        expect(plot).to_have_attribute("data-drawn", "")
        _drag(page, plot, 56, 0.7, 1.0)
        expect(page).to_have_url(re.compile("IN"))
        assert "params.`optimizer` IN ('adam')" in unquote(page.url).replace("+", " ")
        expect(page.get_by_text("20 of 20 runs shown")).to_be_visible()


def test_runs_are_found_and_opened(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?tab=charts&cards=scatter:size:large:x:params.rate:y:metrics.error:log:params.rate") as page:
        figure = page.get_by_role("figure", name="Chart: error against rate")
        expect(figure.get_by_role("img", name="error against rate")).to_have_attribute("data-drawn", "")
        expect(figure.get_by_role("img", name=re.compile("^Colours: error from "))).to_be_visible()
        figure.get_by_role("button", name="Mark the run behind").press("Enter")
        link = figure.get_by_role("link")
        best = link.inner_text()
        expect(figure.get_by_role("status")).to_have_text(re.compile("error "))
        link.click()
        expect(page.get_by_role("heading", name=best)).to_be_visible()


def test_every_kind_is_taken_away(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?tab=charts&cards={','.join(KINDS)}") as page:
        figures = page.get_by_role("region", name="Added charts").get_by_role("figure")
        expect(figures).to_have_count(len(KINDS))
        expect(page.get_by_role("region", name="Added charts").get_by_role("status", name="Loading")).to_have_count(0)
        for figure in figures.all():
            files = {}
            figure.scroll_into_view_if_needed()
            for item in ("Picture (SVG)", "Picture (PNG)", "Values (CSV)"):
                figure.get_by_role("button", name=re.compile("^More about the chart")).click()
                with page.expect_download() as download:
                    page.get_by_role("menuitem", name=item).click()
                files[download.value.suggested_filename.rpartition(".")[2]] = Path(download.value.path()).read_bytes()
            assert files["svg"].startswith(b"<svg")
            assert b"<img" not in files["svg"]
            assert files["png"].startswith(b"\x89PNG")
            rows = list(csv.reader(io.StringIO(files["csv"].decode())))
            assert len(rows) == (5 if rows[0][0] == "parameter" else RUNS + 1)


def test_images_stand_among_the_charts(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?tab=charts&cards=images:size:large") as page:
        figure = page.get_by_role("figure", name="Chart: Images by step")
        expect(figure.get_by_text("The first 50 of 60 runs")).to_be_visible()
        expect(figure.get_by_role("list", name="field at step 10").get_by_role("listitem")).to_have_count(50)
        figure.get_by_role("slider", name="Step").press("ArrowLeft")
        expect(figure.get_by_role("list", name="field at step 0")).to_be_visible()
        assert "step:0" in page.url


def test_selected_runs_are_charted_wherever_they_stand(visit: Visit, seeded: Seeded, sweep: str) -> None:
    api = Api(seeded.url)
    try:
        found = api.call("runs/search", {"experiment_ids": [sweep], "order_by": ["start_time ASC"], "max_results": 2})["runs"]
    finally:
        api.close()
    ids = ",".join(run["info"]["run_id"] for run in found)
    with visit(f"/experiments/{sweep}?tab=charts&selected={ids}&cards=bar:y:metrics.score") as page:
        expect(page.get_by_text("2 of 2 runs shown (selected)")).to_be_visible()
        expect(page.get_by_role("figure", name="Chart: score").get_by_text("2 runs")).to_be_visible()


@in_every_form
def test_added_charts_in_both_themes(visit: Visit, keep: Keep, sweep: str, theme: str, size: str) -> None:
    log = "log:params.rate"
    views = {
        "relations": "kind=relations",
        "added": f"cards=scatter:x:params.rate:y:metrics.error:{log},contour:x:params.rate:y:params.width:{log}"
        ",importance,images:size:large",
    }
    for name, view in views.items():
        with visit(f"/experiments/{sweep}?tab=charts&{view}", theme=theme, size=SIZES[size]) as page:
            expect(page.get_by_role("img", name=re.compile("Importance for error"))).to_be_attached()
            expect(page.locator("[data-drawn]").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"{name}-{theme}-{size}")

"""What is done with the table of runs: time ranges, small lines, widths, many runs at once, colours, runs on top."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Locator, Page, Request, expect
from ui_seeding import Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
SERIES = "/api/barograph/1/metrics/series"
RUNS = 240
HOUR_MS = 3_600_000


def _begin(api: Api, experiment: str, number: int, start_ms: int) -> str:
    body = {"experiment_id": experiment, "run_name": f"tool-{number:03}", "start_time": start_ms}
    run_id = str(api.call("runs/create", body)["run"]["info"]["run_id"])
    points = [{"key": "loss", "value": 1 / (step + 1 + number), "step": step, "timestamp": start_ms} for step in range(12)]
    api.call("runs/log-batch", {"run_id": run_id, "metrics": points, "params": [{"key": "number", "value": str(number)}]})
    return run_id


@pytest.fixture(scope="module")
def tooled(seeded: Seeded) -> tuple[str, list[str]]:
    """An experiment and its runs: one that began an hour and a half ago and still runs, the others, ended, two hours apart before it."""
    api = Api(seeded.url)
    now = time.time_ns() // 1_000_000
    try:
        experiment = str(api.call("experiments/create", {"name": "tools"})["experiment_id"])
        runs = []
        for number in range(RUNS):
            start = now - 90 * 60_000 - 2 * HOUR_MS * number
            runs.append(_begin(api, experiment, number, start))
            if number > 0:
                api.call("runs/update", {"run_id": runs[-1], "status": "FINISHED", "end_time": start + 65_000})
    finally:
        api.close()
    return experiment, runs


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Runs").locator("tbody").get_by_role("row").filter(has=page.get_by_role("link", name=name))


def _status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(text)


def test_a_range_of_time_keeps_to_the_runs_that_began_in_it(visit: Visit, seeded: Seeded, tooled: tuple[str, list[str]]) -> None:
    experiment, _ = tooled
    with visit(f"/experiments/{experiment}") as page:
        _status(page, f"{RUNS} runs")
        page.get_by_role("button", name="Time", exact=True).click()
        page.get_by_role("button", name="Last hour").click()
        expect(page.get_by_text("No run matches")).to_be_visible()
        page.get_by_role("button", name="Time: Last hour").click()
        page.get_by_role("button", name="Last day").click()
        _status(page, f"12 runsof {RUNS} match")
        assert "time=1d" in page.url
        page.get_by_role("combobox", name="Group by").click()
        page.get_by_role("option", name="State").click()
        expect(page.get_by_role("table", name="Groups").get_by_role("row").nth(2)).to_have_text(re.compile(r"FINISHED\s*11"))
    with visit(f"/experiments/{seeded.many}") as page:
        page.get_by_role("button", name="Time", exact=True).click()
        page.get_by_label("From", exact=True).fill("2025-10-09T08:54")
        page.get_by_label("To", exact=True).fill("2025-10-09T08:54")
        page.get_by_role("button", name="Apply").click()
        _status(page, "60 runsof 260 match")
        expect(page.get_by_role("button", name="Time: 2025-10-09 08:54 – 08:54")).to_be_visible()
        assert "time=2025-10-09T08:54Z..2025-10-09T08:54Z" in page.url


def test_a_column_draws_the_course_of_its_metric_with_one_request_for_many_rows(visit: Visit, tooled: tuple[str, list[str]]) -> None:
    experiment, _ = tooled
    asked: list[Request] = []
    with visit(f"/experiments/{experiment}?order=start_time desc") as page:
        page.on("request", lambda request: asked.append(request) if SERIES in request.url else None)
        expect(_row(page, "tool-010")).to_be_visible()
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("button", name="Draw the course of loss", exact=True).click()
        page.get_by_role("button", name="Show the first of loss").click()
        page.get_by_role("button", name="Show the count of loss").click()
        expect(page.get_by_role("dialog")).to_contain_text("7 of 10 columns shown")
        page.keyboard.press("Escape")
        expect(_row(page, "tool-010").locator("[data-spark='12'] path")).to_have_attribute("d", re.compile("^M0 0L"))
        expect(_row(page, "tool-010")).to_contain_text("0.090909")
        assert len(asked) == 1, "rows of a window come together"
        page.get_by_role("table", name="Runs").evaluate("table => table.parentElement.scrollTo(0, 1e9)")
        expect(_row(page, "tool-239").locator("[data-spark='12']")).to_be_visible()
        assert len(asked) <= 3
        assert "spark=metrics.loss" in page.url


def test_columns_are_made_wider_by_keys_and_by_the_pointer_and_keep_it(visit: Visit, tooled: tuple[str, list[str]]) -> None:
    experiment, _ = tooled
    with visit(f"/experiments/{experiment}") as page:
        edge = page.get_by_role("separator", name="Width of Run")
        expect(edge).to_have_attribute("aria-valuenow", "240")
        edge.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(edge).to_have_attribute("aria-valuenow", "272")
        box = page.get_by_role("separator", name="Width of State").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 3, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 43, box["y"] + 10, steps=4)
        page.mouse.up()
        expect(page).to_have_url(re.compile(r"widths=run_name:272,status:162"))
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("separator", name="Width of State")).to_have_attribute("aria-valuenow", "162")
        page.get_by_role("separator", name="Width of Run").press("Home")
        page.get_by_role("separator", name="Width of State").dblclick()
        expect(page).not_to_have_url(re.compile("widths"))


def test_all_runs_of_the_list_are_selected_tagged_copied_and_downloaded(
    visit: Visit, seeded: Seeded, tooled: tuple[str, list[str]], tmp_path: Path
) -> None:
    experiment, runs = tooled
    api = Api(seeded.url)
    with visit(f"/experiments/{experiment}?order=start_time desc&filter=params.number < 30") as page:
        page.get_by_role("checkbox", name="Select all runs of the list").check()
        expect(page.get_by_text("30 selected", exact=True)).to_be_visible()
        assert "selected=all" in page.url
        page.get_by_role("checkbox", name="Select tool-002").uncheck()
        page.get_by_role("checkbox", name="Select tool-005").click(modifiers=["Shift"])
        expect(page.get_by_text("26 selected", exact=True)).to_be_visible()
        page.reload()
        expect(page.get_by_text("26 selected", exact=True)).to_be_visible()

        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="With these…").click()
        page.get_by_role("menuitem", name="Copy ids").click()
        copied = str(page.evaluate("navigator.clipboard.readText()")).split()
        assert sorted(copied) == sorted(runs[:2] + runs[6:30])

        page.get_by_role("button", name="With these…").click()
        page.get_by_role("menuitem", name="Tag…").click()
        dialog = page.get_by_role("dialog", name="Tag 26 runs")
        dialog.get_by_label("Key").fill("reviewed")
        dialog.get_by_label("Value").fill("yes")
        dialog.get_by_role("button", name="Set", exact=True).click()
        expect(dialog).to_have_count(0)
        found = api.call("runs/search", {"experiment_ids": [experiment], "filter": "tags.reviewed = 'yes'", "max_results": 100})
        assert sorted(run["info"]["run_id"] for run in found["runs"]) == sorted(copied)

        with page.expect_download() as taken:
            page.get_by_role("button", name="With these…").click()
            page.get_by_role("menuitem", name="Download as CSV").click()
        assert len(_read(taken.value, tmp_path)) == 27
        page.get_by_role("button", name="Clear").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="CSV").click()
        rows = _read(taken.value, tmp_path)
        assert rows[0] == ["run_id", "run_name", "status", "start_time", "duration_s", "metrics.loss", "params.number"]
        assert [row[1] for row in rows[1:]] == [f"tool-{number:03}" for number in range(30)]
        assert rows[2][2:] == ["FINISHED", rows[2][3], "65", repr(1 / 13), "1"]
    api.close()


def _read(download: Any, folder: Path) -> list[list[str]]:
    download.save_as(folder / download.suggested_filename)
    return list(csv.reader((folder / download.suggested_filename).read_text().splitlines()))


def test_what_the_server_refuses_of_many_runs_is_said(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "refused"})["experiment_id"])
    runs = [_begin(api, experiment, number, 1_000 + number) for number in range(3)]
    with visit(f"/experiments/{experiment}", refusals=True) as page:
        page.get_by_role("checkbox", name="Select all runs of the list").check()
        expect(page.get_by_text("3 selected", exact=True)).to_be_visible()
        page.get_by_role("button", name="With these…").click()
        page.get_by_role("menuitem", name="Tag…").click()
        dialog = page.get_by_role("dialog", name="Tag 3 runs")
        dialog.get_by_label("Key").fill("late")
        api.call("runs/delete", {"run_id": runs[1]})
        dialog.get_by_role("button", name="Set", exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text("1 run refused")
        expect(dialog).to_contain_text("2 of 3 runs done")
        expect(dialog.get_by_role("button", name="Close", exact=True)).to_have_count(2)  # not Stop any more
        dialog.get_by_role("button", name="Close", exact=True).last.click()
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("No runs yet")).to_be_visible()
    api.close()


def test_a_run_keeps_its_colour_and_its_place_on_top(visit: Visit, tooled: tuple[str, list[str]]) -> None:
    experiment, runs = tooled
    address = f"/experiments/{experiment}?order=start_time desc"
    with visit(address) as page:
        page.get_by_role("button", name="Colour of tool-003").click()
        page.get_by_role("button", name="Violet").click()
        dot = page.get_by_role("button", name="Colour of tool-003").first
        expect(dot).to_have_css("color", "rgb(138, 99, 201)")
        _row(page, "tool-003").hover()
        page.get_by_role("button", name="Keep tool-003 on top").click()
        page.get_by_role("table", name="Runs").evaluate("table => table.parentElement.scrollTo(0, 1e9)")
        expect(_row(page, "tool-239")).to_be_visible()
        top = page.get_by_role("table", name="Runs").locator("thead").get_by_role("link", name="tool-003")
        expect(top).to_be_in_viewport()
        page.get_by_role("checkbox", name="Select tool-003, on top").check()
        expect(page.get_by_text("1 selected", exact=True)).to_be_visible()
        assert f"top={runs[3]}" in page.url
        page.get_by_role("button", name="Keep tool-003 on top").click()
        expect(top).to_have_count(0)
        page.keyboard.press("j")
        page.keyboard.press("p")
        expect(page.get_by_role("table", name="Runs").locator("thead").get_by_role("link", name="tool-004")).to_be_visible()
    with visit(f"{address}&tab=charts&selected={runs[3]},{runs[4]}") as page:
        mark = page.get_by_role("list", name="Runs").get_by_role("listitem").filter(has_text="tool-003").locator("span").first
        expect(mark).to_have_css("background-color", "rgb(138, 99, 201)")
    with visit(address) as page:
        page.get_by_role("button", name="Colour of tool-003").click()
        page.get_by_role("button", name="No colour of its own").click()
        expect(page.get_by_role("button", name="Colour of tool-003")).not_to_have_css("color", "rgb(138, 99, 201)")


def test_the_table_and_the_charts_stand_side_by_side(visit: Visit, tooled: tuple[str, list[str]]) -> None:
    experiment, _ = tooled
    with visit(f"/experiments/{experiment}?order=start_time desc&filter=params.number < 6") as page:
        page.get_by_text("Both", exact=True).click()
        chart = page.get_by_role("figure", name="Chart of loss")
        expect(chart).to_be_visible()
        expect(_row(page, "tool-003")).to_be_visible()
        page.get_by_role("checkbox", name="Select tool-003").check()
        page.get_by_role("checkbox", name="Select tool-004").check()
        expect(page.get_by_text(re.compile(r"^2 of .* \(selected\)$"))).to_be_visible()
        edge = page.get_by_role("separator", name="Width of the left side")
        edge.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        expect(edge).to_have_attribute("aria-valuenow", "40")
        box = edge.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 3, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(450, box["y"] + 200, steps=4)
        page.mouse.up()
        expect(page).to_have_url(re.compile("split=30"))
        page.get_by_text("Runs", exact=True).first.click()
        expect(chart).to_have_count(0)


def test_the_time_of_a_running_run_goes_on(visit: Visit, tooled: tuple[str, list[str]]) -> None:
    experiment, _ = tooled
    with visit(f"/experiments/{experiment}?order=start_time desc") as page:
        page.clock.install()
        page.reload()
        row = _row(page, "tool-000")
        expect(row).to_contain_text(re.compile("1 h 3[0-4] m"))
        page.clock.run_for(60_000)
        expect(row).to_contain_text("1 h 31 m")


@in_every_form
def test_the_tools_in_both_themes(visit: Visit, keep: Keep, tooled: tuple[str, list[str]], theme: str, size: str) -> None:
    experiment, runs = tooled
    shown = f"order=start_time desc&spark=metrics.loss&time=7d&top={runs[3]},{runs[40]}&selected=all&about=1"
    with visit(f"/experiments/{experiment}?{shown}", theme=theme, size=SIZES[size]) as page:
        expect(_row(page, "tool-004").locator("[data-spark]")).to_be_visible()
        keep(page, f"tools-{theme}-{size}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.get_by_role("button", name="Columns").click()
        keep(page, f"tools-columns-{theme}-{size}")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Time: Last 7 days").click()
        keep(page, f"tools-time-{theme}-{size}")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Colour of tool-004").click()
        keep(page, f"tools-colour-{theme}-{size}")

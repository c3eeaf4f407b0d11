"""Charts of an experiment: few requests for many series, zooming into finer data, groups, other axes, and files to take away."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, Request, expect
from ui_seeding import HOSTILE, START_MS, Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
RUNS = 6
STEPS = 4_000
BATCH = 1_000


@pytest.fixture(scope="session")
def curves(seeded: Seeded) -> str:
    """An experiment of six runs with long series in two sections, two depths, and a metric that tells the epoch."""
    api = Api(seeded.url)
    try:
        experiment = str(api.call("experiments/create", {"name": "curves"})["experiment_id"])
        for number in range(RUNS):
            _curve(api, experiment, number)
    finally:
        api.close()
    return experiment


def _curve(api: Api, experiment: str, number: int) -> None:
    name = f"curve-{number}" if number else f"curve {HOSTILE}"
    start = START_MS + number * 60_000
    tags = [{"key": "site", "value": "north" if number < 4 else "south"}]
    body = {"experiment_id": experiment, "run_name": name, "start_time": start, "tags": tags}
    run_id = api.call("runs/create", body)["run"]["info"]["run_id"]
    params = [{"key": key, "value": value} for key, value in (("depth", str(2 + number % 2)), ("rate", f"{0.1 / (1 + number)}"))]
    api.call("runs/log-batch", {"run_id": run_id, "params": params})
    loss = [(step, 0.1 * number + math.exp(-step / 900) + 0.05 * math.sin(step)) for step in range(STEPS)]
    series = {
        "train/loss": loss,
        "val/loss": [(step, value + 0.1) for step, value in loss[::100]],
        "epoch": [(step, step // 100) for step in range(0, STEPS, 100)],
    }
    points = [{"key": k, "value": v, "step": s, "timestamp": start + 90 * s} for k, each in series.items() for s, v in each]
    points.append({"key": "score", "value": 1 / (1 + number), "step": 0, "timestamp": start})
    for first in range(0, len(points), BATCH):
        api.call("runs/log-batch", {"run_id": run_id, "metrics": points[first : first + BATCH]})
    api.call("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": start + 90 * STEPS})


def _noted(page: Page) -> list[Request]:
    """The requests for series, from now on."""
    noted: list[Request] = []
    page.on("request", lambda request: noted.append(request) if request.url.endswith("/metrics/series") else None)
    return noted


@pytest.mark.parametrize("size", SIZES)
def test_all_series_of_a_section_come_at_once(visit: Visit, curves: str, size: str) -> None:
    with visit("/experiments", size=SIZES[size]) as page:
        noted = _noted(page)
        page.goto(f"{page.url.split('#')[0]}#/experiments/{curves}?tab=charts")
        chart = page.get_by_role("figure", name="Chart of train/loss")
        expect(chart.get_by_text(f"{RUNS} of {RUNS} runs · {RUNS * STEPS:,} points")).to_be_visible()
        page.get_by_role("region", name="val", exact=True).scroll_into_view_if_needed()  # what is far from sight is not drawn
        expect(page.get_by_role("img", name="val/loss by step, 6 runs")).to_be_visible()
        asked = [request.post_data_json for request in noted]
        assert [body["keys"] for body in asked] == [["epoch", "score"], ["train/loss"], ["val/loss"]]
        assert all(len(body["run_ids"]) == RUNS and body["max_points"] <= 1_000 for body in asked)
        page.get_by_role("searchbox", name="Find metrics").fill("train")
        expect(page.get_by_role("figure")).to_have_count(1)
        assert len(noted) == 3


def test_sections_close_and_ask_for_nothing_then(visit: Visit, curves: str) -> None:
    with visit(f"/experiments/{curves}?tab=charts") as page:
        section = page.get_by_role("button", name="train 1 chart")
        section.click()
        expect(section).to_have_attribute("aria-expanded", "false")
        expect(page.get_by_role("figure", name="Chart of train/loss")).to_have_count(0)
        noted = _noted(page)
        page.reload()
        expect(page.get_by_role("img", name="val/loss by step, 6 runs")).to_be_visible()
        assert not [request for request in noted if "train/loss" in request.post_data_json["keys"]]
        page.get_by_role("button", name="train 1 chart").click()
        expect(page.get_by_role("img", name="train/loss by step, 6 runs")).to_be_visible()


def test_a_zoom_asks_for_finer_data(visit: Visit, curves: str) -> None:
    with visit(f"/experiments/{curves}?tab=charts") as page:
        noted = _noted(page)
        image = page.get_by_role("img", name="train/loss by step, 6 runs")
        box = image.bounding_box()
        assert box is not None
        across, middle = box["width"] - 60, box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 52 + across * 0.5, middle)
        expect(image.get_by_role("table")).to_contain_text(re.compile("curve-"))
        page.mouse.down()
        page.mouse.move(box["x"] + 52 + across * 0.6, middle, steps=4)
        with page.expect_request_finished(lambda request: request.url.endswith("/metrics/series")):
            page.mouse.up()
        expect(page.locator("[data-finer]")).to_have_count(1)
        asked = noted[-1].post_data_json
        assert asked["keys"] == ["train/loss"]
        assert 1_500 < asked["start_step"] < 2_100 < asked["end_step"] < 2_600
        page.mouse.dblclick(box["x"] + 52 + across * 0.5, middle)
        expect(page.get_by_role("button", name="Whole axis")).to_have_count(0)


def test_axes_smoothing_and_groups_stay_in_the_address(visit: Visit, curves: str) -> None:
    with visit(f"/experiments/{curves}?tab=charts&smooth=0.9&log=1") as page:
        page.get_by_role("combobox", name="Group by").click()
        page.get_by_role("option", name="depth").click()
        expect(page.get_by_role("img", name="train/loss by step, 2 groups")).to_be_visible()
        page.get_by_role("combobox", name="Horizontal axis").click()
        page.get_by_role("option", name="epoch").click()
        expect(page.get_by_role("img", name="train/loss by epoch, 2 groups")).to_be_visible()
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("img", name="train/loss by epoch, 2 groups")).to_be_visible()
        expect(page.get_by_role("switch", name="Log y")).to_be_checked()
        page.get_by_role("img", name="train/loss by epoch, 2 groups").hover()
        expect(page.get_by_role("cell", name="depth = 2 (3)")).to_be_visible()
        page.get_by_role("combobox", name="Group by").click()
        page.get_by_role("option", name="site").click()
        expect(page.get_by_role("list", name="Groups").get_by_text("site = south")).to_be_visible()
        expect(page).to_have_url(re.compile("group=tags.site"))


def test_a_chart_is_taken_away(visit: Visit, curves: str) -> None:
    with visit(f"/experiments/{curves}?tab=charts") as page:
        files = {}
        for item in ("Picture (SVG)", "Picture (PNG)", "Points (CSV)"):
            page.get_by_role("button", name="More about the chart of val/loss").click()
            with page.expect_download() as download:
                page.get_by_role("menuitem", name=item).click()
            files[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    assert files["val-loss.png"].startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(files["val-loss.csv"].decode())))
    assert len(rows) == RUNS * STEPS / 100
    assert {row["run"] for row in rows} >= {"curve-1", f"curve {HOSTILE}"}
    assert files["val-loss.svg"].startswith(b"<svg")
    assert b"<img" not in files["val-loss.svg"]


def test_hundreds_of_runs_are_charted(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}?tab=charts") as page:
        expect(page.get_by_text("260 of 260 runs shown")).to_be_visible()
        expect(page.get_by_role("img", name=re.compile("score: .*run-259"))).to_be_visible()


def test_last_values_and_relations(visit: Visit, keep: Keep, curves: str) -> None:
    with visit(f"/experiments/{curves}?tab=charts") as page:
        page.get_by_text("Last values", exact=True).click()
        expect(page.get_by_role("img", name=re.compile("^score: curve .* 1, curve-1 0.50000, curve-2"))).to_be_visible()
        keep(page, "charts-values")
        page.get_by_text("Relations", exact=True).click()
        expect(page.get_by_role("img", name="Parallel coordinates of 6 runs")).to_be_visible()
        expect(page.get_by_role("img", name="Boxes: score by depth")).to_be_visible()
        expect(page.get_by_role("img", name=re.compile("Importance for score: rate .*, correlation 1.00"))).to_be_visible()
        keep(page, "charts-relations")


@in_every_form
def test_charts_in_both_themes(visit: Visit, keep: Keep, curves: str, theme: str, size: str) -> None:
    views = {"smooth": ("smooth=0.9", "6 runs"), "groups": ("group=params.depth&log=1", "2 groups")}
    for name, (view, count) in views.items():
        with visit(f"/experiments/{curves}?tab=charts&{view}", theme=theme, size=SIZES[size]) as page:
            image = page.get_by_role("img", name=f"train/loss by step, {count}")
            image.hover()
            expect(image.get_by_role("table")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"charts-{name}-{theme}-{size}")

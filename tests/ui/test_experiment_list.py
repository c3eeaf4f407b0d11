"""The list of experiments: what goes on in each, what somebody wrote about it, and that it follows what happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Locator, Page, expect
from ui_seeding import Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
EVENTS = "/api/barograph/1/events"
ACTIVITY = "/api/barograph/1/experiments/activity"
DAY_MS = 86_400_000
SOON_MS = 3_000


def _run(api: Api, experiment: str, start_ms: int) -> str:
    body = {"experiment_id": experiment, "run_name": "r", "start_time": start_ms}
    return str(api.call("runs/create", body)["run"]["info"]["run_id"])


@pytest.fixture(scope="module")
def described(seeded: Seeded) -> str:
    """An experiment with a description, a tag, and runs of today, of five days ago, and of two months ago."""
    api = Api(seeded.url)
    now = time.time_ns() // 1_000_000
    tags = [
        {"key": "mlflow.note.content", "value": "# Power of **one** turbine\nSee [the paper](http://x/y)."},
        {"key": "site", "value": "north"},
    ]
    experiment = str(api.call("experiments/create", {"name": "described", "tags": tags})["experiment_id"])
    for age in (0, 0, 5, 60):
        api.call("runs/update", {"run_id": _run(api, experiment, now - age * DAY_MS), "status": "FINISHED", "end_time": now})
    api.close()
    return experiment


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def test_a_row_says_what_goes_on_and_what_it_is_about(visit: Visit, described: str) -> None:
    with visit("/models") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if ACTIVITY in request.url else None)
        page.get_by_role("link", name="Experiments").click()
        row = _row(page, "described")
        expect(row.get_by_role("img", name="3 runs began in the last 30 days")).to_be_visible()
        expect(row.locator("rect")).to_have_count(2)
        expect(row).to_contain_text("Power of one turbine")
        expect(row).to_contain_text("site: north")
        expect(row.get_by_role("cell").nth(2)).to_have_text("4")
        assert len(asked) == 1


def test_the_list_follows_what_happens(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    with visit("/models") as page:
        with page.expect_response(lambda response: EVENTS in response.url):
            page.get_by_role("link", name="Experiments").click()
        experiment = str(api.call("experiments/create", {"name": "just made"})["experiment_id"])
        expect(_row(page, "just made")).to_be_visible(timeout=SOON_MS)
        run_id = _run(api, experiment, time.time_ns() // 1_000_000)
        expect(_row(page, "just made").get_by_text("Running 1")).to_be_visible(timeout=SOON_MS)
        expect(_row(page, "just made").get_by_role("img", name="1 run began in the last 30 days")).to_be_visible(timeout=SOON_MS)
        api.call("experiments/update", {"experiment_id": experiment, "new_name": "made a while ago"})
        expect(_row(page, "made a while ago")).to_be_visible(timeout=SOON_MS)
        api.call("runs/update", {"run_id": run_id, "status": "FINISHED"})
    api.close()


def test_description_and_tags_are_edited_on_the_page_of_the_experiment(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "to be described"})["experiment_id"])
    api.close()
    with visit(f"/experiments/{experiment}") as page:
        page.get_by_role("button", name="About").click()
        page.get_by_role("button", name="Edit the description").click()
        page.get_by_role("textbox", name="Description, in Markdown").fill("A **bold** trial")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("strong")).to_have_text("bold")
        page.get_by_role("button", name="Add a tag").click()
        page.get_by_role("textbox", name="Tag key").fill("site")
        page.get_by_role("textbox", name="Tag value").fill("south")
        page.keyboard.press("Enter")
        expect(page.get_by_role("list", name="Tags")).to_contain_text("site south")
        assert "about=1" in page.url
        page.get_by_role("link", name="Experiments").first.click()
        expect(_row(page, "to be described")).to_contain_text("A bold trial")
        expect(_row(page, "to be described")).to_contain_text("site: south")


@in_every_form
def test_the_list_in_both_themes(visit: Visit, keep: Keep, described: str, theme: str, size: str) -> None:
    with visit("/experiments", theme=theme, size=SIZES[size]) as page:
        expect(_row(page, "described").get_by_role("img")).to_be_visible()
        keep(page, f"experiments-{theme}-{size}")
    with visit(f"/experiments/{described}?about=1", theme=theme, size=SIZES[size]) as page:
        expect(page.locator("strong")).to_have_text("one")
        keep(page, f"about-{theme}-{size}")

"""Strange and hostile values on every page: all of it is shown as text, and none of it runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import httpx2
import pytest
from odd_pages import looking
from odd_store import HOSTILE, HOSTILE_BARE, HOSTILE_NAME, OddStore
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
NONSENSE = "order=.. desc&columns=,,metrics.,%25&pinned=x&group=params.`&hidden=,&closed=%25&smooth=x&tab=x&tree=x&lean=x&px=x&py=x"


def test_the_policy_of_pages_allows_nothing_inline_but_one_script_by_its_hash(odd: OddStore) -> None:
    policy = httpx2.get(odd.url, trust_env=False).headers["content-security-policy"]
    assert re.search(r"script-src 'self' 'sha256-[\w+/]+=';", policy)
    assert "unsafe" not in policy
    assert re.search(r"style-src 'self' 'nonce-[\w-]+';", policy)


def test_experiments(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    with look("/experiments") as page:
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        page.get_by_role("button", name=f"Actions for {HOSTILE}").click()
        page.get_by_role("menuitem", name="Rename…").click()
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(HOSTILE)
        page.keyboard.press("Escape")
    with look("/experiments?deleted=1") as page:
        expect(page.get_by_text(f"gone {HOSTILE_NAME}")).to_be_visible()
    with look(f"/experiments?q={quote(HOSTILE_NAME)}") as page:
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_runs(visit: Visit, keep: Keep, odd: OddStore, theme: str) -> None:
    look = looking(visit, odd)
    columns = quote(",".join(f"{kind}.{key}" for kind in ("params", "tags") for key in ("hostile", "__proto__", "constructor", "k" * 250)))
    with look(f"/experiments/{odd.experiment}", theme=theme) as page:
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        expect(page.get_by_role("cell", name="NaN").first).to_be_visible()
        keep(page, f"odd-runs-{theme}")
    with look(f"/experiments/{odd.experiment}?columns=user_id,source,dataset,{columns}", theme=theme) as page:
        expect(page.get_by_role("cell", name=HOSTILE).first).to_be_visible()
        page.get_by_role("button", name="Columns").click()
        expect(page.get_by_role("checkbox", name="constructor").first).to_be_visible()
    with look(f"/experiments/{odd.empty_experiment}", theme=theme) as page:
        expect(page.get_by_text("No runs yet")).to_be_visible()


@pytest.mark.parametrize("kind", ["lines", "values", "relations"])
def test_charts_of_runs(visit: Visit, keep: Keep, odd: OddStore, kind: str) -> None:
    with looking(visit, odd)(f"/experiments/{odd.experiment}?tab=charts&kind={kind}") as page:
        expect(page.get_by_role("radio", name="Relations")).to_be_attached()
        keep(page, f"odd-charts-{kind}")


def test_groups_of_runs(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    for group in ("params.hostile", "tags.__proto__", "user_id"):
        with look(f"/experiments/{odd.experiment}?group={group}") as page:
            expect(page.get_by_role("button", name=HOSTILE)).to_be_visible()
    with look(f"/experiments/{odd.experiment}?tab=charts&group=params.hostile") as page:
        expect(page.get_by_label("Groups", exact=True)).to_contain_text(HOSTILE)


def test_completion_and_addresses_that_make_no_sense(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    with look(f"/experiments/{odd.experiment}", refusals=True) as page:
        box = page.get_by_role("searchbox", name="Filter runs")
        box.fill("params.hos")
        hostile = page.get_by_role("option", name="params.hostile").first
        expect(hostile).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(hostile).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(box).to_have_value("params.hostile ")
        page.keyboard.type("LIKE '<img%")
        page.keyboard.type("'")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        box.fill(HOSTILE)
        box.press("Enter")
        expect(page.get_by_role("search").locator("p")).to_contain_text("<img")
    for address in (
        f"/experiments/{odd.experiment}?{NONSENSE}",
        f"/experiments/{odd.experiment}?tab=charts&{NONSENSE}",
        f"/experiments/{odd.experiment}/runs/{odd.hostile}?{NONSENSE}&path=x&view=x",
        f"/compare?runs={odd.hostile},{odd.bare}&{NONSENSE}&step=x&image=x&file=x&only=x",
    ):
        with look(address, refusals=True, alerts=None) as page:
            expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_run(visit: Visit, keep: Keep, odd: OddStore) -> None:
    look = looking(visit, odd)
    run = f"/experiments/{odd.experiment}/runs/{odd.hostile}"
    # A file of its environment was deleted behind the server's back.
    with look(run, refusals=True) as page:
        expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
        expect(page.get_by_role("row", name="hostile").first).to_contain_text(HOSTILE)
        expect(page.get_by_role("link", name="image")).to_be_visible()
        keep(page, "odd-run")
        page.get_by_role("button", name=f"Register {HOSTILE_BARE}").click()
        page.get_by_role("dialog").get_by_label("Registered model").first.fill("<img")
        expect(page.get_by_role("option", name=HOSTILE_NAME)).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    with look(f"{run}?tab=charts") as page:
        expect(page.get_by_role("img", name="gaps by step, 1 run")).to_be_visible()
        keep(page, "odd-charts")
    with look(f"{run}?tab=charts&log=1&logx=1&smooth=0.9&x=relative") as page:
        expect(page.get_by_role("img", name="huge by relative, 1 run")).to_be_visible()
    for tab in ("overview", "charts", "artifacts"):
        with look(f"/experiments/{odd.experiment}/runs/{odd.bare}?tab={tab}") as page:
            expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("tab", ["table", "charts", "relations", "images", "tables"])
def test_comparison(visit: Visit, keep: Keep, odd: OddStore, tab: str) -> None:
    # One of the tables that the run tells of was never logged.
    with looking(visit, odd)(f"/compare?runs={odd.hostile},{odd.bare},{odd.broken}&tab={tab}", refusals=True) as page:
        expect(page.get_by_role("heading", name="Compare 3 runs")).to_be_visible()
        if tab == "table":
            expect(page.get_by_role("row", name="hostile").first).to_contain_text(HOSTILE)
        if tab == "images":
            expect(page.get_by_text("cannot be shown").first).to_be_visible()
        if tab == "tables":
            expect(page.get_by_role("cell", name=HOSTILE).first).to_be_visible()
        keep(page, f"odd-comparison-{tab}")


def test_models(visit: Visit, keep: Keep, odd: OddStore) -> None:
    look = looking(visit, odd)
    with look("/models") as page:
        page.get_by_role("link", name=HOSTILE_NAME).click()
        expect(page.get_by_role("heading", name=HOSTILE_NAME)).to_be_visible()
        expect(page.get_by_role("link", name="Version 1", exact=True)).to_be_visible()
        expect(page.get_by_role("table", name="Versions").get_by_text("@é_日本-1")).to_be_visible()
        keep(page, "odd-model")
        page.get_by_role("link", name="Version 1", exact=True).click()
        expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
        expect(page.get_by_role("table", name="Flavours")).to_contain_text("<img")
        keep(page, "odd-version")
    with look("/models/no versions") as page:
        expect(page.get_by_text("No versions yet")).to_be_visible()


def test_what_is_not_there(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    for address in (
        "/experiments/99999999",
        f"/experiments/{quote(HOSTILE_BARE)}",
        f"/experiments/{odd.experiment}/runs/{'0' * 32}",
        f"/models/{quote(HOSTILE_BARE)}",
        f"/models/{quote(HOSTILE_NAME)}/versions/99",
    ):
        with look(address, refusals=True, alerts=1) as page:
            expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    with look(f"/compare?runs={'0' * 32},{quote(HOSTILE)}", refusals=True, alerts=2) as page:
        expect(page.get_by_role("alert").first).to_contain_text("is left out")
    with look(f"/{quote(HOSTILE_BARE)}") as page:
        expect(page.get_by_text("There is no such page")).to_be_visible()


def test_trash(visit: Visit, odd: OddStore) -> None:
    look = looking(visit, odd)
    with look("/trash") as page:
        expect(page.get_by_text(f"gone {HOSTILE_NAME}")).to_be_visible()
    with look("/trash?tab=runs") as page:
        expect(page.get_by_text(f"gone {HOSTILE}")).to_be_visible()
        page.get_by_role("checkbox", name=f"Select gone {HOSTILE}").check()
        page.get_by_role("button", name="Delete for good…").click()
        expect(page.get_by_role("dialog")).to_contain_text("1 run would go")


def test_views(visit: Visit, odd: OddStore) -> None:
    with looking(visit, odd)(f"/experiments/{odd.experiment}", refusals=True) as page:
        page.get_by_role("button", name="Views").click()
        page.get_by_role("menuitem", name="Manage views…").click()
        expect(page.get_by_role("dialog").get_by_text(HOSTILE_NAME)).to_be_visible()
        page.keyboard.press("Escape")
        for name in (HOSTILE_NAME, "nonsense", "n" * 120):
            page.get_by_role("button", name="Views").click()
            page.get_by_role("menuitem", name=name, exact=True).click()
            expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()


def test_the_palette(visit: Visit, odd: OddStore) -> None:
    with looking(visit, odd)("/experiments") as page:
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog", name="Go to").get_by_role("combobox")).to_be_focused()
        page.keyboard.type("<img")
        expect(page.get_by_role("group", name="Runs").get_by_role("option", name=HOSTILE).first).to_be_visible()
        expect(page.get_by_role("group", name="Models").get_by_role("option", name=HOSTILE_NAME)).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()

"""Artifacts that are damaged, gone, or would run if they could: each has a view, and none of them runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from odd_pages import looking
from odd_store import CANARY, HOSTILE, HOSTILE_BARE, OddStore, broken_files
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]

TOLD = {
    "broken.png": "cannot be shown",
    "empty.txt": "The file is empty",
    f"{HOSTILE_BARE}.txt": HOSTILE,
    "100%25 1?&+ é日本.txt": "a name of all sorts",
    "no-extension": "has no preview",
    "notes.md": "deep",
    "proto.json": "__proto__",
    "odd.csv": "<img src=x",
    "scripts.html": "scripts, which do not run here",
    "broken.ipynb": "no notebook that can be read",
}
"""What the view of a file says at least."""
UNREADABLE = ("parquet", "csv", "json", "wav", "mp4")
"""Kinds of which the server or the browser refuses damaged files, or those that are no tables."""


@pytest.mark.parametrize("path", broken_files())
def test_every_file_has_a_view(visit: Visit, odd: OddStore, path: str) -> None:
    refused = path.endswith(UNREADABLE)
    address = f"/experiments/{odd.experiment}/runs/{odd.broken}?tab=artifacts&path=run:{quote(path, safe='')}"
    with visit(address, at=odd.url, refusals=refused) as page:
        article = page.get_by_role("article", name=path)
        expect(article).to_be_visible()
        expect(article.get_by_role("status", name="Loading")).to_have_count(0)
        if path in TOLD:
            expect(article).to_contain_text(TOLD[path])
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", name="Error", exact=True)).to_have_count(0)
        for frame in page.frames:
            assert frame.evaluate(f"window.{CANARY}") is None
        views = article.get_by_role("radiogroup").get_by_role("radio")
        for place in range(views.count()):
            views.nth(place).dispatch_event("click")
            expect(article.get_by_role("status", name="Loading")).to_have_count(0)
            page.wait_for_load_state("networkidle")
            expect(page.get_by_role("heading", name="Error", exact=True)).to_have_count(0)


def test_a_page_keeps_its_styles_and_loses_its_scripts(visit: Visit, odd: OddStore) -> None:
    run = f"/experiments/{odd.experiment}/runs/{odd.broken}?tab=artifacts"
    with looking(visit, odd)(f"{run}&path=run:scripts.html&view=page") as page:
        bold = page.frame_locator("iframe").locator("b", has_text="bold")
        expect(bold).to_be_visible()
        assert bold.evaluate("bold => getComputedStyle(bold).color") == "rgb(0, 0, 255)"
    with looking(visit, odd)(f"{run}&path=run:cells.ipynb") as page:
        expect(page.frame_locator("iframe").locator("b", has_text="bold")).to_be_visible()


def test_files_that_were_deleted_behind_the_servers_back(visit: Visit, keep: Keep, odd: OddStore) -> None:
    run = f"/experiments/{odd.experiment}/runs/{odd.broken}?tab=artifacts"
    for path in ("vanished.txt", "vanished/inside.txt"):
        with looking(visit, odd)(f"{run}&path=run:{path}", refusals=True, alerts=None) as page:
            expect(page.get_by_role("article")).to_contain_text("is not there")
    with looking(visit, odd)(run) as page:
        expect(page.get_by_role("button", name="broken.png")).to_be_visible()
        keep(page, "odd-files")
    address = f"/experiments/{odd.experiment}/runs/{odd.hostile}?tab=artifacts&path={odd.logged_model}:MLmodel"
    with looking(visit, odd)(address) as page:
        expect(page.get_by_role("article")).to_contain_text("sklearn_version")

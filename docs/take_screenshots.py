"""`make docs`: pictures of the web UI for docs/ui.md, taken of the demo in headless Chromium.

    python docs/take_screenshots.py [FOLDER]

The demo is made with the same seed each time, in a folder of its own, and served on a free port.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from barograph.demo import make_demo
from barograph.model import Query
from barograph.store.base import Store
from barograph.store.opening import open_store
from barograph.testing.chromium import ARGUMENTS
from barograph.testing.server import running_server

IMAGES = Path(__file__).parent / "images"
SIZE = {"width": 1500, "height": 950}
NOW_MS = 1_790_000_000_000
SETTLED_MS = 600


class Picture(NamedTuple):
    """A page by what stands behind the `#`, and in which theme."""

    name: str
    path: str
    theme: str = "light"


def pictures(store: Store) -> list[Picture]:
    """The pages of the demo that are shown."""
    experiments = {item.name: item.experiment_id for item in store.search_experiments(Query()).items}

    def best(experiment: str, order: str, count: int = 1) -> list[str]:
        query = Query(filter="status = 'FINISHED'", order_by=(order,), max_results=count)
        return [run.info.run_id for run in store.search_runs([experiments[experiment]], query).items]

    networks = best("turbine-inspection", "metrics.`val/accuracy` DESC", 3)
    training, sweep = experiments["turbine-inspection"], experiments["hyper-parameters"]
    together = f"/compare?runs={','.join(networks)}"
    run = f"/experiments/{training}/runs/{networks[0]}"
    return [
        Picture("experiments", "/experiments"),
        Picture("runs", f"/experiments/{sweep}?tree=0&order=metrics.val_loss asc"),
        Picture("groups", f"/experiments/{sweep}?group=params.optimizer"),
        Picture("charts", f"/experiments/{training}?tab=charts&smooth=0.6"),
        Picture("charts-dark", f"/experiments/{training}?tab=charts&smooth=0.6", "dark"),
        Picture("relations", f"/experiments/{sweep}?tab=charts&kind=relations"),
        Picture("run", run),
        Picture("artifacts", f"{run}?tab=artifacts"),
        Picture("compare", together),
        Picture("images", f"{together}&tab=images"),
        Picture("models", "/models"),
        Picture("report", f"/reports/{store.list_reports()[0].report_id}"),
        Picture("trash", "/trash"),
    ]


@contextmanager
def opened(browser: Browser, url: str, picture: Picture) -> Iterator[Page]:
    """A page that has come to rest."""
    scheme = "dark" if picture.theme == "dark" else "light"
    context = browser.new_context(viewport=SIZE, color_scheme=scheme, timezone_id="UTC", reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(f"{url}/#{picture.path}")
        page.get_by_role("main").wait_for()
        page.wait_for_timeout(SETTLED_MS)
        page.get_by_role("status", name="Loading").first.wait_for(state="detached")
        page.wait_for_timeout(SETTLED_MS)
        yield page
    finally:
        context.close()


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    executable = shutil.which("chromium")
    if executable is None:
        raise SystemExit("Chromium is missing: install the package `chromium`.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        made = make_demo(Path(name) / "demo", now_ms=NOW_MS)
        store = open_store(made.store_uri)
        shown = pictures(store)
        store.close()
        with running_server(made.artifacts.parent) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
            for picture in shown:
                with opened(browser, server.url, picture) as page:
                    page.screenshot(path=folder / f"ui-{picture.name}.png")
            browser.close()


if __name__ == "__main__":
    main()

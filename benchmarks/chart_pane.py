"""Measure the charts pane of an experiment in headless Chromium; prints JSON.

    python benchmarks/chart_pane.py [--runs 100] [--charts 12] [--points 1000] [--repeats 5] [--keep DIRECTORY] [--screenshot FILE]

A store is made with runs that each log every metric at every step, in two sections. Then the page is opened on a server of that store, in a
window of 1500x950 and scrolled to no place, again and again with an empty cache. `first_ms` is when the first chart had its lines,
`in_view_ms` when all charts in view had theirs, and `all_ms` when all had, in a window that is high enough to show all of them, all counted
from the beginning of the navigation. Charts say that they are drawn after the canvas was painted.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from barograph.model import Metric, NewRun, RunStatus
from barograph.store.sql.store import SqlStore
from barograph.testing.chromium import ARGUMENTS
from barograph.testing.server import running_server

START_MS = 1_760_000_000_000
WINDOW = {"width": 1500, "height": 950}
HIGH_WINDOW = {"width": 1500, "height": 1900}
_COUNT = "document.querySelectorAll('figure[data-drawn]').length"
_WATCH = """
window.drawnAt = [];
new MutationObserver(() => {
  const count = document.querySelectorAll('figure[data-drawn]').length;
  while (window.drawnAt.length < count) window.drawnAt.push(performance.now());
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-drawn'] });
"""


def keys(charts: int) -> list[str]:
    """Names of metrics, half of them of training and half of validation."""
    return [f"{'train' if number % 2 == 0 else 'val'}/metric-{number // 2:02}" for number in range(charts)]


def fill(directory: Path, runs: int, charts: int, points: int) -> str:
    """Make a store with one experiment, and return the experiment's id."""
    store = SqlStore(f"sqlite:///{directory / 'barograph.db'}", artifact_root="mlflow-artifacts:/")
    chance = random.Random(0)
    try:
        experiment = store.create_experiment("chart pane")
        for number in range(runs):
            start = START_MS + number * 60_000
            run_id = store.create_run(NewRun(experiment_id=experiment, name=f"run-{number:03}", start_time_ms=start)).info.run_id
            rate = 10 ** chance.uniform(-4, -1)
            store.log_batch(run_id, params={"rate": f"{rate:.2g}", "depth": str(2 + number % 4), "seed": str(number % 5)})
            for key in keys(charts):
                store.log_batch(run_id, metrics=curve(key, points, start, chance))
            store.update_run(run_id, status=RunStatus.FINISHED, end_time_ms=start + 60 * points)
    finally:
        store.close()
    return experiment


def curve(key: str, points: int, start: int, chance: random.Random) -> list[Metric]:
    """A noisy curve that falls and flattens."""
    fall, floor, noise = chance.uniform(3, 9), chance.uniform(0.1, 0.6), chance.uniform(0.005, 0.03)
    values = [floor + math.exp(-fall * step / points) + chance.gauss(0, noise) for step in range(points)]
    return [Metric(key=key, step=step, timestamp_ms=start + 60 * step, value=value) for step, value in enumerate(values)]


def opened(browser: Browser, address: str, window: dict[str, int], expected: int | None, screenshot: str | None) -> list[float]:
    """When each chart was drawn, ms since the navigation began. `expected` charts must come; by default those in view."""
    context = browser.new_context(viewport=window, timezone_id="UTC", bypass_csp=True)  # type: ignore[arg-type]  # a width and a height
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        if expected is None:
            page.wait_for_selector("figure[data-drawn]")
            expected = in_view(page, window["height"])
        page.wait_for_function(f"{_COUNT} >= {expected}", timeout=60_000)
        if screenshot:
            page.screenshot(path=screenshot)
        return list(page.evaluate("window.drawnAt"))[:expected]
    finally:
        context.close()


def in_view(page: Page, height: int) -> int:
    """How many charts begin above the window's lower edge."""
    tops: list[float] = page.evaluate("[...document.querySelectorAll('figure[data-chart]')].map(f => f.getBoundingClientRect().top)")
    return sum(1 for top in tops if top < height)


def measure(address: str, charts: int, repeats: int, screenshot: str | None) -> dict[str, Any]:
    """Medians over navigations, each in a fresh context of one browser."""
    executable = shutil.which("chromium")
    assert executable is not None, "Chromium is missing: install the package `chromium`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            opened(browser, address, WINDOW, None, None)
            usual = [opened(browser, address, WINDOW, None, screenshot) for _ in range(repeats)]
            high = [opened(browser, address, HIGH_WINDOW, charts, None) for _ in range(repeats)]
        finally:
            browser.close()
    return {
        "charts_in_view": len(usual[0]),
        "first_ms": round(statistics.median(times[0] for times in usual)),
        "in_view_ms": round(statistics.median(times[-1] for times in usual)),
        "all_ms": round(statistics.median(times[-1] for times in high)),
        "all_worst_ms": round(max(times[-1] for times in high)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("runs", 100), ("charts", 12), ("points", 1_000), ("repeats", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--keep", type=Path, help="a directory for the store, used again if it is there")
    parser.add_argument("--screenshot", help="a file for a picture of the page")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        directory = chosen.keep or Path(made)
        directory.mkdir(parents=True, exist_ok=True)
        if not (directory / "barograph.db").exists():
            fill(directory, chosen.runs, chosen.charts, chosen.points)
        with running_server(directory) as server:
            address = f"{server.url}/#/experiments/1?tab=charts"
            print(json.dumps({"runs": chosen.runs, "charts": chosen.charts, "points": chosen.points}))
            print(json.dumps(measure(address, chosen.charts, chosen.repeats, chosen.screenshot)))


if __name__ == "__main__":
    main()

"""How fast the pages of the web UI are, in headless Chromium, beside MLflow's on equal data; prints JSON.

    python benchmarks/ui.py [--runs 10000] [--rounds 3] [--many 100000]

Of each program: compressed bytes of the first page; milliseconds from opening an experiment's address, with nothing cached, until its
first rows can be clicked; the longest and the 95th percentile of the frames while the table is scrolled, to its end in four seconds and as
by a wheel that is spun. Of Barograph alone: the same for an experiment of `--many` runs; milliseconds until twelve charts of a hundred runs
with a thousand points each are drawn, until a comparison of 500 runs can be used, and from a logged point until an open chart's page shows
it. Medians of the rounds, each in a browser context of its own. MLflow's database is filled with the same runs by SQL; its server has two
workers.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import chart_pane
import made_up
from barograph.model import Query
from barograph.store.opening import open_store
from barograph.testing.chromium import ARGUMENTS
from generate import generate
from peer_stores import PeerStore
from servers import BAROGRAPH, MLFLOW, running
from tracking_requests import MLFLOW_ROUTES, Requests

SIZE = {"width": 1500, "height": 950}
WAIT_MS = 60_000
ROWS_SEEN = 12
CHARTS, CHARTED_RUNS, CHARTED_POINTS, COMPARED = 12, 100, 1_000, 500
SETTLED_S = 2.0
"""How long a server that has just started, or a page that has just been drawn, is left alone."""

_ROWS = "tbody tr, [role=row]"
_LINK = "a[href*='/runs/']"
FRAMES, WHEEL_PX = 240, 200
"""Frames of a scroll, and how far a wheel that is spun turns the page in each."""
_FRAMES = """([steps, px]) => new Promise((resolve) => {
  const boxes = [...document.querySelectorAll('*')].filter((box) => box.scrollHeight > box.clientHeight + 200
    && /auto|scroll/.test(getComputedStyle(box).overflowY) && box.clientHeight > 200);
  const box = boxes.sort((a, b) => b.scrollHeight - a.scrollHeight)[0];
  if (!box) { resolve(null); return; }
  const taken = []; let last = performance.now(); let step = 0;
  const frame = (now) => {
    taken.push(now - last); last = now; step += 1;
    box.scrollTop = px ? step * px : Math.min(step / steps, 1) * (box.scrollHeight - box.clientHeight);
    if (step < steps) requestAnimationFrame(frame); else resolve(taken.slice(2));
  };
  requestAnimationFrame(frame);
})"""


class Pages:
    """Pages of one server, each opened in a browser that has nothing cached."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    @contextmanager
    def opened(self, path: str) -> Iterator[tuple[Page, float]]:
        """A page at a path behind the `#`, and when it was asked for (of `time.perf_counter`)."""
        context = self._browser.new_context(viewport=SIZE, timezone_id="UTC")
        try:
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            started = time.perf_counter()
            page.goto(f"{self._url}/#{path}", wait_until="commit")
            yield page, started
        finally:
            context.close()

    def first_bytes(self) -> int:
        """Bytes that the server sends, as compressed, until the first page rests."""
        context = self._browser.new_context(viewport=SIZE)
        try:
            page = context.new_page()
            seen: list[float] = []
            watch = context.new_cdp_session(page)
            watch.send("Network.enable")
            watch.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
            page.goto(self._url, wait_until="load", timeout=WAIT_MS)
            # Some pages ask again and again, so that their network never rests: what counts is that nothing new of any size comes.
            before = -1
            while len(seen) != before:
                before = len(seen)
                page.wait_for_timeout(1e3 * SETTLED_S)
            return round(sum(seen))
        finally:
            context.close()

    def rows_ms(self, path: str) -> float:
        """Milliseconds until the first runs of a table can be clicked."""
        with self.opened(path) as (page, started):
            page.locator(_ROWS).nth(ROWS_SEEN).wait_for()
            page.locator(_LINK).first.click(trial=True)
            return 1e3 * (time.perf_counter() - started)

    def frames_ms(self, path: str, px: int = 0) -> list[float]:
        """Milliseconds of each frame while the longest box of a page is scrolled by so many pixels a frame, else to its end."""
        with self.opened(path) as (page, _):
            page.locator(_ROWS).nth(ROWS_SEEN).wait_for()
            page.wait_for_timeout(1e3 * SETTLED_S)
            taken: list[float] | None = page.evaluate(_FRAMES, [FRAMES, px])
            return taken or []

    def charts_ms(self, path: str) -> float:
        """Milliseconds until every chart has lines, in a window that shows them all."""
        return chart_pane.opened(self._browser, f"{self._url}/#{path}", chart_pane.HIGH_WINDOW, CHARTS, None)[-1]

    def compared_ms(self, path: str) -> float:
        """Milliseconds until a comparison has its rows."""
        with self.opened(path) as (page, started):
            page.locator(_ROWS).nth(ROWS_SEEN).wait_for()
            page.locator("main button, main [role=tab], main label").first.click(trial=True)
            return 1e3 * (time.perf_counter() - started)


def seen_after_ms(pages: Pages, requests: Requests, experiment: str) -> float:
    """Milliseconds from the answer to a logged point until the run's open page shows its value."""
    run = requests.post(f"{MLFLOW_ROUTES}/runs/create", {"experiment_id": experiment, "run_name": "live", "start_time": 1})["run"]["info"][
        "run_id"
    ]

    def log(step: int, value: float) -> None:
        requests.post(f"{MLFLOW_ROUTES}/runs/log-metric", {"run_id": run, "key": "live", "value": value, "timestamp": step, "step": step})

    log(0, 0.5)
    with pages.opened(f"/experiments/{experiment}/runs/{run}") as (page, _):
        page.get_by_text(re.compile(r"^0\.50*$")).first.wait_for()
        time.sleep(SETTLED_S)
        log(1, 0.8125)
        started = time.perf_counter()
        page.get_by_text(re.compile(r"^0\.81250*$")).first.wait_for()
        return 1e3 * (time.perf_counter() - started)


def _frames(how: str, taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    if not ordered:
        return {}
    return {f"longest frame {how}, ms": round(ordered[-1], 1), f"p95 frame {how}, ms": round(ordered[int(0.95 * len(ordered))], 1)}


def _median(ask: Callable[[], float], rounds: int) -> float:
    return round(statistics.median(ask() for _ in range(rounds)), 1)


def _table(pages: Pages, path: str, rounds: int) -> dict[str, float]:
    found = {"rows can be clicked, ms": _median(lambda: pages.rows_ms(path), rounds)}
    for how, px in {"to the end": 0, "by wheel": WHEEL_PX}.items():
        found |= _frames(how, [ms for _ in range(rounds) for ms in pages.frames_ms(path, px)])
    return found


def ours(browser: Browser, folder: Path, runs: int, many: int, rounds: int) -> dict[str, Any]:
    """Figures of Barograph by what was opened."""
    uri = f"sqlite:///{folder / 'barograph.db'}"
    experiments = {size: generate(uri, runs=size) for size in (runs, many)}
    charted = chart_pane.fill(folder, CHARTED_RUNS, CHARTS, CHARTED_POINTS)
    store = open_store(uri)
    some = [run.info.run_id for run in store.search_runs([experiments[runs]], Query(max_results=COMPARED)).items]
    store.close()
    with running(BAROGRAPH, uri) as up:
        time.sleep(SETTLED_S)
        pages = Pages(browser, up.url)
        found: dict[str, Any] = {"first page, bytes": pages.first_bytes()}
        found |= {f"{size:,} runs": _table(pages, f"/experiments/{experiment}", rounds) for size, experiment in experiments.items()}
        charts = f"/experiments/{charted}?tab=charts"
        drawn = f"{CHARTED_RUNS} runs x {CHARTS} charts x {CHARTED_POINTS:,} points drawn, ms"
        found[drawn] = _median(lambda: pages.charts_ms(charts), rounds)
        found[f"{COMPARED} runs compared, ms"] = _median(lambda: pages.compared_ms(f"/compare?runs={','.join(some)}"), rounds)
        found["a logged point is seen after, ms"] = _median(lambda: seen_after_ms(pages, Requests(up.url), charted), rounds)
    return found


def theirs(browser: Browser, folder: Path, runs: int, rounds: int) -> dict[str, Any]:
    """Figures of MLflow by what was opened; its table loads a hundred runs."""
    store = PeerStore(MLFLOW, folder / "theirs.db")
    experiment = store.new_experiment()
    store.add_runs(experiment, made_up.Shape(metrics=20, params=15, tags=5, points=1), runs)
    with running(MLFLOW, store.uri) as up:
        time.sleep(SETTLED_S)
        pages = Pages(browser, up.url)
        return {"first page, bytes": pages.first_bytes(), f"{runs:,} runs": _table(pages, f"/experiments/{experiment}/runs", rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the pages of the web UI.")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    executable = shutil.which("chromium")
    if executable is None:
        raise SystemExit("Chromium is missing: install the package `chromium`.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        found = {"Barograph": ours(browser, Path(name), options.runs, options.many, options.rounds)}
        if MLFLOW.is_installed:
            found["MLflow"] = theirs(browser, Path(name), options.runs, options.rounds)
        browser.close()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

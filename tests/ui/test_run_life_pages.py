"""What the pages say of runs whose process was killed, is alive, or never gave a sign of life, and of pauses and errors."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect
from ui_seeding import Seeded

from barograph.model import ContactState, NewRun, Query, RunStatus
from barograph.store.remote import RemoteStore

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
PROGRAM = """
import sys, time
import barograph
barograph.set_tracking_uri(sys.argv[1])
barograph.set_experiment("life")
if sys.argv[2] == "failing":
    with barograph.start_run(run_name="failing"):
        raise ValueError("no data for 2019")
run = barograph.start_run(run_name=sys.argv[2])
barograph.log_metric("loss", 0.5)
print(run.info.run_id, flush=True)
time.sleep(600)
"""
HOUR_MS = 3_600_000
PATIENCE_S = 60.0
WAIT_MS = 20_000  # a page asks every five seconds


class Life(msgspec.Struct, frozen=True):
    """Runs of the experiment `life`: of a killed process, of one that lives, of a client without heartbeats, resumed, failed."""

    experiment: str
    killed: str
    silent: str
    resumed: str
    failing: str


def _program(folder: Path, url: str, name: str) -> subprocess.Popen[str]:
    path = folder / f"{name}.py"  # each its own: one that is written again could be read half
    path.write_text(PROGRAM)
    environment = {"BAROGRAPH_HEARTBEAT_S": "0.5", "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.Popen(
        [sys.executable, str(path), url, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def life(seeded: Seeded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder = tmp_path_factory.mktemp("life")
    failing = _program(folder, seeded.url, "failing")
    assert failing.wait(PATIENCE_S) == 1
    failing.communicate()
    store = RemoteStore(seeded.url)
    experiment = store.get_experiment_by_name("life").experiment_id
    (failed,) = store.search_runs([experiment], Query()).items
    silent = store.create_run(NewRun(experiment_id=experiment, name="silent", start_time_ms=1)).info.run_id
    pauses = f"[[{2 * HOUR_MS},{5 * HOUR_MS}],[{6 * HOUR_MS},{7 * HOUR_MS}]]"
    paused = NewRun(experiment_id=experiment, name="resumed", start_time_ms=HOUR_MS, tags={"barograph.pauses_ms": pauses})
    resumed = store.create_run(paused).info.run_id
    store.update_run(resumed, status=RunStatus.FINISHED, end_time_ms=8 * HOUR_MS)
    processes = [_program(folder, seeded.url, name) for name in ("killed", "alive")]
    try:
        ids = [process.stdout.readline().strip() for process in processes if process.stdout]
        _wait_until(lambda: all(contact.state is ContactState.LIVE for contact in store.contacts(ids)))
        processes[0].kill()
        _wait_until(lambda: store.contacts(ids)[0].state is ContactState.LOST)
        yield Life(experiment, ids[0], silent, resumed, failed.info.run_id)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
        for run in store.search_runs([experiment], Query()).items:
            store.update_run(run.info.run_id, status=RunStatus.KILLED)
        store.close()


def _state(page: Page, name: str) -> str:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name)).inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_table_tells_lost_runs_from_running_ones(visit: Visit, life: Life, keep: Keep, theme: str) -> None:
    with visit(f"/experiments/{life.experiment}", theme=theme) as page:
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="killed"))
        expect(row.get_by_text(re.compile(r"Lost contact since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"))).to_be_visible()
        expect(row.get_by_title(re.compile("Nothing heard of the run's process since"))).to_be_visible()
        for name in ("alive", "silent"):
            assert "Running" in _state(page, name)
            assert "Lost" not in _state(page, name)
        assert "3 h 00 m" in _state(page, "resumed")
        assert "Failed" in _state(page, "failing")
        expect(page.get_by_role("columnheader", name="barograph.pauses_ms")).to_have_count(0)
        keep(page, f"life-runs-{theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_lost_run_says_since_when(visit: Visit, life: Life, keep: Keep, theme: str) -> None:
    with visit(f"/experiments/{life.experiment}/runs/{life.killed}", theme=theme) as page:
        expect(page.get_by_text(re.compile(r"^Lost contact since (just now|\d+ min ago)"))).to_be_visible()
        expect(page.get_by_text("Last heard of", exact=True)).to_be_visible()
        keep(page, f"life-lost-{theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_of_experiments_counts_what_runs(visit: Visit, life: Life, keep: Keep, theme: str) -> None:
    with visit("/experiments", theme=theme) as page:
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="life"))
        expect(row.get_by_text("Lost contact 1")).to_be_visible()
        expect(row.get_by_title(re.compile(r"1 run whose process is not heard of any more, last \d{4}-"))).to_be_visible()
        expect(row.get_by_text("Running 2")).to_be_visible()
        keep(page, f"life-experiments-{theme}")


def test_a_run_that_comes_back_is_running_again(visit: Visit, life: Life, seeded: Seeded) -> None:
    store = RemoteStore(seeded.url)
    run_id = store.create_run(NewRun(experiment_id=life.experiment, name="comes back", start_time_ms=1)).info.run_id
    store.beat([run_id], period_ms=1)
    _wait_until(lambda: store.contacts([run_id])[0].state is ContactState.LOST)
    with visit(f"/experiments/{life.experiment}/runs/{run_id}") as page:
        expect(page.get_by_text(re.compile("^Lost contact"))).to_be_visible()
        store.beat([run_id], period_ms=HOUR_MS)
        expect(page.get_by_text("Running", exact=True)).to_be_visible(timeout=WAIT_MS)
        store.update_run(run_id, status=RunStatus.FINISHED)
        expect(page.get_by_text("Finished", exact=True)).to_be_visible(timeout=WAIT_MS)
    store.close()


def test_pauses_are_told_and_do_not_count(visit: Visit, life: Life, keep: Keep) -> None:
    with visit(f"/experiments/{life.experiment}/runs/{life.resumed}") as page:
        expect(page.get_by_text("3 h 00 m", exact=True)).to_be_visible()
        told = page.get_by_text("4 h 00 m in 2 pauses", exact=True)
        expect(told).to_have_attribute("title", re.compile("^1970-01-01 02:00:00 to 1970-01-01 05:00:00\n"))
        expect(page.get_by_text("barograph.pauses_ms")).to_have_count(0)
        keep(page, "life-resumed")


def test_a_failed_run_says_why(visit: Visit, life: Life, keep: Keep) -> None:
    with visit(f"/experiments/{life.experiment}/runs/{life.failing}") as page:
        failure = page.get_by_role("region", name="Error")
        expect(failure.get_by_text("ValueError: no data for 2019", exact=True)).to_be_visible()
        expect(failure.get_by_label("End of the traceback")).to_contain_text('raise ValueError("no data for 2019")')
        keep(page, "life-failed")
        page.get_by_role("link", name="Traceback").click()
        expect(page.get_by_text("Traceback (most recent call last)")).to_be_visible()
        keep(page, "life-traceback")

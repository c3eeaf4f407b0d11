"""The page of a sweep begins with what its trials show together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import barograph
from barograph.projects import SweepResult, sweep
from barograph.testing.server import running_server

SMALL = (1100, 700)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SweepResult]]:
    """A sweep of 24 trials on a server of its own: some fail, some are pruned."""

    def objective(parameters: dict[str, Any], run: object) -> None:
        if parameters["optimizer"] == "lion" and parameters["depth"] > 6:
            raise ValueError("lion does not go so deep")
        for step in range(6):
            barograph.log_metric("loss", abs(parameters["rate"] - 0.01) * 10 + 0.1 * parameters["depth"] + 1 / (step + 1), step=step)
        if parameters["rate"] > 0.3:
            time.sleep(30)  # until it is pruned

    with pytest.MonkeyPatch.context() as patch, running_server(tmp_path_factory.mktemp("swept")) as server:
        patch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path_factory.mktemp("user")))
        barograph.set_tracking_uri(server.url)
        told = {
            "name": "tune",
            "method": "random",
            "metric": {"name": "loss"},
            "trials": 24,
            "workers": 2,
            "seed": 4,
            "pruner": {"type": "median", "startup_trials": 3},
            "parameters": {
                "rate": {"min": 0.0001, "max": 0.5, "log": True},
                "depth": {"min": 2, "max": 8},
                "optimizer": {"values": ["adam", "sgd", "lion"]},
            },
        }
        try:
            yield server.url, sweep(told, objective, quiet=True)
        finally:
            barograph.set_tracking_uri("")


def test_a_sweep_shows_importance_and_parallel_coordinates_at_once(
    swept: tuple[str, SweepResult], visit: Callable[..., AbstractContextManager[Page]], keep: Callable[[Page, str], None]
) -> None:
    url, result = swept
    assert result.best is not None
    path = f"/experiments/{result.experiment_id}/runs/{result.run_id}"
    with visit(path, at=url) as page:
        expect(page.get_by_role("radio", name="Sweep")).to_be_checked()
        expect(page.get_by_text(re.compile(r"^24 of 24"))).to_be_visible()
        parallel = page.get_by_role("figure", name="Chart: Parallel coordinates")
        expect(parallel.get_by_role("img", name=re.compile(f"of {result.complete} runs"))).to_be_visible()
        expect(page.get_by_role("img", name=re.compile(r"Importance for loss: .*rate"))).to_be_visible()
        expect(page.get_by_text("best_loss").first).to_be_visible()
        table = page.get_by_role("table", name="Trials")
        first = table.get_by_role("row").nth(1)
        expect(first).to_contain_text(f"tune-{result.best.trial:02}")
        expect(table.get_by_role("row")).to_have_count(1 + 24)
        keep(page, "sweep-light")
        page.get_by_text("Overview", exact=True).click()
        expect(page.get_by_role("table", name="Parameters")).to_contain_text("search.rate")
        page.go_back()
        first.get_by_role("link").click()
        expect(page.get_by_role("radio", name="Overview")).to_be_checked()
        expect(page.get_by_text("Part of")).to_be_visible()
    with visit(path, at=url, theme="dark", size=SMALL) as page:
        expect(page.get_by_role("table", name="Trials")).to_be_visible()
        keep(page, "sweep-dark-small")

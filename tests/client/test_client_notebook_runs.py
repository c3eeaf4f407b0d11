"""Runs that cells of a notebook leave open: real kernels, run as a notebook runs them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

import barograph
from barograph.client.session import session
from barograph.errors import InvalidValue
from barograph.model import ContactState

PATIENCE_S = 60.0
BEGIN = "import barograph\nbarograph.set_tracking_uri({uri!r})\nbarograph.set_experiment('cells')"


class Notebook:
    """A kernel and the cells that it runs."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self._client = client

    def run(self, cell: str) -> str:
        """What a cell printed, or the name of the error that ended it."""
        printed: list[str] = []

        def hook(message: dict[str, dict[str, str]]) -> None:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                printed.append(content["text"])
            elif kind == "error":
                printed.append(content["ename"])

        self._client.execute_interactive(cell, output_hook=hook, timeout=PATIENCE_S)
        return "".join(printed)


Open = Callable[..., AbstractContextManager[Notebook]]


@pytest.fixture
def notebook(sqlite_uri: str) -> Open:
    @contextmanager
    def opened(**environment: str) -> Iterator[Notebook]:
        manager = KernelManager()
        manager.start_kernel(env=os.environ | environment)
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE_S)
            found = Notebook(manager, client)
            assert found.run(BEGIN.format(uri=sqlite_uri)) == ""
            yield found
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)

    return opened


def statuses() -> list[str]:
    """Of the runs, the first first."""
    runs = barograph.search_runs(experiment_names=["cells"], order_by=["start_time ASC"], output_format="list")
    return [run.info.status for run in runs]


def test_a_cell_that_runs_again_ends_the_run_of_before(notebook: Open) -> None:
    with notebook() as cells:
        assert cells.run("run = barograph.start_run(run_name='first')") == ""
        said = cells.run("run = barograph.start_run(run_name='second')")
        assert said.startswith("Run first (")
        assert said.endswith(") of an earlier cell was still open; it has ended FINISHED.\n")
        assert said.count("\n") == 1
        assert statuses() == ["FINISHED", "RUNNING"]
        assert cells.run("inner = barograph.start_run(run_name='inner', nested=True)") == ""
        assert "Run second" in cells.run("run = barograph.start_run(run_name='third')")
        assert statuses() == ["FINISHED", "FINISHED", "FINISHED", "RUNNING"]
        assert cells.run("with barograph.start_run() as run: print(run is barograph.active_run())").endswith("True\n")


def test_a_run_whose_cell_failed_has_failed(notebook: Open) -> None:
    with notebook() as cells:
        assert cells.run("run = barograph.start_run()\nraise ValueError('no data')") == "ValueError"
        assert statuses() == ["RUNNING"]
        assert cells.run("run = barograph.start_run()").endswith("it has ended FAILED.\n")
        assert cells.run("raise KeyboardInterrupt") == "KeyboardInterrupt"
        assert cells.run("run = barograph.start_run()").endswith("it has ended KILLED.\n")
        assert statuses() == ["FAILED", "KILLED", "RUNNING"]
        (first,) = barograph.search_runs(experiment_names=["cells"], filter_string="status = 'FAILED'", output_format="list")
        assert first.data.tags["barograph.error"] == "ValueError: no data"


def test_two_runs_in_one_cell_are_a_mistake(notebook: Open) -> None:
    with notebook() as cells:
        assert cells.run("run = barograph.start_run()\nbarograph.start_run()") == "RunActive"
        assert statuses() == ["RUNNING"]


def test_the_run_of_before_may_go_on(notebook: Open) -> None:
    with notebook(BAROGRAPH_OPEN_RUN="resume") as cells:
        assert cells.run("with barograph.start_run() as run: pass") == ""
        assert cells.run("run = barograph.start_run(run_name='first')") == ""
        said = cells.run("again = barograph.start_run(tags={'more': '1'})\nprint(again is run)")
        assert said.endswith(") of an earlier cell was still open; it goes on.\nTrue\n")
        assert statuses() == ["FINISHED", "RUNNING"]
        assert cells.run("print(barograph.get_run(run.info.run_id).data.tags['more'])") == "1\n"
        assert cells.run("with barograph.start_run(): pass").endswith("it goes on.\n")
        assert statuses() == ["FINISHED", "FINISHED"]


def test_it_may_be_a_mistake_as_elsewhere(notebook: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with notebook(BAROGRAPH_OPEN_RUN="error") as cells:
        assert cells.run("run = barograph.start_run()") == ""
        assert cells.run("run = barograph.start_run()") == "RunActive"
        assert statuses() == ["RUNNING"]
    monkeypatch.setenv("BAROGRAPH_OPEN_RUN", "both")
    with barograph.start_run(), pytest.raises(InvalidValue, match="'both'; expected end, resume or error"):
        barograph.start_run()


def test_a_kernel_that_is_killed_loses_contact_and_one_that_is_shut_down_ends_its_run(notebook: Open) -> None:
    with notebook(BAROGRAPH_HEARTBEAT_S="0.3") as cells:
        assert cells.run("run = barograph.start_run()") == ""
        run_id = cells.run("print(run.info.run_id)").strip()
        _wait_for(lambda: _contact(run_id) is ContactState.LIVE)
        cells.manager.restart_kernel(now=True)
        _wait_for(lambda: _contact(run_id) is ContactState.LOST)
        assert statuses() == ["RUNNING"]
    with notebook() as cells:
        assert cells.run("run = barograph.start_run()") == ""
        cells.manager.shutdown_kernel(now=False)
        assert statuses() == ["RUNNING", "FINISHED"]


def test_a_notebook_that_stops_at_an_error_fails_its_run(notebook: Open) -> None:
    with notebook() as cells:
        assert cells.run("run = barograph.start_run()") == ""
        assert cells.run("1 / 0") == "ZeroDivisionError"
        cells.manager.shutdown_kernel(now=False)
        assert statuses() == ["FAILED"]


def _contact(run_id: str) -> ContactState:
    return session.tracking_store().contacts([run_id])[0].state


def _wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)

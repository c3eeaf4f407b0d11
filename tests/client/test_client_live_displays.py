"""What stands below cells of a notebook changes while it goes on: real kernels, run as a notebook runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

import barograph

PATIENCE_S = 60.0
Data = dict[str, str]
Seen = Callable[[str], object]


class Cells:
    """A kernel, and what its displays show: by id of the display, all that it has shown, the newest last."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client
        self.shown: dict[str, list[str]] = {}

    def run(self, cell: str, seen: Seen = lambda _: None) -> list[str]:
        """Run a cell and return the HTML of its own outputs, as they were shown first. `seen` gets whatever is shown meanwhile."""
        outputs: list[str] = []
        failed: list[str] = []

        def hook(message: dict[str, Any]) -> None:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "error":
                failed.extend(content["traceback"])
            if kind not in ("display_data", "update_display_data", "execute_result"):
                return
            html = content["data"].get("text/html", "")
            if kind != "update_display_data":
                outputs.append(html)
            display_id = content.get("transient", {}).get("display_id")
            if display_id:
                self.shown.setdefault(display_id, []).append(html)
            seen(html)

        self._client.execute_interactive(cell, output_hook=hook, timeout=PATIENCE_S)
        assert not failed, "\n".join(failed)
        return outputs

    @property
    def last(self) -> list[str]:
        """What the displays show now, the oldest first."""
        return [each[-1] for each in self.shown.values()]


@pytest.fixture
def cells(sqlite_uri: str) -> Iterator[Cells]:
    manager = KernelManager()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE_S)
        opened = Cells(client)
        opened.run(f"import barograph, pathlib, time\nbarograph.set_tracking_uri({sqlite_uri!r})")
        yield opened
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def busy_until(go: Path) -> str:
    return f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.01)"


def test_a_run_changes_while_a_cell_is_busy_and_stops_when_it_ends(cells: Cells, tmp_path: Path) -> None:
    (first,) = cells.run("run = barograph.start_run(run_name='<b>bold</b>')\nrun")
    assert "● running" in first
    assert "&lt;b&gt;bold&lt;/b&gt;" in first
    assert "<script" not in first
    go = tmp_path / "go"

    def seen(html: str) -> None:
        if ">7.25<" in html and "<polyline" in html:
            go.touch()

    busy = f"barograph.log_metric('m', 5, step=0)\nbarograph.log_metric('m', 7.25, step=1)\n{busy_until(go)}"
    assert cells.run(busy, seen) == []
    assert cells.run("barograph.log_metric('m', 8.5, step=2)") == []
    assert ">8.5<" in cells.last[0]  # a cell's end waits for what it changed
    cells.run("barograph.end_run()")
    assert "● finished" in cells.last[0]
    assert len(cells.shown) == 1
    assert cells.run("from barograph.client.live_display import displays\nassert displays._displays == []") == []


def test_a_run_that_has_ended_is_a_plain_result(cells: Cells) -> None:
    (card,) = cells.run("with barograph.start_run() as run: pass\nbarograph.get_run(run.info.run_id)")
    assert "● finished" in card
    assert cells.shown == {}


def test_an_experiment_shows_its_newest_runs(cells: Cells) -> None:
    (empty,) = cells.run("barograph.set_experiment('wind <i>')")
    assert "wind &lt;i&gt;" in empty
    assert "run" not in empty.split("artifacts")[0].partition("made")[2].partition("UTC")[2]
    cells.run("for n in range(7):\n    with barograph.start_run(run_name=f'run-{n}'): barograph.log_metric('loss', 1 / (n + 1))")
    (shown,) = cells.last
    assert "7 runs" in shown
    assert "run-6" in shown
    assert "run-2" in shown
    assert "run-1" not in shown
    assert "and 2 more" in shown
    assert ">0.25<" in shown
    cells.run("barograph.start_run(run_name='open')\n")
    assert "8 runs, 1 running" in cells.last[0]


def test_a_comparison_follows_its_runs(cells: Cells) -> None:
    cells.run("with barograph.start_run(run_name='done') as done: barograph.log_metric('loss', 0.5)")
    (shown,) = cells.run("run = barograph.start_run(run_name='open')\nbarograph.compare([done, run])")
    assert "● running" in shown
    assert "★" not in shown
    cells.run("barograph.log_metric('loss', 0.25)\nbarograph.end_run()")
    assert "<b>0.25 ★</b>" in cells.last[0]
    assert "● running" not in cells.last[0]


def test_displays_may_be_told_to_stay_as_they_are(cells: Cells) -> None:
    (card,) = cells.run("import os\nos.environ['BAROGRAPH_LIVE_DISPLAYS'] = 'false'\nrun = barograph.start_run()\nrun")
    assert "● running" in card
    assert cells.shown == {}


def test_captured_output_is_shown_once(cells: Cells) -> None:
    assert cells.run("%%capture held\nrun = barograph.start_run()\ndisplay(run)") == []
    assert cells.run("from barograph.client.live_display import displays\nassert displays._displays == []") == []
    (card,) = cells.run("held.show()")
    assert "● running" in card


def test_many_displays_are_not_all_kept(cells: Cells) -> None:
    cells.run("run = barograph.start_run()\nfor _ in range(15): display(run)")
    assert len(cells.shown) == 15
    cells.run("barograph.end_run()")
    assert sum("● finished" in html for html in cells.last) == 12


def test_a_forked_child_shows_nothing(cells: Cells) -> None:
    cells.run("run = barograph.start_run()\nrun")
    cells.run(
        "import os\nfrom barograph.client.live_display import displays\npid = os.fork()\n"
        "if pid == 0: os._exit(len(displays._displays))\nassert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0"
    )


def test_a_notebook_that_was_run_whole_shows_how_things_ended(sqlite_uri: str, tmp_path: Path) -> None:
    sources = [
        "import barograph",
        "run = barograph.start_run()\nrun",
        "with run: barograph.log_metric('m', 3.5)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (output,) = notebook.cells[1].outputs
    assert "● finished" in output["data"]["text/html"]
    assert ">3.5<" in output["data"]["text/html"]
    assert "run_id" in output["data"]["text/plain"]
    assert barograph.search_runs(output_format="list")[0].info.status == "FINISHED"

"""The workshop's second notebook, on projects, run in a real kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from notebooks import check_is_without_output, executed
from workshop_clients import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "projects"


def test_the_notebook_is_kept_without_output() -> None:
    check_is_without_output(EXAMPLE / "projects.ipynb")


@pytest.mark.parametrize("place", ["local", "server"])
def test_the_notebook_runs_a_project_twice_and_reproduces_it(
    kernel: str, workshop_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(EXAMPLE))
    if place == "server":
        monkeypatch.setenv("BAROGRAPH_TRACKING_URI", workshop_server)
    notebook = executed(EXAMPLE / "projects.ipynb", kernel, tmp_path)
    told = {cell.source: "".join(map(_text, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"}
    assert next(text for source, text in told.items() if source.endswith("large.get_status()")) == "('FINISHED', 'FINISHED')"
    assert "+    forest = RandomForestRegressor(" in next(text for text in told.values() if text.startswith("diff --git"))
    assert "missing: nothing" in next(text for source, text in told.items() if "dry_run" in source)
    assert "0.0)" in next(text for source, text in told.items() if source.startswith("again = "))
    assert "equal: True - same code: True" in next(text for text in told.values() if text.startswith("equal:"))


def _text(output: nbformat.NotebookNode) -> str:
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))  # what is printed, or a cell's last value

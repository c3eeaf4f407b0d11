"""The workshop's notebook, and the plain flow as a notebook, run in a real kernel."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from notebooks import check_is_without_output, executed
from workshop_clients import EXAMPLE, HERE, Farm, Outcomes


def test_the_notebook_is_kept_without_output() -> None:
    check_is_without_output(EXAMPLE / "workshop.ipynb")


@pytest.mark.parametrize("place", ["local", "server"])
def test_the_notebook_runs_and_shows_runs_and_ui(
    kernel: str, workshop_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(EXAMPLE))
    if place == "server":
        monkeypatch.setenv("BAROGRAPH_TRACKING_URI", workshop_server)
    notebook = executed(EXAMPLE / "workshop.ipynb", kernel, tmp_path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = {cell.source.splitlines()[-1]: "".join(_html(output) for output in cell.outputs) for cell in code}
    assert "forest-300" in shown["runs[-1]"]
    if place == "server":
        assert f'href="{workshop_server}/#/experiments/' in shown["runs[-1]"]
    assert "<iframe" in shown["mlflow.ui()"]
    assert len(code[-1].outputs) == 1


def _html(output: nbformat.NotebookNode) -> str:
    return str(output.get("data", {}).get("text/html", ""))


def test_a_notebook_that_imports_mlflow_runs_unedited(kernel: str, farm: Farm, flows: Outcomes, tmp_path: Path) -> None:
    flow = (HERE / "flow.py").read_text().partition('if __name__ == "__main__":')[0]
    arguments = (str(farm.days), str(farm.scored), f"sqlite:///{tmp_path}/notebook.db", "Power-notebook", None)
    cells = [
        "import barograph.as_mlflow\nbarograph.as_mlflow.install()",
        flow,
        f"result = flow(*{arguments!r})",
        f"import json, pathlib\npathlib.Path({str(tmp_path / 'result.json')!r}).write_text(json.dumps(result))",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=300, kernel_name=kernel, resources={"metadata": {"path": str(tmp_path)}}).execute()
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["client"][0] == "barograph"
    expected = flows["sqlite"]
    assert result["versions"] == expected["versions"]
    for name, run in expected["runs"].items():
        assert result["runs"][name]["params"] == run["params"]
        assert result["runs"][name]["metrics"] == pytest.approx(run["metrics"], rel=1e-9)
    for version, forecast in expected["forecasts"].items():
        assert result["forecasts"][version] == pytest.approx(forecast, rel=1e-9)

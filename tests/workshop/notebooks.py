"""Notebooks of the examples, kept without output and run in a real kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient


def check_is_without_output(path: Path) -> None:
    """Fail unless a notebook is valid and none of its cells has run."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)


def executed(path: Path, kernel: str, folder: Path) -> Any:
    """The notebook with the outputs of a run in a folder."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name=kernel, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook

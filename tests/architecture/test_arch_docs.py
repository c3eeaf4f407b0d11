"""The docs know every setting and command, name only what exists, and their examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from repository_files import REPOSITORY

DOCS = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
WITH_CODE = [page for page in DOCS if "```python" in page.read_text()]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run([sys.executable, str(REPOSITORY / "docs" / "write_reference.py"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("page", ["settings.md", "cli.md"])
def test_reference_pages_are_up_to_date(written: Path, page: str) -> None:
    assert (REPOSITORY / "docs" / page).read_text() == (written / page).read_text(), f"docs/{page}: run `make generate`."


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.name)
def test_examples_run(page: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(), flags=re.DOTALL)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "BAROGRAPH_"))}
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, env=kept, capture_output=True, text=True, check=False)
        assert done.returncode == 0, block + done.stderr


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    missing = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_make_targets_that_are_named_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text())) <= targets


def test_the_architecture_page_knows_every_package() -> None:
    page = (REPOSITORY / "docs" / "architecture.md").read_text()
    packages = {folder.parent.name for folder in (REPOSITORY / "src" / "barograph").glob("*/__init__.py")}
    assert not {package for package in packages if f"`{package}/`" not in page}

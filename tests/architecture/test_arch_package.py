"""What is built holds what it must: the UI is in the wheel and in the sdist, and a wheel can be made from the sdist alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from repository_files import REPOSITORY

STATIC = "barograph/server/static"


def build(source: Path, target: str, into: Path) -> Path:
    """Build with the project's own backend, without a fresh environment."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    environment = {name: value for name, value in os.environ.items() if name != "BAROGRAPH_SKIP_UI"}
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(REPOSITORY, "sdist", tmp_path_factory.mktemp("sdist"))


def assert_has_ui(names: set[str], prefix: str) -> None:
    assert f"{prefix}{STATIC}/index.html" in names
    assets = [name for name in names if name.startswith(f"{prefix}{STATIC}/assets/")]
    assert any(name.endswith(".js") for name in assets)
    assert any(name.endswith(".css") for name in assets)


def test_the_wheel_contains_the_package_and_the_ui(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(REPOSITORY, "wheel", tmp_path)) as wheel:
        names = set(wheel.namelist())
    assert_has_ui(names, "")
    assert {"barograph/__init__.py", "barograph/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "ui/", "examples/")) or "node_modules" in name]


def test_the_sdist_contains_what_a_build_needs_and_no_products(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert_has_ui(names, "src/")
    assert {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "ui/package.json", "ui/package-lock.json"} <= names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]


def test_a_wheel_from_the_sdist_needs_no_node(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    with zipfile.ZipFile(build(source, "wheel", tmp_path / "wheel")) as wheel:
        assert_has_ui(set(wheel.namelist()), "")
    assert not (source / "ui" / "node_modules").exists()


def test_a_ui_that_cannot_be_built_is_said_in_one_line(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    (source / "ui" / "package-lock.json").write_text("{}")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheel")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    last = (done.stdout + done.stderr).strip().splitlines()[-1]
    assert "The web UI could not be built" in last
    assert "BAROGRAPH_SKIP_UI=1" in last

"""Environments of runs that are reproduced, which the real uv makes from their locks."""

from __future__ import annotations

from pathlib import Path

import pytest

from barograph import MlflowClient, projects
from barograph.projects.record.recorded import FOLDER
from barograph.projects.reproduction.original import read_record
from tracked_projects import git, repository


@pytest.fixture(autouse=True)
def _environments(tracking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # tracking comes first
    """Environments of this test's own."""
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "environments"))
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")


def versions(run_id: str, folder: Path) -> str:
    return Path(MlflowClient().download_artifacts(run_id, f"{FOLDER}/requirements.txt", str(folder))).read_text()


def test_packages_come_from_the_lock_and_not_from_what_the_project_asks_for_now(tmp_path: Path) -> None:
    program = "import iniconfig, sys\nassert sys.argv[1:] == ['--a', '1'], sys.argv\n"
    clone = repository(tmp_path / "work", {"main.py": program, "requirements.txt": "iniconfig==2.0.0\n"})
    first = projects.run(str(clone), entry_point="main.py", parameters={"a": 1}).run_id
    record = read_record(first, tmp_path / "records")
    assert record is not None
    assert (record.environment.manager, record.environment.kind) == ("uv", "RequirementsEnvironment")
    assert "iniconfig==2.0.0" in versions(first, tmp_path)
    # A requirement without a version would bring another one today.
    folder = next((tmp_path / "artifacts").glob(f"**/{first}/artifacts/{FOLDER}"))
    lock = (folder / "requirements.txt").read_bytes()
    git(clone, "rm", "--quiet", "requirements.txt")
    again = projects.reproduce(first)
    assert (again.is_equal, again.is_same_lock, again.is_same_code, again.plan.differences) == (True, True, True, ())
    assert versions(str(again.run_id), tmp_path / "records").encode() == lock
    assert MlflowClient().get_run(str(again.run_id)).data.tags["mlflow.project.env"] == "uv"


def test_a_lock_that_was_made_for_a_run_is_put_back(tmp_path: Path) -> None:
    description = '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.9"\ndependencies = ["iniconfig<2.1"]\n'
    clone = repository(tmp_path / "work", {"main.py": "import iniconfig\n", "pyproject.toml": description})
    first = projects.run(str(clone), entry_point="main.py").run_id
    record = read_record(first, tmp_path / "records")
    assert record is not None
    assert record.environment.lock is not None
    assert (record.environment.kind, record.environment.lock.name) == ("LockedEnvironment", "uv.lock")
    again = projects.reproduce(first)
    assert (again.is_equal, again.is_same_lock, again.is_same_code) == (True, True, True)
    assert "virtualenv cannot" in projects.reproduce(first, env_manager="virtualenv", dry_run=True).plan.needed[0]
    assert "does not have" in projects.reproduce(first, env_manager="nonsense", dry_run=True).plan.needed[0]

"""`barograph run` in environments that were made, and in one that is named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from barograph.projects.environments.uv import find_uv
from environment_making import files

SAY = """
import importlib.util, json, os, sys
print(json.dumps([sys.prefix, bool(importlib.util.find_spec("six")), os.environ.get("BAROGRAPH_ENV_MANAGER")]))
"""
MANIFEST = """
name: demo
python_env: env.yaml
entry_points:
  main: {command: python say.py}
  outer: {command: python say.py && "$PROGRAM" run . && echo done}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    environment = json.dumps({"python": f"{sys.version_info.major}.{sys.version_info.minor}", "dependencies": ["six==1.16.0"]})
    return files(tmp_path / "project", MLproject=MANIFEST, env__yaml=environment, say__py=SAY)


def ran(project: Path, *options: str) -> list[list[str | bool]]:
    """What the commands said of their environments."""
    program = Path(sys.executable).with_name("barograph")
    own = {
        "BAROGRAPH_TRACKING_URI": f"sqlite:///{project.parent}/runs.db",
        "BAROGRAPH_ENV_ROOT": f"{project.parent}/made",
        "PROGRAM": str(program),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_ENV", "MLFLOW_"))}
    done = subprocess.run([str(program), "run", ".", *options], cwd=project, env=kept | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


def test_a_project_runs_in_its_environment_and_its_steps_inherit_a_manager_that_somebody_chose(project: Path) -> None:
    outer, inner = ran(project, "-e", "outer")
    assert outer == inner
    assert str(outer[0]).startswith(f"{project.parent}/made/uv-")
    assert outer[1:] == [True, None]
    assert all(told[1:] == [True, "uv"] for told in ran(project, "-e", "outer", "--env-manager", "uv"))
    ((local, _, manager),) = ran(project, "--env-manager", "local")
    assert [local, manager] == [sys.prefix, "local"]


def test_an_environment_that_is_named_is_used_also_by_steps(project: Path) -> None:
    there = project.parent / "there"
    subprocess.run([find_uv(), "venv", "-q", "--python", sys.executable, str(there)], check=True)
    assert ran(project, "-e", "outer", "--env-path", "../there") == [[str(there), False, "existing"]] * 2

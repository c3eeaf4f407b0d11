"""What it takes until a project's command runs in its environment: three small packages, made and found again.

    python benchmarks/project_environments.py [--rounds 2]

The same python_env.yaml is run by `projects.run` of both programs, each in a fresh process that has imported it and opened its store.
MLflow makes the environment with pyenv, venv and pip, which is what `--env-manager virtualenv` means, and Barograph with uv, its default,
and with venv and pip. "Cold" has no environment; the caches of downloaded packages are either those of before, filled by a run that is not
counted, or empty. Both take packages from the same index. Prints one JSON object; the programs take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from servers import BAROGRAPH, MLFLOW

PACKAGES = ("iniconfig", "six", "toml")
PROJECT = {
    "MLproject": "name: three-packages\npython_env: python_env.yaml\nentry_points:\n  main:\n    command: python -c pass\n",
    "python_env.yaml": json.dumps(  # which is YAML
        {"python": platform.python_version(), "build_dependencies": ["pip", "setuptools", "wheel"], "dependencies": list(PACKAGES)}
    ),
}
TIMED = """
import json, sys, time
module, manager, project, store = sys.argv[1:]
if module == "mlflow":
    import mlflow
    import mlflow.projects as projects
else:
    import barograph as mlflow
    import barograph.projects as projects
mlflow.set_tracking_uri(store)
mlflow.set_experiment("environments")
taken = []
for _ in range(2):
    started = time.perf_counter()
    projects.run(project, env_manager=manager)
    taken.append(time.perf_counter() - started)
print("\\n" + json.dumps(taken))
"""
FOUND = """
import pathlib, statistics, sys, time
from barograph.projects.environments.table import manager
from barograph.projects.manifest import read_project
project = pathlib.Path(sys.argv[1])
spec = read_project(project, "main").environment
uv = manager("uv")
uv.prepare(spec, project, lambda line: None)
taken = []
for _ in range(50):
    started = time.perf_counter()
    uv.prepare(spec, project, lambda line: None)
    taken.append(time.perf_counter() - started)
print(statistics.median(taken) * 1000)
"""

Case = tuple[str, Path, str, str]
"""Label, Python, module and manager."""


def cases() -> list[Case]:
    found = [("Barograph", BAROGRAPH.python, "barograph", "uv"), ("Barograph, venv and pip", BAROGRAPH.python, "barograph", "virtualenv")]
    if MLFLOW.is_installed and shutil.which("pyenv"):
        found.append(("MLflow", MLFLOW.python, "mlflow", "virtualenv"))
    return found


def project_in(folder: Path) -> Path:
    project = folder / "project"
    project.mkdir()
    for name, text in PROJECT.items():
        (project / name).write_text(text)
    return project


def variables(root: Path, caches: Path) -> dict[str, str]:
    """No settings of this machine's pip or uv, and environments and caches in folders of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_", "PIP_", "UV_"))}
    places = {"MLFLOW_ENV_ROOT": root, "PIP_CACHE_DIR": caches / "pip", "UV_CACHE_DIR": caches / "uv", "BAROGRAPH_JOURNAL_DIR": root / "j"}
    return (
        kept | {name: str(place) for name, place in places.items()} | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    )


def run_s(case: Case, project: Path, environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """Seconds of the first run, which makes the environment, and of the second."""
    _, python, module, manager = case
    store = f"sqlite:///{folder}/runs.db"
    done = subprocess.run(
        [str(python), "-c", TIMED, module, manager, str(project), store],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{case[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    first, second = json.loads(done.stdout.splitlines()[-1])
    return first, second


def measured(rounds: int) -> dict[str, dict[str, float]]:
    cached, nothing, again = "cold, packages cached, s", "cold, nothing cached, s", "run again, s"
    taken: dict[str, dict[str, list[float]]] = {cached: {}, nothing: {}, again: {}}
    with tempfile.TemporaryDirectory() as outer:
        project = project_in(Path(outer))
        kept = Path(outer) / "caches"
        for turn in range(rounds + 1):
            for case in cases():
                for label, caches in ((cached, kept), (nothing, None)) if turn else ((cached, kept),):
                    with tempfile.TemporaryDirectory() as folder:
                        place = Path(folder)
                        first, second = run_s(case, project, variables(place / "root", caches or place / "caches"), place)
                    if turn:
                        taken[label].setdefault(case[0], []).append(first)
                        taken[again].setdefault(case[0], []).append(second)
        found = subprocess.run(
            [sys.executable, "-c", FOUND, str(project)],
            env=variables(Path(outer) / "root", kept),
            capture_output=True,
            text=True,
            check=True,
        )
    medians = {what: {name: round(statistics.median(values), 3) for name, values in by.items()} for what, by in taken.items()}
    return medians | {"environment found again, ms": {"Barograph": round(float(found.stdout), 3)}}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long environments of projects take.")
    parser.add_argument("--rounds", type=int, default=2)
    print(json.dumps({"medians": measured(parser.parse_args().rounds)}, indent=1))


if __name__ == "__main__":
    main()

"""Makes the git repositories of the notebook: a small project that forecasts a wind farm's power, and the place that it is cloned from.

    python farm_repository.py FOLDER

`FOLDER/windfarm-power.git` is what a code host would keep, and `FOLDER/windfarm-power` the clone that somebody works in. Nothing leaves
this machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAME = "windfarm-power"
FARM = Path(__file__).resolve().parents[1] / "windfarm" / "windfarm"
MANIFEST = """\
name: windfarm-power

entry_points:
  main:
    parameters:
      n_estimators: {type: float, default: 50}
      max_depth: {type: float, default: 8}
      seed: {type: float, default: 42}
    command: "python train.py {n_estimators} {max_depth} {seed}"
"""
TRAIN = '''\
"""Trains a forest on four years of a wind farm's days, and says how far it is off in the fifth: train.py TREES DEPTH SEED"""

import sys

import barograph as mlflow
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error, mean_squared_error
from windfarm.data import split
from windfarm.generate import generate

trees, depth, seed = (int(text) for text in sys.argv[1:])
parts = split(generate())

with mlflow.start_run():
    forest = RandomForestRegressor(trees, max_depth=depth, random_state=seed, n_jobs=2).fit(parts.train, parts.train_power)
    forest.n_jobs = 1  # two threads would sum what the trees say in another order each time
    predicted = forest.predict(parts.validation)
    mlflow.log_metric("rmse", mean_squared_error(parts.validation_power, predicted) ** 0.5)
    mlflow.log_metric("mae", mean_absolute_error(parts.validation_power, predicted))
'''
WHO = ("-c", "user.name=Workshop", "-c", "user.email=workshop@localhost")


def make(folder: Path) -> Path:
    """Make both repositories anew in a folder, and return the clone."""
    folder = folder.absolute()
    origin, clone = folder / f"{NAME}.git", folder / NAME
    for old in (origin, clone):
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(folder, "clone", "--quiet", origin.as_uri(), str(clone))
    git(clone, "checkout", "--quiet", "-B", "main")
    (clone / "MLproject").write_text(MANIFEST)
    (clone / "train.py").write_text(TRAIN)
    shutil.copytree(FARM, clone / "windfarm", ignore=shutil.ignore_patterns("__pycache__", "figures.py"))
    git(clone, "add", "--all")
    git(clone, *WHO, "commit", "--quiet", "--message=Forecast the power of a day from its weather")
    git(clone, "push", "--quiet", "origin", "main")
    return clone


def git(folder: Path, *arguments: str) -> None:
    """Run git, without what another repository's hooks may have set."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S607  # as a shell finds it


if __name__ == "__main__":
    print(make(Path(sys.argv[1])))

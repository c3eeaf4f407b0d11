"""How long a project takes to start: from the call, or from the command line, to the first thing that its command does.

    python benchmarks/projects.py [--rounds 9]

Prints one JSON object: for each quantity the medians of the programs, measured in turns. The project is a folder without packages, in the
environment that is there, recorded in a SQLite file of each program's own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from servers import BAROGRAPH, MLFLOW, Contestant

MANIFEST = "entry_points: {main: {parameters: {x: {default: 1}}, command: 'date +%s.%N > started; test -n {x}'}}\n"

# The first call of a process loads modules and makes the database; it is not a warm one.
CALLS = """
import importlib, json, sys, time
from pathlib import Path
name, folder, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
projects = importlib.import_module(f"{name}.projects")
taken = []
for turn in range(rounds + 1):
    before = time.time()
    projects.run(str(folder), env_manager="local", parameters={"x": turn})
    ended = time.time()
    if turn:
        taken.append([float((folder / "started").read_text()) - before, ended - before])
print(json.dumps(taken))
"""

Medians = dict[str, dict[str, float]]


def environment_of(one: Contestant, folder: Path) -> dict[str, str]:
    """The variables of a program that has this folder to itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_"))}
    return kept | {"MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'runs.db'}", "PATH": f"{one.python.parent}{os.pathsep}{os.environ['PATH']}"}


def project_of(one: Contestant, folder: Path) -> Path:
    """A project of this program's own."""
    place = folder / one.name
    place.mkdir()
    (place / "MLproject").write_text(MANIFEST)
    return place


def called(one: Contestant, place: Path, rounds: int) -> list[list[float]]:
    """Seconds from warm calls to the command's start, and to their end."""
    command = [str(one.python), "-c", CALLS, str(one.module), str(place), str(rounds)]
    said = subprocess.run(command, env=environment_of(one, place), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    taken: list[list[float]] = json.loads(said.stdout.splitlines()[-1])
    return taken


def commanded(one: Contestant, place: Path) -> float:
    """Seconds from starting `run` on the command line to the command's start."""
    before = time.time()
    command = [str(one.program), "run", str(place), "--env-manager", "local"]
    subprocess.run(command, env=environment_of(one, place), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return float((place / "started").read_text()) - before


def measured(rounds: int) -> Medians:
    """All quantities of this file."""
    contestants = [one for one in (BAROGRAPH, MLFLOW) if one.is_installed]
    names = ("call of run to start of its command, warm, s", "call of run to its end, warm, s", "command line to start of the command, s")
    medians: Medians = {name: {} for name in names}
    with tempfile.TemporaryDirectory() as folder:
        places = {one.name: project_of(one, Path(folder)) for one in contestants}
        for one in contestants:
            taken = called(one, places[one.name], rounds)
            for name, values in zip(names, zip(*taken, strict=True), strict=False):
                medians[name][one.name] = round(statistics.median(values), 3)
        turns = [[commanded(one, places[one.name]) for one in contestants] for _ in range(max(1, rounds // 3))]
        for one, values in zip(contestants, zip(*turns, strict=True), strict=True):
            medians[names[2]][one.name] = round(statistics.median(values), 3)
    return medians


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long projects take to start.")
    parser.add_argument("--rounds", type=int, default=9)
    print(json.dumps({"medians": measured(parser.parse_args().rounds)}, indent=1))


if __name__ == "__main__":
    main()

"""Load Barograph's server and MLflow's in turns (A B A B), each on a fresh SQLite database, and compare.

    python benchmarks/tracking.py [--runs 1000] [--rounds 2] [--load other_load.py]

`--load` names another program that takes a URL and `--runs` and prints the same JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from servers import BAROGRAPH, MLFLOW, running

LOAD = Path(__file__).with_name("load.py")
RATES = ("points_per_s", "runs_per_s")


def values(answer: dict[str, Any]) -> dict[str, float]:
    """What is compared: medians in milliseconds, and rates."""
    medians = {f"{name}, p50 ms": value["p50_ms"] for name, value in answer.items() if isinstance(value, dict)}
    return medians | {name: answer[name] for name in RATES}


def measured(runs: int = 1000, rounds: int = 2, load: Path = LOAD) -> dict[str, dict[str, float]]:
    """Quantity -> program -> median over the rounds."""
    console = Console(stderr=True)
    taken: dict[str, list[dict[str, float]]] = {BAROGRAPH.name: [], MLFLOW.name: []}
    for turn in range(1, rounds + 1):
        for one in (BAROGRAPH, MLFLOW):
            with console.status(f"Round {turn} of {rounds}: {one.name}"), running(one) as up:
                command = [sys.executable, str(load), up.url, "--runs", str(runs)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            taken[one.name].append(values(json.loads(done.stdout)))
    quantities = taken[BAROGRAPH.name][0]
    return {name: {who: statistics.median(each[name] for each in rows) for who, rows in taken.items()} for name in quantities}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the tracking servers.")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--load", type=Path, default=LOAD)
    options = parser.parse_args()
    print(json.dumps(measured(options.runs, options.rounds, options.load), indent=1))


if __name__ == "__main__":
    main()

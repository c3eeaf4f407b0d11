"""1,000 runs as a pandas DataFrame: `search_runs` of Barograph's client and of MLflow's, on the same Barograph server.

    python benchmarks/search_client.py [--runs 1000] [--rounds 2]

Runs have 20 metrics, 20 params and 5 tags. Each client runs in a process of its own and searches several times; the first search, which
loads what it needs, does not count. The clients take turns (A B A B). Prints one JSON object: the median milliseconds of each client over
all rounds, and Barograph's as a share of MLflow's. Columns and rows must be the same.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from generate import generate
from servers import BAROGRAPH, MLFLOW, running

SEARCHES = 7
SEARCH = """
import hashlib, json, sys, time
import {module} as client
client.set_tracking_uri(sys.argv[1])
taken = []
for _ in range(int(sys.argv[3]) + 1):
    started = time.perf_counter()
    frame = client.search_runs(experiment_ids=[sys.argv[2]], max_results=100_000)
    taken.append(1e3 * (time.perf_counter() - started))
frame = frame[sorted(frame.columns)].sort_values("run_id")
print(json.dumps({{"ms": taken[1:], "shape": frame.shape, "digest": hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()}}))
"""


def search(module: str, python: Path, url: str, experiment: str) -> dict[str, Any]:
    """What one process measures: `ms` of each search, shape and digest of the frame."""
    command = [str(python), "-c", SEARCH.format(module=module), url, experiment, str(SEARCHES)]
    with tempfile.TemporaryDirectory() as folder:  # in which no module of this one is found
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=folder)
    return dict(json.loads(done.stdout))


def measured(runs: int = 1000, rounds: int = 2) -> dict[str, Any]:
    """Median milliseconds of each client, and our share of theirs."""
    taken: dict[str, list[float]] = {"barograph": [], "mlflow": []}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        uri = f"sqlite:///{folder}/store.db"
        experiment = generate(uri, runs=runs, metrics=20, params=20, tags=5)
        with running(BAROGRAPH, uri) as up:
            frames = set()
            for _ in range(rounds):
                for module, python in (("barograph", Path(sys.executable)), ("mlflow", MLFLOW.python)):
                    found = search(module, python, up.url, experiment)
                    taken[module] += found["ms"]
                    frames.add((*found["shape"], found["digest"]))
    if len(frames) != 1:
        raise SystemExit(f"The clients' frames differ: {sorted(frames)}")
    medians = {f"{module}_ms": round(statistics.median(times), 1) for module, times in taken.items()}
    return {"runs": runs, **medians, "ratio": round(medians["barograph_ms"] / medians["mlflow_ms"], 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare search_runs of two clients.")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print(json.dumps(measured(options.runs, options.rounds), indent=1))


if __name__ == "__main__":
    main()

"""`make bench`: measure everything and write benchmarks/RESULTS.md.

python benchmarks/run.py [--runs 1000] [--rounds 2] [--load other_load.py]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
from pathlib import Path

import psutil
from rich.console import Console

import start_up
import tracking
from servers import MLFLOW

RESULTS = Path(__file__).with_name("RESULTS.md")


def table(quantities: dict[str, dict[str, float]]) -> list[str]:
    """A Markdown table; the last column says how many times better Barograph is."""
    lines = ["| | Barograph | MLflow | times better |", "|---|---:|---:|---:|"]
    for name, value in quantities.items():
        ours, theirs = value["barograph"], value["mlflow"]
        ratio = ours / theirs if name in tracking.RATES else theirs / ours
        lines.append(f"| {name.replace('_', ' ')} | {ours:,g} | {theirs:,g} | {ratio:,.1f} |")
    return lines


def machine() -> str:
    """What was measured on, without naming the machine."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?")
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    code = "import importlib.metadata as m; print(m.version('mlflow'))"
    theirs = subprocess.run([str(MLFLOW.python), "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    from barograph.version import __version__

    return f"Barograph {__version__}, MLflow {theirs}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure everything and write RESULTS.md.")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--load", type=Path, default=tracking.LOAD)
    options = parser.parse_args()
    console = Console(stderr=True)
    with console.status("Start-up"):
        start = start_up.measured()
    load = tracking.measured(options.runs, options.rounds, options.load)
    with_load = "" if options.load == tracking.LOAD else f" --load {options.load.name}"
    today = dt.datetime.now(dt.UTC).date()
    text = [
        "# Measured",
        "",
        "Written by `make bench`; run it on your machine, figures of different machines do not compare.",
        f"{today}. {versions()}. {machine()}.",
        "Medians, both programs measured in turns on the same machine in the same hour. Each server keeps its data in a fresh SQLite file;",
        f"MLflow's runs with {' '.join(MLFLOW.arguments)}, Barograph's with its defaults.",
        "",
        "## Start-up (`benchmarks/start_up.py`)",
        "",
        *table(start),
        "",
        f"## Tracking server (`benchmarks/tracking.py --runs {options.runs} --rounds {options.rounds}{with_load}`)",
        "",
        "Raw HTTP requests, one connection unless it says otherwise; `runs per s`: eight threads each create a run, log 20 params,",
        "20 metrics and 3 tags, and end it.",
        "",
        *table(load),
        "",
    ]
    RESULTS.write_text("\n".join(text))
    console.print(f"Wrote {RESULTS}.")


if __name__ == "__main__":
    main()

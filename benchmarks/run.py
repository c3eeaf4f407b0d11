"""`make bench`: measure everything and write benchmarks/RESULTS.md.

    python benchmarks/run.py [--quick] [--only tracking growth] [--load other_load.py]

Each section of `sections.py` runs as a program of its own. The figures are kept in benchmarks/figures.json, so a section can be measured
again alone: `--only` leaves the others as they are, and without a name only writes the page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console

import report
from sections import FOLDER, SECTIONS, Section

FIGURES = FOLDER / "figures.json"


def measured(section: Section, *, quick: bool, load: Path | None) -> dict[str, Any]:
    """Run a section's program and return its figures, with the command that made them."""
    arguments = list(section.quick if quick else section.arguments)
    shown = arguments
    if load is not None and section.script == "tracking.py":
        shown = [*arguments, "--load", load.name]
        arguments = [*arguments, "--load", str(load)]
    started = time.perf_counter()
    done = subprocess.run([sys.executable, str(FOLDER / section.script), *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return {
        "command": " ".join(["python", f"{FOLDER.name}/{section.script}", *shown]),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "seconds": round(time.perf_counter() - started),
        "figures": json.loads(done.stdout),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure everything and write RESULTS.md.")
    parser.add_argument("--quick", action="store_true", help="a rough measurement in a few minutes")
    parser.add_argument("--only", nargs="*", choices=[section.name for section in SECTIONS], help="measure these, keep the others")
    parser.add_argument("--load", type=Path, help="another program than load.py for the tracking servers")
    options = parser.parse_args()
    console = Console(stderr=True)
    failed: list[str] = []
    taken: report.Taken = json.loads(FIGURES.read_text()) if options.only is not None and FIGURES.exists() else {}
    for section in SECTIONS:
        if not section.is_there or (options.only is not None and section.name not in options.only):
            continue
        console.rule(section.title)
        try:
            taken[section.name] = measured(section, quick=options.quick, load=options.load)
        except subprocess.CalledProcessError as problem:
            failed.append(f"{section.name} ended with status {problem.returncode}")
            continue
        FIGURES.write_text(json.dumps(taken, indent=1) + "\n")
        console.print(f"{taken[section.name]['seconds']} s")
    report.write(taken)
    console.print(f"Wrote {report.RESULTS}.")
    if failed:
        raise SystemExit(f"Not measured: {', '.join(failed)}.")


if __name__ == "__main__":
    main()

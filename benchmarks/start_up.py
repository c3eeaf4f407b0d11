"""How long until one can work: import, `--version`, server start to first answer, and the memory of an idle server.

    python benchmarks/start_up.py [--repeats 7]

Prints one JSON object: for each quantity the medians of the programs, measured in turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable

from servers import BAROGRAPH, Contestant, installed_peers, running

IDLE_S = 3.0

Medians = dict[str, dict[str, float]]


def import_s(one: Contestant) -> float:
    """Time of the import itself in a fresh process, without that of starting Python."""
    code = f"import time; start = time.perf_counter(); import {one.module}; print(time.perf_counter() - start)"
    return float(subprocess.run([str(one.python), "-c", code], check=True, capture_output=True, text=True).stdout)


def version_s(one: Contestant) -> float:
    """Time of `--version`."""
    started = time.perf_counter()
    subprocess.run([str(one.program), "--version"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def in_turns(measure: Callable[[Contestant], float], contestants: list[Contestant], repeats: int) -> dict[str, float]:
    """Medians of each, measured A B A B; the first turn only warms the disk's cache."""
    taken: dict[str, list[float]] = {one.name: [] for one in contestants}
    for turn in range(repeats + 1):
        for one in contestants:
            value = measure(one)
            if turn:
                taken[one.name].append(value)
    return {name: round(statistics.median(values), 3) for name, values in taken.items()}


def server(contestants: list[Contestant], repeats: int) -> Medians:
    """Start to first answer in seconds, and memory in MB after a while without a request."""
    starts: dict[str, list[float]] = {one.name: [] for one in contestants}
    memory: dict[str, list[float]] = {one.name: [] for one in contestants}
    for _ in range(repeats):
        for one in contestants:
            with running(one) as up:
                starts[one.name].append(up.start_s)
                time.sleep(IDLE_S)
                memory[one.name].append(up.memory_mb())
    return {
        "server start to first answer, s": {name: round(statistics.median(values), 3) for name, values in starts.items()},
        "idle server, MB": {name: round(statistics.median(values)) for name, values in memory.items()},
    }


def measured(repeats: int = 7) -> Medians:
    """All quantities of this file."""
    contestants = [BAROGRAPH, *installed_peers()]
    imported = [one for one in contestants if one.module]
    return {
        "import, s": in_turns(import_s, imported, repeats),
        "--version, s": in_turns(version_s, contestants, repeats),
        **server(contestants, max(1, repeats // 2)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long until one can work.")
    parser.add_argument("--repeats", type=int, default=7)
    print(json.dumps({"medians": measured(parser.parse_args().repeats)}, indent=1))


if __name__ == "__main__":
    main()

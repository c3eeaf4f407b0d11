"""How long until one can work: import, `--version`, server start to first answer, and the memory of an idle server.

    python benchmarks/start_up.py

Prints one JSON object: for each quantity the medians of both programs, measured in turns.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Callable

from servers import BAROGRAPH, MLFLOW, Contestant, running

REPEATS = 7
SERVER_REPEATS = 3
IDLE_S = 3.0


def seconds(*command: str) -> float:
    """Wall time of a process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def import_s(one: Contestant) -> float:
    """Time of the import itself in a fresh process, without that of starting Python."""
    code = f"import time; start = time.perf_counter(); import {one.name}; print(time.perf_counter() - start)"
    return float(subprocess.run([str(one.python), "-c", code], check=True, capture_output=True, text=True).stdout)


def version_s(one: Contestant) -> float:
    """Time of `--version`."""
    return seconds(str(one.program), "--version")


def in_turns(measure: Callable[[Contestant], float], repeats: int) -> dict[str, float]:
    """Medians of both, measured A B A B; the first pair only warms the disk's cache."""
    taken: dict[str, list[float]] = {BAROGRAPH.name: [], MLFLOW.name: []}
    for turn in range(repeats + 1):
        for one in (BAROGRAPH, MLFLOW):
            value = measure(one)
            if turn:
                taken[one.name].append(value)
    return {name: round(statistics.median(values), 3) for name, values in taken.items()}


def server(repeats: int) -> dict[str, dict[str, float]]:
    """Start to first answer in seconds, and memory in MB after a while without a request."""
    starts: dict[str, list[float]] = {BAROGRAPH.name: [], MLFLOW.name: []}
    memory: dict[str, list[float]] = {BAROGRAPH.name: [], MLFLOW.name: []}
    for _ in range(repeats):
        for one in (BAROGRAPH, MLFLOW):
            with running(one) as up:
                starts[one.name].append(up.start_s)
                time.sleep(IDLE_S)
                memory[one.name].append(up.memory_mb())
    return {
        "server start to first answer, s": {name: round(statistics.median(values), 3) for name, values in starts.items()},
        "idle server, MB": {name: round(statistics.median(values)) for name, values in memory.items()},
    }


def measured() -> dict[str, dict[str, float]]:
    """All quantities of this file."""
    return {"import, s": in_turns(import_s, REPEATS), "--version, s": in_turns(version_s, REPEATS), **server(SERVER_REPEATS)}


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))

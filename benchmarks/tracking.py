"""Load tracking servers in turns (A B C A B C), each on a fresh database, and compare.

    python benchmarks/tracking.py [--of peers|variants] [--runs 1000] [--rounds 3] [--load other_load.py]

`peers` are Barograph, FastTrackML and MLflow on SQLite; `variants` are Barograph with one worker and with two, on SQLite and on
PostgreSQL. `--load` names another program that takes a URL and `--runs` and prints the same JSON object as load.py. Prints one JSON
object: medians over the rounds, of the clock and of the server's processor time, and what each round gave.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from postgresql import is_installed, postgresql
from servers import BAROGRAPH, BAROGRAPH_TWO_WORKERS, Contestant, installed_peers, running

LOAD = Path(__file__).with_name("load.py")
RATES = ("points_per_s", "runs_per_s")
"""Quantities of which more is better."""


class Entrant(NamedTuple):
    """A program on one kind of database; `new_store` makes a fresh one and returns its URI, None for a SQLite file."""

    name: str
    program: Contestant
    new_store: Callable[[], str | None]


def _file() -> None:
    """Leave the fresh SQLite file to the server."""


def peers() -> list[Entrant]:
    return [Entrant(one.name, one, _file) for one in (BAROGRAPH, *installed_peers())]


def variants(stack: ExitStack) -> list[Entrant]:
    """Barograph's ways to run. A PostgreSQL server, if there is one, runs until the stack ends."""
    found = [Entrant("SQLite", BAROGRAPH, _file), Entrant("SQLite, 2 workers", BAROGRAPH_TWO_WORKERS, _file)]
    if is_installed():
        new_database = stack.enter_context(postgresql()).new_database
        found += [Entrant("PostgreSQL", BAROGRAPH, new_database), Entrant("PostgreSQL, 2 workers", BAROGRAPH_TWO_WORKERS, new_database)]
    return found


def values(answer: dict[str, Any]) -> dict[str, float]:
    """What is compared: medians in milliseconds, and rates."""
    medians = {name: value["p50_ms"] for name, value in answer.items() if isinstance(value, dict) and "p50_ms" in value}
    return medians | {name: answer[name] for name in RATES}


def costs(answer: dict[str, Any]) -> dict[str, float]:
    """What a request costs the server of the processor in milliseconds, where the load says so."""
    return {name: value["cpu_ms"] for name, value in answer.items() if isinstance(value, dict) and "cpu_ms" in value}


def measured(entrants: list[Entrant], *, runs: int = 1000, rounds: int = 3, load: Path = LOAD) -> dict[str, Any]:
    """Quantity -> entrant -> number: `medians` over the rounds, `cpu_ms` likewise, and `rounds` with what each of them gave."""
    console = Console(stderr=True)
    taken: dict[str, list[dict[str, Any]]] = {one.name: [] for one in entrants}
    for turn in range(1, rounds + 1):
        for one in entrants:
            with console.status(f"Round {turn} of {rounds}: {one.name}"), running(one.program, one.new_store()) as up:
                command = [sys.executable, str(load), up.url, "--runs", str(runs)]
                if load == LOAD:
                    command += ["--process", str(up.process.pid)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            taken[one.name].append(json.loads(done.stdout))
    each = by_quantity({who: [values(answer) for answer in answers] for who, answers in taken.items()})
    cost = by_quantity({who: [costs(answer) for answer in answers] for who, answers in taken.items()})
    return {"runs": runs, "medians": medians(each), "cpu_ms": medians(cost), "rounds": each}


def by_quantity(taken: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, list[float]]]:
    """Quantity -> entrant -> what each round gave, from entrant -> rounds -> quantity."""
    first, *_ = taken.values()
    return {name: {who: [row[name] for row in rows] for who, rows in taken.items()} for name in first[0]}


def medians(each: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    return {name: {who: round(statistics.median(numbers), 3) for who, numbers in by.items()} for name, by in each.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare tracking servers.")
    parser.add_argument("--of", choices=("peers", "variants"), default="peers")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--load", type=Path, default=LOAD)
    options = parser.parse_args()
    with ExitStack() as stack:
        entrants = peers() if options.of == "peers" else variants(stack)
        print(json.dumps(measured(entrants, runs=options.runs, rounds=options.rounds, load=options.load), indent=1))


if __name__ == "__main__":
    main()

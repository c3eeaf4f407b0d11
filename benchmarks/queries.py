"""How long questions about many runs take: searches of MLflow's protocol, and tables, counts and groups of Barograph's own routes.

    python benchmarks/queries.py [--runs 100000]
    python benchmarks/queries.py --runs 1000 10000 100000
    python benchmarks/queries.py --store sqlite:///big.db --experiment 1

Runs have 20 metrics, 15 params and 5 tags and are in one experiment, on SQLite and, where it is installed, on PostgreSQL. Questions go over
HTTP, one at a time, to a warm server. Prints one JSON object: database, number of runs, question, median and 95th percentile in
milliseconds. `--store` asks a store that `generate.py` made before.
"""

from __future__ import annotations

import argparse
import functools
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console

from generate import generate
from postgresql import is_installed, postgresql
from servers import BAROGRAPH, running
from tracking_requests import NATIVE_ROUTES, Requests, timed

SELECTIVE = "metrics.m3 > 0.9 AND params.p5 = '42'"
SETTLED_S = 2.0
"""How long a server that has just started is left alone: it still loads libraries behind its first answers."""
FIELDS = ["run_id", "start_time", "params.p2", "metrics.m3", "metrics.m7"]
ORDERS = ("metrics.m7", "params.p5", "params.p2", "start_time", "end_time", "run_name", "metrics.`m7`.max")
COUNTED = ("", "metrics.m3 > 0.99", "params.p5 = '42'", "metrics.m3 > 0.5", SELECTIVE, "status = 'FAILED'", "params.p2 RLIKE '^a|b$'")

Ask = Callable[[Requests], object]


def questions(experiment: str) -> dict[str, Ask]:
    """What is asked of an experiment, by what it is called."""
    here = {"experiment_ids": [experiment]}

    def search(**query: object) -> Ask:
        return lambda requests: requests.search(experiment, max_results=100, **query)

    def native(path: str, body: dict[str, object], accept: str = "application/json") -> Ask:
        return lambda requests: requests.send("POST", f"{NATIVE_ROUTES}/runs/{path}", body, accept=accept)

    table = {**here, "fields": FIELDS, "max_results": 10_000}
    every = {**here, "fields": ["metrics.*", "params.*", "tags.*"], "max_results": 1_000}
    asked = {"newest 100": search(), "filter and sort, first 100": search(filter=SELECTIVE, order_by=["metrics.m7 DESC"])}
    asked |= {
        f"sort by {key} {direction}, first 100": search(order_by=[f"{key} {direction}"]) for key in ORDERS for direction in ("ASC", "DESC")
    }
    asked |= {f"count {text}".strip(): native("count", {**here, "filter": text}) for text in COUNTED}
    asked |= {
        "10,000 runs, 5 columns": native("query", table),
        "10,000 runs, 5 columns, packed": native("query", table, "application/msgpack"),
        "1,000 runs, all columns, packed": native("query", every, "application/msgpack"),
        "newest 100 of all experiments, 5 columns": native("query", {"fields": FIELDS, "max_results": 100}),
        "group by a param, mean of a metric": native("group", {**here, "by": ["params.p2"], "metrics": ["metrics.m3"]}),
    }
    return asked


def asked(uri: str, experiment: str, console: Console) -> dict[str, dict[str, float]]:
    """Milliseconds by question."""
    found = {}
    with running(BAROGRAPH, uri) as up:
        requests = Requests(up.url)
        time.sleep(SETTLED_S)
        for name, ask in questions(experiment).items():
            with console.status(name):
                found[name] = timed(functools.partial(ask, requests))
    return found


def _stores(folder: Path, stack: ExitStack) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Databases, and how to get the URI of a fresh one for some runs."""
    yield "SQLite", lambda size: f"sqlite:///{folder / f'{size}.db'}"
    if is_installed():
        server = stack.enter_context(postgresql())
        yield "PostgreSQL", lambda _: server.new_database()


def measured(runs: list[int]) -> dict[str, Any]:
    """Database -> number of runs -> question -> milliseconds."""
    console = Console(stderr=True)
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        for database, fresh in _stores(folder, stack):
            for size in runs:
                console.print(f"{database}, {size:,} runs")
                uri = fresh(size)
                found.setdefault(database, {})[f"{size:,} runs"] = asked(uri, generate(uri, runs=size), console)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure questions about many runs.")
    parser.add_argument("--runs", type=int, nargs="+", default=[100_000])
    parser.add_argument("--store", help="URI of a store that is filled already")
    parser.add_argument("--experiment", default="1", help="experiment of that store")
    options = parser.parse_args()
    if options.store:
        print(json.dumps(asked(options.store, options.experiment, Console(stderr=True)), indent=1))
    else:
        print(json.dumps(measured(options.runs), indent=1))


if __name__ == "__main__":
    main()

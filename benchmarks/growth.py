"""How answers slow down and stores grow with the number of runs and of points.

    python benchmarks/growth.py [--runs 1000 10000 100000] [--peer-runs 1000 10000] [--points 10000 1000000] [--peer-points 10000]

Runs have 20 metrics, 15 params and 5 tags and are in one experiment. Questions go over HTTP, one at a time, to a warm server. Prints
one JSON object: records of (program, question, size) with median and 95th percentile in milliseconds, and bytes on disk.
"""

from __future__ import annotations

import argparse
import functools
import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import urllib3
from rich.console import Console

from generate import LONG_KEY
from growth_stores import Filled, Filling, Stores
from postgresql import is_installed, postgresql
from servers import NoAnswer, installed_peers, running
from tracking_requests import NATIVE_ROUTES, NotOffered, Requests, timed

FILTER = "metrics.m3 > 0.9 and params.p5 = '42'"
SORT = ["metrics.m7 DESC"]
FIELDS = ["run_id", "start_time", "params.p2", "metrics.m3", "metrics.m7"]
SHOWN_POINTS = 2000
MANY_RUNS = 10_000
LONGEST_HISTORY = 100_000
"""Longer series are asked for thinned only."""


Question = Callable[[Requests, str, int], bytes]


def _native(path: str, body: dict[str, object]) -> Callable[[Requests], bytes]:
    return lambda requests: requests.send("POST", NATIVE_ROUTES + path, body, accept="application/msgpack")


RUN_QUESTIONS: dict[str, Question] = {
    "newest 100": lambda requests, experiment, _: requests.search(experiment, max_results=100),
    "filter and sort, first 100": lambda requests, experiment, _: requests.search(
        experiment, max_results=100, filter=FILTER, order_by=SORT
    ),
    "sort all by a metric, first 100": lambda requests, experiment, _: requests.search(experiment, max_results=100, order_by=SORT),
    "count": lambda requests, experiment, _: _native("/runs/count", {"experiment_ids": [experiment]})(requests),
    "10,000 runs, 5 columns": lambda requests, experiment, size: _native(
        "/runs/query", {"experiment_ids": [experiment], "fields": FIELDS, "max_results": min(size, MANY_RUNS)}
    )(requests),
}
SAME_ANSWERS = tuple(RUN_QUESTIONS)[:3]

SERIES_QUESTIONS: dict[str, Question] = {
    "whole history": lambda requests, run, size: requests.history(run, LONG_KEY) if size <= LONGEST_HISTORY else _nothing(),
    "thinned evenly to 2,000": lambda requests, run, _: requests.interval(run, LONG_KEY, SHOWN_POINTS),
    "down-sampled to 2,000": lambda requests, run, _: _native(
        "/metrics/series", {"run_ids": [run], "keys": [LONG_KEY], "max_points": SHOWN_POINTS}
    )(requests),
}


def _nothing() -> bytes:
    raise NotOffered


def records(name: str, store: Filled, questions: dict[str, Question], size: int, expected: dict[str, list[str]]) -> list[dict[str, Any]]:
    """One record for each question that the server of a store answers, and one for each of its sizes.

    `expected` are the names of the runs that answer a question; the first store that is asked fills it.
    """
    found: list[dict[str, Any]] = []
    with running(store.program, store.uri) as up:
        requests = Requests(up.url)
        for question, ask in questions.items():
            work = functools.partial(ask, requests, store.subject, size)
            record = {"program": name, "question": question, "size": size}
            try:
                answer = work()
            except NotOffered:
                continue
            if question in SAME_ANSWERS:
                names = [run["info"]["run_name"] for run in json.loads(answer).get("runs", ())]
                record["same_runs"] = expected.setdefault(question, names) == names
            found.append(record | timed(work))
    return [*found, *({"program": name, "question": what, "size": size, "bytes": number} for what, number in store.sizes.items())]


def grown(stores: dict[str, Filling], questions: dict[str, Question], sizes: list[int], peer_sizes: list[int]) -> dict[str, Any]:
    """`records` of all stores at all sizes, and the peers that `failed`: those whose server did not answer."""
    console = Console(stderr=True)
    found: dict[str, Any] = {"records": [], "failed": []}
    peers = [peer.name for peer in installed_peers()]
    for size in sorted({*sizes, *peer_sizes}):
        expected: dict[str, list[str]] = {}
        for name, filling in stores.items():
            if size not in (peer_sizes if name in peers else sizes):
                continue
            console.print(f"{size:,}: {name}")
            try:
                with filling(size) as store:
                    found["records"] += records(name, store, questions, size, expected)
            except (NoAnswer, urllib3.exceptions.HTTPError) as problem:
                if name not in peers:
                    raise
                console.print(str(problem)[:2000])
                found["failed"].append(f"{name} at {size:,}")
    return found


def measured(runs: list[int], peer_runs: list[int], points: list[int], peer_points: list[int]) -> dict[str, Any]:
    """`runs` and `series`: what `grown` gives."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        server = stack.enter_context(postgresql()) if is_installed() else None
        stores = Stores(folder, server)
        return {
            "runs": grown(stores.of_runs(), RUN_QUESTIONS, runs, peer_runs),
            "series": grown(stores.of_points(), SERIES_QUESTIONS, points, peer_points),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how speed and size change as stores grow.")
    parser.add_argument("--runs", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--peer-runs", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--points", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--peer-points", type=int, nargs="*", default=[10_000, 100_000])
    options = parser.parse_args()
    print(json.dumps(measured(options.runs, options.peer_runs, options.points, options.peer_points), indent=1))


if __name__ == "__main__":
    main()

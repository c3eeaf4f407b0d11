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
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

import made_up
from barograph.store.opening import open_store
from generate import LONG_KEY, generate, generate_series, long_series
from peer_stores import PeerStore
from postgresql import Postgresql, is_installed, postgresql
from servers import BAROGRAPH, Contestant, installed_peers, running
from tracking_requests import NATIVE_ROUTES, NotOffered, Requests, timed

SHAPE = made_up.Shape(metrics=20, params=15, tags=5, points=1)
FILTER = "metrics.m3 > 0.9 and params.p5 = '42'"
SORT = ["metrics.m7 DESC"]
FIELDS = ["run_id", "start_time", "params.p2", "metrics.m3", "metrics.m7"]
SHOWN_POINTS = 2000
MANY_RUNS = 10_000
DISK = "bytes on disk"
DISK_OF_DOUBLES = "bytes on disk, values of all digits"
LONGEST_HISTORY = 100_000
"""Longer series are asked for thinned only."""


class Filled(NamedTuple):
    """A store with something in it: which program serves it where, the experiment or run to ask about, and bytes on disk by what of."""

    name: str
    program: Contestant
    uri: str
    subject: str
    sizes: dict[str, int]


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


class Stores:
    """Makes the stores that are compared, each in a place of its own. Sizes are without what an empty store takes."""

    def __init__(self, folder: Path, server: Postgresql | None) -> None:
        self._folder = folder
        self._server = server
        self._numbers = count(1)

    def of_runs(self, size: int, *, peers: bool) -> Iterator[Filled]:
        """Stores with the same `size` runs."""
        for name, uri in self._own():
            empty = self._size(uri)
            experiment = generate(uri, runs=size)
            yield Filled(name, BAROGRAPH, uri, experiment, {DISK: self._size(uri) - empty})
        for store in self._of_peers() if peers else ():
            experiment = store.new_experiment()
            empty = store.size()
            store.add_runs(experiment, SHAPE, size)
            yield Filled(store.peer.name, store.peer, store.uri, experiment, {DISK: store.size() - empty})

    def of_points(self, size: int, *, peers: bool) -> Iterator[Filled]:
        """Stores with a run that has a series of the same `size` points."""
        for name, uri in self._own():
            empty = self._size(uri)
            run_id = generate_series(uri, points=size)
            single = self._size(uri)
            generate_series(uri, points=size, single=False)
            yield Filled(name, BAROGRAPH, uri, run_id, {DISK: single - empty, DISK_OF_DOUBLES: self._size(uri) - single})
        for store in self._of_peers() if peers else ():
            experiment, run_id = store.new_experiment(), f"{size:032x}"
            empty = store.size()
            store.add_series(experiment, run_id, list(long_series(size)))
            yield Filled(store.peer.name, store.peer, store.uri, run_id, {DISK: store.size() - empty})

    def _own(self) -> Iterator[tuple[str, str]]:
        file = self._new_file()
        uri = f"sqlite:///{file}"
        open_store(uri).close()
        yield "Barograph, SQLite", uri
        file.unlink()
        if self._server is not None:
            uri = self._server.new_database()
            open_store(uri, artifact_root=str(self._folder)).close()
            yield "Barograph, PostgreSQL", uri
            self._server.drop(uri)

    def _of_peers(self) -> Iterator[PeerStore]:
        for peer in installed_peers():
            file = self._new_file()
            yield PeerStore(peer, file)
            file.unlink()

    def _new_file(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"

    def _size(self, uri: str) -> int:
        if uri.startswith("sqlite:"):
            return Path(uri.removeprefix("sqlite:///")).stat().st_size
        assert self._server is not None
        return self._server.size(uri)


def records(stores: Iterator[Filled], questions: dict[str, Question], size: int, *, same: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """One record for each store and question that its server answers, and one of its size.

    The first store's runs in answer to the questions `same` are what the others must answer.
    """
    found: list[dict[str, Any]] = []
    expected: dict[str, list[str]] = {}
    console = Console(stderr=True)
    for store in stores:
        console.print(f"{size:,}: {store.name}")
        with running(store.program, store.uri) as up:
            requests = Requests(up.url)
            for question, ask in questions.items():
                work = functools.partial(ask, requests, store.subject, size)
                record = {"program": store.name, "question": question, "size": size}
                try:
                    answer = work()
                except NotOffered:
                    continue
                if question in same:
                    names = [run["info"]["run_name"] for run in json.loads(answer).get("runs", ())]
                    record["same_runs"] = expected.setdefault(question, names) == names
                found.append(record | timed(work))
        found += [{"program": store.name, "question": what, "size": size, "bytes": bytes_} for what, bytes_ in store.sizes.items()]
    return found


def measured(runs: list[int], peer_runs: list[int], points: list[int], peer_points: list[int]) -> dict[str, Any]:
    """`runs` and `series`: records by program, question and size."""
    out: dict[str, Any] = {"runs": [], "series": []}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        server = stack.enter_context(postgresql()) if is_installed() else None
        stores = Stores(folder, server)
        for size in sorted({*runs, *peer_runs}):
            out["runs"] += records(stores.of_runs(size, peers=size in peer_runs), RUN_QUESTIONS, size, same=SAME_ANSWERS)
        for size in sorted({*points, *peer_points}):
            out["series"] += records(stores.of_points(size, peers=size in peer_points), SERIES_QUESTIONS, size)
    return out


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

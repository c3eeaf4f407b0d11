"""Fill a store with made-up runs in minutes where logging them would take hours.

    python benchmarks/generate.py sqlite:///big.db --runs 100000
    python benchmarks/generate.py postgresql://USER:PASSWORD@HOST/DATABASE --runs 100000 --series-points 1000000

The store is one that Barograph itself could have written, row for row. Prints one JSON object: the experiment's id, seconds, and the id
of the run with the long series, whose key is `loss`.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import random
import time
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection

import bulk
import made_up
from barograph.model import Metric, NewRun
from barograph.store.opening import open_store
from barograph.store.sql.database import Database
from barograph.store.sql.names import Names

POINTS_A_CALL = 20_000
LONG_KEY = "loss"


def generate(url: str, *, runs: int, metrics: int = 20, params: int = 15, tags: int = 5, points: int = 1, seed: int = 0) -> str:
    """Make an experiment of `runs` runs, each with `metrics` series of `points` points, and return its id.

    Metrics m0, m1, ... are uniform in [0, 1); params p0, p1, ... are whole numbers below 97, rates, and words; of the `tags` one is the
    run's name and the rest, t0, t1, ..., take five values. A run starts each minute. The experiment's name says size and seed: the same
    once more in one store raises `ExperimentExists`.
    """
    bulk.check_columns(made_up.COLUMNS)
    shape = made_up.Shape(metrics=metrics, params=params, tags=tags, points=points)
    store = open_store(url)
    try:
        experiment_id = store.create_experiment(f"generated-{runs}-{seed}")
        location = store.get_experiment(experiment_id).artifact_location
    finally:
        store.close()
    database = Database(url)
    try:
        key_ids = Names(database).numbered([*shape.metric_keys(), *shape.param_keys(), *shape.tag_keys()])
        for first in _tracked(range(0, runs, made_up.RUNS_A_BATCH), f"{runs:,} runs"):
            count = min(made_up.RUNS_A_BATCH, runs - first)
            place = made_up.Place(int(experiment_id), location, key_ids, last_run=0, last_series=0)
            database.write(functools.partial(_add, shape, (seed, runs), first, count, place))
    finally:
        database.close()
    with _settling(url) as connection:
        bulk.settle(connection)
    return experiment_id


def _add(shape: made_up.Shape, seed: tuple[int, ...], first: int, count: int, place: made_up.Place, connection: Connection) -> None:
    last_run, last_series = bulk.last_ids(connection)
    place = place._replace(last_run=last_run, last_series=last_series)
    bulk.insert(connection, made_up.COLUMNS, made_up.rows(shape, seed, first, count, place))


def generate_series(url: str, *, points: int, experiment_id: str = "0", seed: int = 0, single: bool = True) -> str:
    """Make a run whose metric `loss` has `points` points, through the store's own door, and return its id."""
    series = long_series(points, seed, single=single)
    store = open_store(url)
    try:
        new = NewRun(experiment_id=experiment_id, name=f"series-{points}", start_time_ms=made_up.FIRST_START_MS)
        run_id = store.create_run(new).info.run_id
        for _ in _tracked(range(0, points, POINTS_A_CALL), f"{points:,} points"):
            store.log_batch(run_id, metrics=list(itertools.islice(series, POINTS_A_CALL)))
    finally:
        store.close()
    with _settling(url) as connection:
        bulk.settle(connection)
    return run_id


def long_series(points: int, seed: int = 0, *, single: bool = True) -> Iterator[Metric]:
    """A noisy, falling curve; a point a second, give or take some milliseconds.

    Values are of single precision, as a loss of a network is, or else doubles with all their digits.
    """
    draw = random.Random(seed)
    for step in range(points):
        value = 1 / (1 + step / 1000) + 0.05 * draw.gauss(0, 1)
        at = made_up.FIRST_START_MS + 1000 * step + draw.randrange(20)
        yield Metric(key=LONG_KEY, value=array("f", (value,))[0] if single else value, timestamp_ms=at, step=step)


@contextmanager
def _settling(url: str) -> Iterator[Connection]:
    """A connection outside transactions to a store that nobody has open."""
    database = Database(url)
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    finally:
        database.close()


def _tracked(parts: range, what: str) -> Iterable[int]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(parts, description=what)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a store with made-up runs.")
    parser.add_argument("url")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--metrics", type=int, default=20)
    parser.add_argument("--params", type=int, default=15)
    parser.add_argument("--tags", type=int, default=5)
    parser.add_argument("--points", type=int, default=1, help="points of each metric of each run")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--series-points", type=int, default=0, help="also a run with one series of so many points")
    parser.add_argument("--series-doubles", action="store_true", help="its values have all the digits of a double")
    options = parser.parse_args()
    shape = {name: getattr(options, name) for name in ("runs", "metrics", "params", "tags", "points", "seed")}
    started = time.perf_counter()
    made: dict[str, Any] = {**shape, "experiment_id": generate(options.url, **shape)}
    made["seconds"] = round(time.perf_counter() - started, 1)
    if options.series_points:
        started = time.perf_counter()
        made["series_run_id"] = generate_series(
            options.url,
            points=options.series_points,
            experiment_id=made["experiment_id"],
            seed=options.seed,
            single=not options.series_doubles,
        )
        made["series_seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()

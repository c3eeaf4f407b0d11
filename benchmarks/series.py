"""Measure the series engine on SQLite and on PostgreSQL; prints JSON.

    python benchmarks/series.py [--points 1000000] [--singles 20000] [--huge 10000000] [--only sqlite]

Of each database: the rate and the worst call of logging a long series in batches of 1,000, and of logging points one by one, and what
merging chunks adds to such a call at worst (the time in which a merge holds the writer); bytes a point that the chunks of several kinds of
series take when their run has ended, all overhead of the database included; milliseconds in which the server answers a sample of 2,000
points, over HTTP and warm; and, with `--huge`, the same and the server's memory for a longer series. Times of the clock depend on what else
the machine does; those named `cpu` less.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import urllib3
from numpy.typing import NDArray
from sqlalchemy import text

from barograph.model import Metric, NewRun, RunStatus
from barograph.store.sql import series_merge
from barograph.store.sql.store import SqlStore
from barograph.testing.server import RunningServer, running_server

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from postgresql_server import running_postgresql

BATCH = 1_000
SAMPLE = 2_000
REPEATS = 15
Columns = tuple[list[int], list[int], list[float]]


def kinds(count: int) -> dict[str, NDArray[np.float64]]:
    """Values of typical series."""
    chance = np.random.default_rng(0)
    steps = np.arange(count)
    loss = np.exp(-5 * steps / count) + chance.normal(0, 0.02, count)
    return {
        "loss in 64 bits, noisy": loss,
        "loss in 32 bits, noisy": loss.astype(np.float32).astype(np.float64),
        "loss rounded to 4 digits": np.round(loss, 4),
        "accuracy of 10,000 samples": chance.integers(9_000, 9_900, count) / 10_000,
        "learning rate, cosine": 1e-3 * (1 + np.cos(np.pi * steps / count)),
        "uniform random bits": chance.random(count),
    }


def columns(values: NDArray[np.float64]) -> Columns:
    """Steps from 0, times every 10 ms or so."""
    jitter = np.random.default_rng(1).integers(8, 13, len(values))
    return list(range(len(values))), (1_700_000_000_000 + np.cumsum(jitter)).tolist(), values.tolist()


def log(store: SqlStore, series: Columns, batch: int = BATCH, *, shuffled: bool = False) -> tuple[str, dict[str, float]]:
    """Log a series in a run of its own; returns the run, and how long the calls took."""
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    rows = list(zip(*series, strict=True))
    if shuffled:
        random.Random(0).shuffle(rows)
    taken = []
    for start in range(0, len(rows), batch):
        points = [Metric(key="m", step=step, timestamp_ms=at, value=value) for step, at, value in rows[start : start + batch]]
        before = time.perf_counter()
        store.log_batch(run_id, metrics=points)
        taken.append(time.perf_counter() - before)
    ordered = sorted(taken)
    calls = {"p50_ms": ordered[len(ordered) // 2] * 1e3, "p99_ms": ordered[len(ordered) * 99 // 100] * 1e3, "worst_ms": ordered[-1] * 1e3}
    return run_id, {"points_per_s": len(rows) / sum(taken), **calls}


def settle(store: SqlStore, run_id: str) -> float:
    """End a run; returns the seconds until its chunks are as they stay."""
    before = time.perf_counter()
    store.update_run(run_id, status=RunStatus.FINISHED)
    store._merger.finish()
    return time.perf_counter() - before


def chunk_bytes(store: SqlStore) -> float:
    """Bytes that the database takes for its chunks once it is vacuumed."""
    with store._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store._database.engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM FULL chunk"))
            return float(connection.execute(text("SELECT pg_total_relation_size('chunk')")).scalar_one())
        pages, free, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "freelist_count", "page_size")
        )
        return float((pages - free) * size)


class Held:
    """How long merges hold the writer: the longest time by the clock and of processor."""

    def __init__(self) -> None:
        self.clock_ms = self.cpu_ms = 0.0
        self._exchange = series_merge._exchange  # the write of a merge
        series_merge._exchange = self._timed

    def _timed(self, *arguments: Any) -> Any:
        clock, cpu = time.perf_counter(), time.thread_time()
        found = self._exchange(*arguments)
        self.clock_ms = max(self.clock_ms, (time.perf_counter() - clock) * 1e3)
        self.cpu_ms = max(self.cpu_ms, (time.thread_time() - cpu) * 1e3)
        return found

    def taken(self) -> dict[str, float]:
        """What was found since the last call."""
        found = {"clock_ms": self.clock_ms, "cpu_ms": self.cpu_ms}
        self.clock_ms = self.cpu_ms = 0.0
        return found


def sampled(server: RunningServer, run_id: str, accept: str, axis: str = "step") -> dict[str, float]:
    """How long a warm server takes to answer a sample."""
    pool, process = urllib3.PoolManager(retries=False), psutil.Process(server.process.pid)
    body = json.dumps({"run_ids": [run_id], "max_points": SAMPLE, "axis": axis}).encode()
    headers = {"Content-Type": "application/json", "Accept": accept}
    taken, size = [], 0
    for turn in range(REPEATS):
        if turn == 1:
            cpu = sum(process.cpu_times()[:2])
        before = time.perf_counter()
        answer = pool.request("POST", f"{server.url}/api/barograph/1/metrics/series", body=body, headers=headers)
        taken.append((time.perf_counter() - before) * 1e3)
        assert answer.status == 200, answer.data
        size = len(answer.data)
    cpu_ms = (sum(process.cpu_times()[:2]) - cpu) / (REPEATS - 1) * 1e3
    return {"p50_ms": statistics.median(taken), "best_ms": min(taken), "server_cpu_ms": cpu_ms, "bytes": size}


def measured(url: str, folder: Path, points: int, singles: int, huge: int) -> dict[str, Any]:
    """Everything of one database."""
    found: dict[str, Any] = {"bytes_per_point": {}}
    held = Held()
    store = SqlStore(url, artifact_root="memory:/artifacts")
    made = kinds(points)
    noisy = columns(made["loss in 64 bits, noisy"])
    run_id, found["batches of 1,000"] = log(store, noisy)
    found["seconds until settled"] = settle(store, run_id)
    found["batches of 1,000"]["merges held the writer, worst"] = held.taken()
    empty = chunk_bytes(store)
    for name, values in made.items():
        each, _ = log(store, columns(values))
        settle(store, each)
        now = chunk_bytes(store)
        found["bytes_per_point"][name] = (now - empty) / points
        empty = now
    _, found["one by one"] = log(store, columns(made["loss in 32 bits, noisy"][:singles]), 1)
    found["one by one"]["merges held the writer, worst"] = held.taken()
    shuffled_id, found["batches of 1,000, shuffled"] = log(store, noisy, shuffled=True)
    settle(store, shuffled_id)
    huge_id = None
    if huge:
        chance = np.random.default_rng(2)
        huge_id, found["huge, batches of 10,000"] = log(store, columns(chance.normal(size=huge)), 10_000)
        settle(store, huge_id)
    store.close()
    with running_server(folder / "server", "--backend-store-uri", url) as server:
        accept = "application/json"
        found["sample, JSON"] = sampled(server, run_id, accept)
        found["sample, MessagePack"] = sampled(server, run_id, "application/msgpack")
        found["sample along time"] = sampled(server, run_id, accept, "time")
        found["sample of shuffled"] = sampled(server, shuffled_id, accept)
        if huge_id:
            process = psutil.Process(server.process.pid)
            before = process.memory_info().rss
            found["sample of huge"] = sampled(server, huge_id, accept)
            found["sample of huge"]["memory_grew_mb"] = (process.memory_info().rss - before) / 1e6
    return found


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """URL of a new database."""
    with ExitStack() as stack:
        yield f"sqlite:///{folder}/series.db" if kind == "sqlite" else stack.enter_context(running_postgresql()).new_database()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the series engine.")
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--singles", type=int, default=20_000)
    parser.add_argument("--huge", type=int, default=0)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    found = {}
    for kind in ("sqlite", "postgresql"):
        if options.only in (None, kind):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, database(kind, Path(folder)) as url:
                found[kind] = measured(url, Path(folder), options.points, options.singles, options.huge)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

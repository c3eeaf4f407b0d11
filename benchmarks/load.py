"""Load a tracking server with raw HTTP and print one JSON object of medians.

    python benchmarks/load.py http://127.0.0.1:5000 [--runs 1000] [--threads 8] [--process 4711]

Raw HTTP, so that no client's cost hides the server's; any server of the protocol will do. Times are milliseconds, rates are per second.
With the server's process id `cpu_ms` is what a request costs it and its children of the processor: on a busy machine a steadier measure
than the clock.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import urllib3

POINTS_A_BATCH = 1000
BATCHES = 200


class Load:
    """Requests to one server, in one experiment."""

    def __init__(self, url: str, threads: int) -> None:
        self.url = url
        self.threads = threads
        self.pool = urllib3.PoolManager(maxsize=threads + 2, retries=False)
        self.now = int(time.time() * 1000)
        self.experiment: str = self.post("experiments/create", {"name": f"load-{time.time_ns()}"})["experiment_id"]

    def send(self, verb: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        answer = self.pool.request(verb, f"{self.url}/api/2.0/mlflow/{path}", body=body, headers=headers)
        if answer.status != 200:
            raise SystemExit(f"{verb} {path}: {answer.status} {answer.data[:300]!r}")
        return answer.data

    def post(self, path: str, body: object) -> Any:
        return json.loads(self.send("POST", path, json.dumps(body).encode()))

    def create_run(self, i: int) -> str:
        body = {"experiment_id": self.experiment, "run_name": f"run-{i}", "start_time": self.now + i}
        return str(self.post("runs/create", body)["run"]["info"]["run_id"])

    def log_metric(self, run_id: str, i: int) -> None:
        point = {"run_id": run_id, "key": "loss", "value": 1.0 / (i + 1), "timestamp": self.now + i, "step": i}
        self.send("POST", "runs/log-metric", json.dumps(point).encode())

    def batch(self, run_id: str, i: int) -> bytes:
        points = [
            {"key": f"m{j % 10}", "value": 0.5 * j + i, "timestamp": self.now + i, "step": 100 * i + j // 10} for j in range(POINTS_A_BATCH)
        ]
        return json.dumps({"run_id": run_id, "metrics": points}).encode()

    def whole_run(self, i: int) -> None:
        run_id = self.create_run(i)
        metrics = [{"key": f"m{k}", "value": (i * 7919 % 1000) / 1000 + k, "timestamp": self.now, "step": 0} for k in range(20)]
        params = [{"key": f"p{k}", "value": str((31 * i + k) % 97)} for k in range(20)]
        tags = [{"key": f"t{k}", "value": f"v{i % 5}"} for k in range(3)]
        self.post("runs/log-batch", {"run_id": run_id, "metrics": metrics, "params": params, "tags": tags})
        self.post("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": self.now + i + 1})

    def search(self, **query: object) -> None:
        self.send("POST", "runs/search", json.dumps({"experiment_ids": [self.experiment], **query}).encode())


class Processor:
    """Time that a server with its children has spent on the processor; unknown without a process id."""

    def __init__(self, process_id: int | None) -> None:
        parents = [] if process_id is None else [psutil.Process(process_id)]
        self._processes = [process for parent in parents for process in (parent, *parent.children(recursive=True))]

    def used_ms(self) -> float:
        times = [process.cpu_times() for process in self._processes]
        return 1e3 * sum(each.user + each.system for each in times)

    def per_request(self, since_ms: float, requests: int) -> dict[str, float]:
        """What each of so many requests cost since `used_ms` was `since_ms`."""
        return {"cpu_ms": round((self.used_ms() - since_ms) / requests, 3)} if self._processes else {}


def timed(repeats: int, work: Callable[[int], object], processor: Processor) -> dict[str, float]:
    """Median and 99th percentile of `work` in milliseconds, and its mean cost of the processor."""
    taken = []
    before = processor.used_ms()
    for i in range(repeats):
        started = time.perf_counter()
        work(i)
        taken.append(1e3 * (time.perf_counter() - started))
    cost = processor.per_request(before, repeats)
    return {"p50_ms": round(statistics.median(taken), 2), "p99_ms": round(sorted(taken)[int(0.99 * repeats)], 2), **cost}


def measured(url: str, *, runs: int, threads: int, process_id: int | None = None) -> dict[str, Any]:
    """One pass over all kinds of request."""
    load = Load(url, threads)
    processor = Processor(process_id)
    run_id = load.create_run(0)
    out: dict[str, Any] = {"log_metric": timed(500, lambda i: load.log_metric(run_id, i), processor)}
    batches = [load.batch(run_id, i) for i in range(BATCHES)]
    started = time.perf_counter()
    out["log_batch_1000"] = timed(BATCHES, lambda i: load.send("POST", "runs/log-batch", batches[i]), processor)
    out["points_per_s"] = round(BATCHES * POINTS_A_BATCH / (time.perf_counter() - started))
    out["history_20k"] = timed(5, lambda _: load.send("GET", f"metrics/get-history?run_id={run_id}&metric_key=m3"), processor)
    started, before = time.perf_counter(), processor.used_ms()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(load.whole_run, range(runs)))
    out["runs_per_s"] = round(runs / (time.perf_counter() - started), 1)
    out["whole_run"] = processor.per_request(before, runs)
    out["search_newest_100"] = timed(20, lambda _: load.search(max_results=100), processor)
    query = {"filter": "metrics.m3 > 3.5 and params.p5 = '42'", "order_by": ["metrics.m7 DESC"]}
    out["search_filter_sort_100"] = timed(20, lambda _: load.search(max_results=100, **query), processor)
    out["search_sort_1000"] = timed(5, lambda _: load.search(max_results=1000, order_by=["metrics.m7 DESC"]), processor)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Load a tracking server with raw HTTP.")
    parser.add_argument("url")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--process", type=int, help="id of the server's process")
    options = parser.parse_args()
    taken = measured(options.url, runs=options.runs, threads=options.threads, process_id=options.process)
    print(json.dumps({"server": options.url, "runs": options.runs, **taken}, indent=1))


if __name__ == "__main__":
    main()

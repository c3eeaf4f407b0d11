"""Questions to a tracking server over raw HTTP, and how long their answers take."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import urllib3

MLFLOW_ROUTES = "/api/2.0/mlflow"
NATIVE_ROUTES = "/api/barograph/1"
WARM_UP = 3
ENOUGH_S = 8.0
TRIES = 3


class NotOffered(Exception):  # it is no fault
    """The server does not know the route."""


class Requests:
    """One connection to one server. Bodies and answers are parsed JSON, answers in other formats are bytes."""

    def __init__(self, url: str) -> None:
        self._url = url
        again = urllib3.Retry(total=TRIES, status=0, redirect=0, allowed_methods=None)  # workers of a busy server come and go
        self._pool = urllib3.PoolManager(maxsize=1, retries=again)

    def send(self, verb: str, path: str, body: object = None, *, accept: str = "application/json") -> bytes:
        """The answer's bytes. An unknown route raises `NotOffered`; any other failure ends the program."""
        headers = {"Content-Type": "application/json", "Accept": accept}
        data = None if body is None else json.dumps(body).encode()
        answer = self._pool.request(verb, self._url + path, body=data, headers=headers)
        if answer.status in (404, 405, 501):
            raise NotOffered(path)
        if answer.status != 200:
            raise SystemExit(f"{verb} {path}: {answer.status} {answer.data[:300]!r}")
        return answer.data

    def post(self, path: str, body: object) -> Any:
        return json.loads(self.send("POST", path, body))

    def create_experiment(self) -> str:
        """A new experiment's id."""
        made = self.post(f"{MLFLOW_ROUTES}/experiments/create", {"name": f"bench-{time.time_ns()}"})
        return str(made["experiment_id"])

    def search(self, experiment_id: str, **query: object) -> bytes:
        return self.send("POST", f"{MLFLOW_ROUTES}/runs/search", {"experiment_ids": [experiment_id], **query})

    def history(self, run_id: str, key: str) -> bytes:
        return self.send("GET", f"{MLFLOW_ROUTES}/metrics/get-history?run_id={run_id}&metric_key={key}")

    def interval(self, run_id: str, key: str, points: int) -> bytes:
        """MLflow's read of a series thinned evenly to some `points`."""
        query = f"run_ids={run_id}&metric_key={key}&max_results={points}"
        return self.send("GET", f"/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?{query}")


def timed(work: Callable[[], object], *, repeats: int = 60, enough_s: float = ENOUGH_S) -> dict[str, float]:
    """Median and 95th percentile in milliseconds of warm repeats, fewer of them if they take longer than `enough_s` in all."""
    taken: list[float] = []
    until = time.perf_counter() + enough_s
    for turn in range(WARM_UP + repeats):
        started = time.perf_counter()
        work()
        ended = time.perf_counter()
        if turn >= WARM_UP or ended > until:
            taken.append(1e3 * (ended - started))
        if ended > until:
            break
    return {"p50_ms": round(statistics.median(taken), 2), "p95_ms": round(_percentile(taken, 0.95), 2), "repeats": len(taken)}


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]

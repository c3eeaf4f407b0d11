"""Measure what logging costs training code, here and by the real mlflow client, and print one JSON object.

    python benchmarks/journal.py [--calls 100000] [--latency 50] [--peer-calls 200]

Both clients log to a Barograph server, near (loopback) and far (behind a proxy that adds latency). Each measurement is a process of its
own, and so is the proxy, so that only the client's own work is in the training process. Times are microseconds of a call (median and 99th
percentile), and seconds of all calls and of `end_run`. Every point is read back and compared.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servers import BAROGRAPH, MLFLOW, running

CLIENT = """
import json, statistics, sys, time
name, url, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
if name == "mlflow":
    import mlflow
else:
    import barograph as mlflow
mlflow.set_tracking_uri(url)
mlflow.set_experiment("journal")
now = time.perf_counter
started = now()
run = mlflow.start_run()
start_s = now() - started
mlflow.log_metric("warm", 0.0, step=0)
taken = [0.0] * calls
begun, begun_cpu = now(), time.thread_time()
for step in range(calls):
    at = now()
    mlflow.log_metric("loss", step / 7, step=step)
    taken[step] = now() - at
logging_s, logging_cpu_s = now() - begun, time.thread_time() - begun_cpu
ending = now()
mlflow.end_run()
end_run_s = now() - ending
points = mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")
assert sorted((point.step, point.value) for point in points) == [(step, step / 7) for step in range(calls)]
taken.sort()
print(json.dumps({
    "calls": calls,
    "median_us": round(1e6 * statistics.median(taken), 2),
    "p99_us": round(1e6 * taken[int(0.99 * calls)], 2),
    "worst_ms": round(1e3 * taken[-1], 2),
    "all_calls_s": round(logging_s, 3),
    "all_calls_cpu_s": round(logging_cpu_s, 3),
    "end_run_s": round(end_run_s, 3),
    "start_run_s": round(start_s, 3),
    "points_there": len(points),
}), file=sys.__stdout__)
"""


def client(python: str, name: str, url: str, calls: int) -> dict[str, Any]:
    """One run of `calls` points, all of which are read back."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("BAROGRAPH_", "MLFLOW_"))}
        environment |= {"BAROGRAPH_USER_DATA_DIR": folder, "BAROGRAPH_JOURNAL": "1"}
        command = [python, "-c", CLIENT, name, url, str(calls)]
        done = subprocess.run(command, env=environment, cwd=folder, check=True, stdout=subprocess.PIPE)
        return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def proxied(url: str, latency_ms: float) -> Iterator[str]:
    """The server behind a proxy in a process of its own."""
    code = (
        "import sys; from slow_network import far_away\n"
        "with far_away(sys.argv[1], float(sys.argv[2])) as far: print(far, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, url, str(latency_ms)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as proxy:
        assert proxy.stdin
        assert proxy.stdout
        yield proxy.stdout.readline().strip()
        proxy.stdin.close()


def measured(calls: int = 100_000, latency_ms: float = 50.0, peer_calls: int = 200) -> dict[str, Any]:
    """Both clients, near and far."""
    out: dict[str, Any] = {"latency_ms": latency_ms}
    with running(BAROGRAPH) as server, proxied(server.url, latency_ms) as far:
        for name, python, count in (("barograph", sys.executable, calls), ("mlflow", str(MLFLOW.python), peer_calls)):
            out[name] = {"near": client(python, name, server.url, count), "far": client(python, name, far, count)}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what logging costs training code.")
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--latency", type=float, default=50.0, help="milliseconds there and back")
    parser.add_argument("--peer-calls", type=int, default=200)
    options = parser.parse_args()
    print(json.dumps(measured(options.calls, options.latency, options.peer_calls), indent=1))


if __name__ == "__main__":
    main()

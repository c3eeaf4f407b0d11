"""Clocks that go back: every point is stored as it was logged, and once."""

from __future__ import annotations

import json
import subprocess
import sys

from barograph.store.remote import RemoteStore
from barograph.testing.server import RunningServer

PROGRAM = """
import json, random, sys, time
import barograph
from barograph.client import metric_value, metrics
chance, clock = random.Random(3), [time.time()]
def told():
    clock[0] += chance.choice([0.001, 0.0, 1.0, -3600.0, -86400.0, 40000.0])
    return clock[0]
time.time = told
metric_value.time = told
told_ms = []
def now_ms():
    told_ms.append(metric_value.now_ms())
    return told_ms[-1]
metrics.now_ms = now_ms
barograph.set_tracking_uri(sys.argv[1])
with barograph.start_run() as run:
    for step in range(2_000):
        barograph.log_metric("loss", step / 7, step=step // 3)
print(json.dumps([run.info.run_id, told_ms]))
"""


def test_a_clock_that_jumps_back_loses_doubles_and_alters_nothing(server: RunningServer) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, server.url], capture_output=True, text=True, check=True)
    run_id, told_ms = json.loads(done.stdout.splitlines()[-1])
    assert done.stderr == ""
    points = RemoteStore(server.url).metric_history(run_id, "loss").items
    assert len(told_ms) == 2_000
    logged = {(step // 3, told_ms[step], step / 7) for step in range(2_000)}
    assert sorted((point.step, point.timestamp_ms, point.value) for point in points) == sorted(logged)
    run = RemoteStore(server.url).get_run(run_id)
    assert run.info.status.value == "FINISHED"

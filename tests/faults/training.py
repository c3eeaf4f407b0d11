"""A training program in a process of its own, and what the server has of it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from barograph.model import Query, View
from barograph.store.remote import RemoteStore

PROGRAM = """
import os, sys
import barograph
barograph.set_tracking_uri(sys.argv[1])
run = barograph.start_run(tags={"last": "none"})
barograph.log_param("lr", 0.1)
os.write(1, f"{run.info.run_id}\\n".encode())
pause = float(sys.argv[2])
import select
step = 0
while not select.select([0], [], [], pause)[0]:
    barograph.log_metric("loss", step / 7, step=step)
    if step % 10 == 0:
        barograph.set_tag("last", step)
    os.write(2, f"{step}\\n".encode())
    step += 1
barograph.end_run()
"""


class Training(NamedTuple):
    """The process, its run, and the file that holds the number of every step whose call has returned."""

    process: subprocess.Popen[bytes]
    run_id: str
    steps: Path

    def logged(self) -> int:
        """How many calls have returned."""
        return sum(line.isdigit() for line in self.steps.read_bytes().splitlines())

    def await_steps(self, count: int) -> None:
        """Wait until so many calls have returned."""
        while self.logged() < count:
            assert self.process.poll() is None, self.steps.read_text()[-2000:]
            time.sleep(0.005)

    def kill(self) -> int:
        """Kill it, and return how many calls had returned."""
        self.process.kill()
        self.process.wait()
        return self.logged()

    def end(self) -> int:
        """Let it end its run and itself, and return the number of steps."""
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(90) == 0, self.steps.read_text()[-2000:]
        return self.logged()


@contextmanager
def training(url: str, steps: Path, *, pause_s: float = 0.001, **variables: str) -> Iterator[Training]:
    """Train, a step every `pause_s`, until the block ends at the latest."""
    with steps.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url, str(pause_s)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, env=os.environ | variables,
        )  # fmt: skip
    try:
        assert process.stdout
        run_id = process.stdout.readline().strip().decode()
        assert run_id, steps.read_text()
        yield Training(process, run_id, steps)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def sync() -> str:
    """What `barograph sync` says."""
    done = subprocess.run([sys.executable, "-m", "barograph.cli", "sync"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def steps_of(url: str, run_id: str) -> list[int]:
    """The steps of all points that are stored, which must be as they were logged, each of them once."""
    store = RemoteStore(url)
    points = store.metric_history(run_id, "loss").items
    assert all(point.value == point.step / 7 for point in points)
    if points:
        # Equal points are one when they are read. Here none may even have been stored twice.
        filter_text = f"metrics.loss.count = {len(points)} AND attributes.run_id = '{run_id}'"
        assert len(store.search_runs([store.get_run(run_id).info.experiment_id], Query(filter=filter_text, view=View.ALL)).items) == 1
    return sorted(point.step for point in points)

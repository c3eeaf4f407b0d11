"""Threads, forks, workers and ends of processes: every point arrives once, and nothing hangs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from training import sync

from barograph.store.remote import RemoteStore
from barograph.testing.server import RunningServer

HEAD = """
import os, sys, threading, multiprocessing
import barograph
URL, RUN = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
barograph.set_tracking_uri(URL)

def log(first, count):
    for step in range(first, first + count):
        barograph.log_metric("loss", step / 7, step=step)

def log_as_worker(run_id, first, count):
    barograph.set_tracking_uri(URL)
    with barograph.start_run(run_id=run_id, nested=True):
        log(first, count)

def work(run, kind):
    context = multiprocessing.get_context(kind)
    workers = [context.Process(target=log_as_worker, args=(run.info.run_id, first, 1000)) for first in (1000, 2000, 3000)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert [worker.exitcode for worker in workers] == [0, 0, 0]

def main():
    run = barograph.start_run()
    print(run.info.run_id, flush=True)
    barograph.log_metric("warm", 1.0)  # Python cannot fork while another thread imports a module for the first time
"""
TAIL = """
if __name__ == "__main__":
    main()
"""

PROGRAMS = {
    "threads": """
    def work(first):
        for step in range(first, first + 500):
            barograph.log_metric("loss", step / 7, step=step, run_id=run.info.run_id)
    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 4000, 500)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
""",
    "forks that log to the run they inherit": """
    log(0, 1000)
    children = []
    for first in (1000, 2000, 3000):
        child = os.fork()
        if child == 0:
            log(first, 1000)
            sys.exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
""",
    "forks while threads log": """
    stop = threading.Event()
    def work():
        for step in range(2000):
            barograph.log_metric("loss", step / 7, step=step, run_id=run.info.run_id)
    thread = threading.Thread(target=work)
    thread.start()
    for first in range(2000, 4000, 200):
        child = os.fork()
        if child == 0:
            log(first, 200)
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0
    thread.join()
""",
    "forks that leave at once": """
    log(0, 3000)
    child = os.fork()
    if child == 0:
        log(3000, 1000)
        barograph.flush_async_logging()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
""",
    "workers of fork": """
    log(0, 1000)
    work(run, "fork")
""",
    "workers of spawn": """
    log(0, 1000)
    work(run, "spawn")
""",
    "a pool": """
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.starmap(log_as_worker, [(run.info.run_id, first, 500) for first in range(0, 4000, 500)])
        pool.close()
        pool.join()
""",
    "an end without end_run": """
    log(0, 4000)
""",
    "an exception at the end": """
    import atexit
    def last_words():
        log(3000, 1000)
        raise RuntimeError("at exit")
    atexit.register(last_words)
    log(0, 3000)
    raise ValueError("in the middle")
""",
    "a daemon thread that never ends": """
    log(0, 4000)
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    raise SystemExit(3)
""",
    "several runs at once": """
    with barograph.start_run(nested=True) as inner:
        log(0, 50)
    log(0, 4000)
    barograph.end_run()
    with barograph.start_run() as other:
        log(0, 50)
""",
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_point_arrives_once(server: RunningServer, journals: Path, tmp_path: Path, name: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(HEAD + PROGRAMS[name] + TAIL)
    done = subprocess.run([sys.executable, str(program), server.url], capture_output=True, text=True, timeout=120, check=False)
    codes = {"an exception at the end": 1, "a daemon thread that never ends": 3}
    assert done.returncode == codes.get(name, 0), done.stderr
    points = RemoteStore(server.url).metric_history(done.stdout.split()[0], "loss").items
    assert sorted((point.step, point.value) for point in points) == [(step, step / 7) for step in range(4_000)]
    if name == "forks that leave at once":
        sync()  # the file of a process that does not end as processes do stays behind, though all in it is sent
    assert list(journals.iterdir()) == []

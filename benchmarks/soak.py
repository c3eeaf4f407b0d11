"""Many processes write to one SQLite file for a long time while servers and writers are killed; then everything is compared. Prints JSON.

    python benchmarks/soak.py [--minutes 24] [--writers 32] [--seed 0]

Half of the writers log through a server with two workers, half to the file itself. In the first half of the time a writer is killed about
every second, and the server about every ten, both at random moments; each is started again, and some writers go on with the run of the one
that was killed. In the second half only writers are killed, so that the growth of the server's memory can be seen: from a quarter of that
half, when it is warm, to the end.

At the end `barograph sync` sends what killed writers have left. `lost` are points whose call had returned and which are not stored,
`altered` are stored ones that nobody logged, `doubled` are series in which points are stored more than once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import urllib3

from barograph.model import Query
from barograph.store.opening import open_store

HERE = Path(__file__).parent
STEPS_A_LIFE = 10_000_000
Point = tuple[str, int, str]


class Server:
    """The server on the file, at one port for all its lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.kills = 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "barograph.cli", "server", "--port", str(self.port), "--workers", "2"]
        command += ["--backend-store-uri", f"sqlite:///{self.folder / 'soak.db'}"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)

    def await_health(self) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                urllib3.request("GET", f"{self.url}/health", retries=False, timeout=5)
                return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the server does not answer:\n" + (self.folder / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def memory_mb(self) -> float:
        """Memory that is its alone, in 10^6 bytes: pages that its processes share with others are theirs, too."""
        parent = psutil.Process(self.process.pid)
        return sum(process.memory_full_info().uss for process in [parent, *parent.children(recursive=True)]) / 1e6


@dataclass
class Writer:
    """A place among the writers, with the processes that have filled it one after the other."""

    number: int
    uri: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    lives: int = 0
    kills: int = 0
    ledgers: list[Path] = field(default_factory=list)

    def start(self, chance: random.Random, stop: Path) -> None:
        previous = run_of(self.ledgers[-1]) if self.ledgers else None
        self.lives += 1
        ledger = self.folder / f"{self.number}-{self.lives}.ledger"
        self.ledgers.append(ledger)
        command = [sys.executable, str(HERE / "soak_writer.py"), self.uri, str(ledger), str(stop), str(chance.randrange(2**31))]
        command += [str(self.lives * STEPS_A_LIFE)]
        if previous is not None and chance.random() < 0.3:
            command.append(previous)
        environment = os.environ | {
            "BAROGRAPH_JOURNAL_DIR": str(self.folder / "journals"),
            "BAROGRAPH_SUPPRESS_PRINTING_URL_TO_STDOUT": "1",
        }
        with (self.folder / "writers.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)

    def kill(self) -> None:
        assert self.process
        if self.process.poll() is None:
            self.kills += 1
        self.process.kill()
        self.process.wait()


def run_of(ledger: Path) -> str | None:
    """The run that a ledger is of, None if its process was killed before it had one."""
    first = ledger.read_text().partition("\n")[0] if ledger.exists() else ""
    return first.removeprefix("run ") if first.startswith("run ") and len(first) == 36 else None


def entries(ledger: Path) -> tuple[set[Point], set[Point]]:
    """Points that were logged, and those that may have been: the process was killed in the middle of their call."""
    logged: set[Point] = set()
    waiting: set[Point] = set()
    for line in ledger.read_text().split("\n")[:-1]:
        if line.startswith("? "):
            _, key, step, value = line.split(" ")
            waiting.add((key, int(step), value))
        elif line == "!":
            logged |= waiting
            waiting.clear()
    return logged, waiting


def compared(uri: str, writers: list[Writer]) -> dict[str, int]:
    """What is stored against what the ledgers say."""
    logged: dict[str, set[Point]] = defaultdict(set)
    maybe: dict[str, set[Point]] = defaultdict(set)
    for writer in writers:
        for ledger in writer.ledgers:
            run_id = run_of(ledger)
            if run_id is not None:
                sure, unsure = entries(ledger)
                logged[run_id] |= sure
                maybe[run_id] |= unsure
    out = {"runs": len(logged), "points": 0, "lost": 0, "altered": 0, "doubled": 0}
    store = open_store(uri)
    for run_id, points in logged.items():
        stored: set[Point] = set()
        for i in range(8):
            history = store.metric_history(run_id, f"m{i}").items
            stored |= {(point.key, point.step, repr(point.value)) for point in history}
            if history:
                query = Query(filter=f"attributes.run_id = '{run_id}' AND metrics.m{i}.count = {len(history)}")
                out["doubled"] += not store.search_runs(["0"], query).items
        out["points"] += len(stored)
        out["lost"] += len(points - stored)
        out["altered"] += len(stored - points - maybe[run_id])
    store.close()
    return out


def soaked(folder: Path, minutes: float, count: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    uri, stop = f"sqlite:///{folder / 'soak.db'}", folder / "stop"
    server = Server(folder)
    server.await_health()
    writers = [Writer(i, server.url if i % 2 else uri, folder) for i in range(count)]
    for writer in writers:
        writer.start(chance, stop)
    begun = time.monotonic()
    half, whole = begun + minutes * 30, begun + minutes * 60
    next_server_kill, memory = begun + 10 * chance.random(), []
    while (now := time.monotonic()) < whole:
        writer = chance.choice(writers)
        writer.kill()
        writer.start(chance, stop)
        if now < half and now > next_server_kill:
            server.kill()
            server.start()
            next_server_kill = now + 5 + 10 * chance.random()
        if now > half + (whole - half) / 4:
            memory.append(server.memory_mb())
        time.sleep(chance.random() * 2)
    server.await_health()
    stop.touch()
    failed = [writer.number for writer in writers if writer.process and writer.process.wait(180) != 0]
    sync = [sys.executable, "-m", "barograph.cli", "sync", str(folder / "journals")]
    synced = subprocess.run(sync, capture_output=True, text=True, check=False)
    nothing_left = subprocess.run(sync, capture_output=True, text=True, check=False).stdout == "Nothing to send.\n"
    server.stop()
    tenth = max(1, len(memory) // 10)
    before, after = statistics.median(memory[: 3 * tenth]), statistics.median(memory[-3 * tenth :])
    return {
        "minutes": minutes,
        "writers": count,
        "writer_kills": sum(writer.kills for writer in writers),
        "server_kills": server.kills,
        **compared(uri, writers),
        "writers_that_failed": failed,
        "sync_failed": synced.stderr if synced.returncode else "",
        "nothing_left": nothing_left,
        "server_memory_mb": [round(before, 1), round(after, 1)],
        "server_memory_growth_percent": round(100 * (after / before - 1), 1),
        "server_memory_course_mb": [round(statistics.median(memory[i : i + tenth]), 1) for i in range(0, len(memory), tenth)],
    }


def is_wrong(result: dict[str, Any]) -> bool:
    """Whether anything was lost, altered, doubled or left."""
    counts = ("lost", "altered", "doubled", "writers_that_failed", "sync_failed")
    return any(result[name] for name in counts) or not result["nothing_left"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Soak the store: many writers, kills, and an exact comparison.")
    parser.add_argument("--minutes", type=float, default=24)
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="barograph-soak-"))
    print(f"Soaking in {folder}, which stays if anything goes wrong.", file=sys.stderr)
    result = soaked(folder, options.minutes, options.writers, options.seed)
    print(json.dumps(result, indent=1))
    if is_wrong(result):
        raise SystemExit(1)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

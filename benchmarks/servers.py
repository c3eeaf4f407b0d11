"""Start a tracking server on a database and a free port, and stop it with all its processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import urllib3

REPOSITORY = Path(__file__).resolve().parents[1]
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Contestant:
    """A program that serves the tracking protocol.

    `arguments` are of its command, where {store}, {port} stand for the database's URI and the port; `sqlite` says how it spells the URI
    of a SQLite file; `module` is what Python programs import of it, if they may.
    """

    name: str
    program: Path
    arguments: tuple[str, ...]
    sqlite: str = "sqlite:///{file}"
    module: str | None = None
    options: tuple[str, ...] = ()

    @property
    def python(self) -> Path:
        """The interpreter of the environment that the program is installed in."""
        return self.program.with_name("python")

    @property
    def is_installed(self) -> bool:
        return self.program.exists()

    def command(self, store: str, port: int) -> list[str]:
        """The command that serves a store at a port of the loopback address."""
        return [str(self.program), *(part.format(store=store, port=port) for part in (*self.arguments, *self.options))]

    def version(self) -> str:
        """As the program itself says it."""
        said = subprocess.run([str(self.program), "--version"], check=True, capture_output=True, text=True).stdout
        return said.split()[-1]


_SERVER = ("server", "--backend-store-uri", "{store}", "--port", "{port}")
BAROGRAPH = Contestant("Barograph", Path(sys.executable).with_name("barograph"), _SERVER, module="barograph")
BAROGRAPH_TWO_WORKERS = Contestant("Barograph, 2 workers", BAROGRAPH.program, _SERVER, module="barograph", options=("--workers", "2"))
FASTTRACKML = Contestant(
    "FastTrackML",
    REPOSITORY / ".env-fasttrackml" / "bin" / "fml",
    ("server", "--database-uri", "{store}", "--listen-address", "127.0.0.1:{port}"),
    sqlite="sqlite://{file}",
)
MLFLOW = Contestant("MLflow", REPOSITORY / ".env-mlflow3" / "bin" / "mlflow", _SERVER, module="mlflow", options=("--workers", "2"))
PEERS = (FASTTRACKML, MLFLOW)


def installed_peers() -> list[Contestant]:
    """The others that this machine has."""
    return [peer for peer in PEERS if peer.is_installed]


class NoAnswer(SystemExit):
    """A server ended, or did not answer in time: what it printed last."""


@dataclass(frozen=True)
class Running:
    """A server that has answered for the first time, `start_s` after it was started."""

    url: str
    start_s: float
    process: psutil.Process

    def memory_mb(self) -> float:
        """Resident memory of the server and all its children, in 10^6 bytes."""
        return sum(process.memory_info().rss for process in [self.process, *self.process.children(recursive=True)]) / 1e6


@contextmanager
def running(contestant: Contestant, store: str | None = None) -> Iterator[Running]:
    """Serve the database with URI `store`, by default a fresh SQLite file; yields after the first answer to /health."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Path(folder, "server.log").open("wb") as log:
        command = contestant.command(store or contestant.sqlite.format(file="bench.db"), port)
        started = time.perf_counter()
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, server, Path(folder, "server.log"))
            yield Running(url, time.perf_counter() - started, psutil.Process(server.pid))
        finally:
            _stop(server)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    pool = urllib3.PoolManager(retries=False, timeout=2.0)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            if pool.request("GET", f"{url}/health").status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.01)
    raise NoAnswer(f"{url} does not answer:\n{log.read_text()[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)] if server.poll() is None else []
    server.terminate()
    _, alive = psutil.wait_procs(processes, timeout=10)
    for process in alive:
        process.kill()
    server.wait(10)

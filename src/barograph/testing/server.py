"""The real server as a subprocess, for tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import msgspec

_READY_WITHIN_S = 60.0
_STOPPED_WITHIN_S = 15.0
_POLL_S = 0.02
_ANNOUNCED = re.compile(r"https?://[^\s/]+(?:/\S*)?")


class RunningServer(msgspec.Struct, frozen=True):
    """A server that answers at `url`, as process `process`, writing to the file `log`."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def __str__(self) -> str:
        return self.url


@contextmanager
def running_server(directory: Path, *arguments: str) -> Iterator[RunningServer]:
    """Run `barograph server` on a free loopback port, with database and artifacts in `directory`, until the block ends.

    `arguments` are further options of the command and win over those given here. If the server does not come up or the block fails, the
    server's log is written to stderr.
    """
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "server.log"
    command = [
        *(sys.executable, "-m", "barograph.cli", "server", "--host", "127.0.0.1", "--port", "0"),
        *("--backend-store-uri", f"sqlite:///{directory / 'barograph.db'}", "--artifacts-destination", str(directory / "artifacts")),
        *arguments,
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BAROGRAPH_", "MLFLOW_"))}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=directory, env=environment
        )
    try:
        yield RunningServer(_ready_url(process, log), process, log)
    except BaseException:
        sys.stderr.write(f"--- log of the server ---\n{log.read_text(errors='replace')}--- end of log ---\n")
        raise
    finally:
        _stop(process)


def _ready_url(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with exit code {process.returncode} before it answered.")
        announced = _ANNOUNCED.search(log.read_text(errors="replace"))
        if announced and _is_healthy(announced.group().rstrip("/")):
            return announced.group().rstrip("/")
        time.sleep(_POLL_S)
    raise RuntimeError(f"The server did not answer within {_READY_WITHIN_S:g} s.")


def _is_healthy(url: str) -> bool:
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

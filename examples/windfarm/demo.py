"""`make demo`: a server of its own, the workshop on it, a look at every page, and the address to open.

python demo.py [--data farm.csv] [--exit]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3
from rich.console import Console

import barograph as mlflow
import workshop
from barograph.settings import QUIET
from windfarm.data import BrokenDataError

FOLDER = Path(__file__).resolve().parents[2] / ".demo"
PATIENCE_S = 30.0


class DemoError(Exception):
    """The demo cannot go on; the message says why."""


def free_port(wanted: int = 5000) -> int:
    """`wanted` where nobody listens there, else any free port of the loopback address."""
    for port in (wanted, 0):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(candidate.getsockname()[1])
    raise DemoError("No free port on 127.0.0.1.")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server on fresh data in `folder`; yields its address once it answers, and stops it in the end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    port = free_port()
    command = [str(Path(sys.executable).with_name("barograph")), "server", "--host", "127.0.0.1", "--port", str(port)]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise DemoError(f"The server stopped with exit code {server.returncode}:\n{log.read_text()[-2000:]}")
        try:
            if urllib3.request("GET", f"{url}/health", retries=False, timeout=1.0).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
    raise DemoError(f"The server at {url} did not answer within {PATIENCE_S:.0f} s; see {log}.")


def check(url: str) -> int:
    """Ask for every kind of page: the UI with its assets, health, runs and versions. Returns the number of answers."""
    page = _get(url, "/")
    assets = re.findall(r'(?:src|href)="([^"]+\.(?:js|css|svg))"', page)
    if not any(asset.endswith(".js") for asset in assets):
        raise DemoError(f"{url}/ is not the UI: it names no script.")
    for asset in assets:
        _get(url, "/" + asset.removeprefix(".").removeprefix("/"))
    _get(url, "/health")
    experiment = json.loads(_get(url, f"/api/2.0/mlflow/experiments/get-by-name?experiment_name={workshop.EXPERIMENT}"))["experiment"]
    found = json.loads(_get(url, "/api/2.0/mlflow/runs/search", {"experiment_ids": [experiment["experiment_id"]]}))
    names = sorted(run["info"]["run_name"] for run in found.get("runs", []))
    if names != sorted(f"forest-{n}" for n in workshop.FORESTS):
        raise DemoError(f"The server's runs are {names}; expected one for each of {workshop.FORESTS} trees.")
    found = json.loads(_get(url, f"/api/2.0/mlflow/model-versions/search?filter=name%3D%27{workshop.MODEL}%27"))
    versions = sorted(version["version"] for version in found.get("model_versions", []))
    if versions != ["1", "2", "3"]:
        raise DemoError(f"The server's versions of {workshop.MODEL} are {versions}; expected 1, 2 and 3.")
    return len(assets) + 5


def _get(url: str, path: str, body: object = None) -> str:
    answer = urllib3.request("GET" if body is None else "POST", url + path, json=body, timeout=PATIENCE_S)
    if answer.status != 200:
        raise DemoError(f"{path} answers {answer.status}: {answer.data[:300]!r}")
    return answer.data.decode()


def main() -> None:
    """Run the demo from the command line."""
    parser = argparse.ArgumentParser(description="The wind-farm workshop on a server of its own.")
    parser.add_argument("--data", type=Path, help="CSV to use; invented data without it")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the server keeps its data; emptied first")
    parser.add_argument("--exit", action="store_true", help="stop after checking that the pages answer")
    options = parser.parse_args()
    console = Console()
    QUIET.set(True)
    try:
        parts = workshop.days(options.data)
        with serving(options.folder) as url:
            console.print(f"Serving at {url}, data in {options.folder}")
            mlflow.set_tracking_uri(url)
            workshop.run(parts, console)
            console.print(f"{check(url)} pages answer.")
            console.print(f"\nThe three runs, their charts and the model: [bold link={url}]{url}[/]")
            if not options.exit:
                console.print(f"Ctrl-C stops the server; the data stay in {options.folder} until the next demo.")
                while True:
                    time.sleep(3600)
    except KeyboardInterrupt:
        console.print("Stopped.")
    except (DemoError, BrokenDataError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

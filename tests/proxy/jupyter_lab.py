"""A real JupyterLab with jupyter-server-proxy for tests, on a free loopback port, below a base URL as JupyterHub gives them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import msgspec

TOKEN = "token-of-the-tests"
BASE = "/user/ada/"
_STARTS_WITHIN_S = 90.0


class Lab(msgspec.Struct, frozen=True):
    """A JupyterLab that runs, with notebooks in `folder`."""

    port: int
    folder: Path

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{BASE}{path}"


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Run JupyterLab until the block ends. Its settings and its runtime files are in the folder, too."""
    notebooks = folder / "notebooks"
    notebooks.mkdir(parents=True)
    port = _free_port()
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "RUNTIME", "DATA")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY", "VSCODE"))}
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.base_url": BASE,
        "ServerApp.root_dir": notebooks,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "ServerApp.allow_remote_access": True,
        "IdentityProvider.token": TOKEN,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "",
        "LabServerApp.workspaces_dir": folder / "workspaces",
        "LabServerApp.user_settings_dir": folder / "settings",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder, env=environment | own
        ) as process,
    ):
        try:
            lab = Lab(port, notebooks)
            _wait_until_it_answers(lab, process, log)
            yield lab
        finally:
            process.terminate()


def _wait_until_it_answers(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab did not start: {log.read_text()}")
        try:
            if httpx2.get(lab.url("api"), trust_env=False, timeout=5).status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"JupyterLab did not answer within {_STARTS_WITHIN_S:g} s: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

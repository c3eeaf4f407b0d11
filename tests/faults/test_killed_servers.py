"""A server that is killed again and again while a process trains: nothing is lost, nothing counts twice, and training goes on."""

from __future__ import annotations

import contextlib
import random
import socket
import subprocess
import sys
import time
from pathlib import Path

import urllib3
from training import steps_of, training

from barograph.store.remote import RemoteStore

KILLS = 20
# Everything is imported before the word is given, so that the next server is up as soon as the one before it is dead.
SERVER = """
import sys, uvicorn, alembic.config, alembic.command
import barograph.cli.server, barograph.server.serve, barograph.server.app, barograph.store.sql.store
sys.stdin.readline()
from barograph.cli.main import main
sys.argv = ["barograph", "server", *sys.argv[1:]]
main()
"""


def spare_server(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SERVER, "--port", str(port), "--backend-store-uri", f"sqlite:///{folder / 'x.db'}"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)


def start(server: subprocess.Popen[bytes], url: str) -> None:
    assert server.stdin
    server.stdin.write(b"go\n")
    server.stdin.flush()
    deadline = time.monotonic() + 60
    while True:
        try:
            assert urllib3.request("GET", f"{url}/health", retries=False, timeout=5).status == 200
            return
        except urllib3.exceptions.HTTPError:
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)


def next_arrival(url: str, run_id: str, after: int) -> int:
    """The last step that the server has, once it is a later one than `after`."""
    store, deadline = RemoteStore(url), time.monotonic() + 60
    while time.monotonic() < deadline:
        last = max((metric.step for metric in store.get_run(run_id).metrics), default=-1)
        if last > after:
            return last
        time.sleep(0.01)
    raise AssertionError("nothing more arrived")


def end(server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()
    assert server.stdin
    with contextlib.suppress(BrokenPipeError):
        server.stdin.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_server_killed_twenty_times_while_it_takes_what_is_logged(tmp_path: Path) -> None:
    chance, port = random.Random(7), free_port()
    url = f"http://127.0.0.1:{port}"
    server, spare = spare_server(tmp_path, port), spare_server(tmp_path, port)
    try:
        start(server, url)
        with training(url, tmp_path / "steps", pause_s=0.0005, BAROGRAPH_HEARTBEAT_S="0") as trained:
            arrived = -1
            for _ in range(KILLS):
                arrived = next_arrival(url, trained.run_id, arrived)
                trained.await_steps(trained.logged() + chance.randrange(1, 400))
                end(server)
                server, spare = spare, spare_server(tmp_path, port)
                start(server, url)
            logged = trained.end()
        assert steps_of(url, trained.run_id) == list(range(logged))
        run = RemoteStore(url).get_run(trained.run_id)
        assert (run.params, run.tags["last"], run.info.status.value) == ({"lr": "0.1"}, str((logged - 1) // 10 * 10), "FINISHED")
    finally:
        end(server)
        end(spare)

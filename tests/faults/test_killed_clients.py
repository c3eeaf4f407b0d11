"""A training process that is killed loses nothing that a call has returned from; the next process, or `barograph sync`, sends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from training import steps_of, sync, training

from barograph.testing.server import RunningServer, running_server

NEXT = """
import sys, barograph
barograph.set_tracking_uri(sys.argv[1])
with barograph.start_run():
    barograph.log_metric("m", 1.0)
    journals = sys.argv[2]
    import os, time
    while len([name for name in os.listdir(journals) if name.endswith(".journal")]) > 1:
        time.sleep(0.01)
"""


@pytest.mark.parametrize("steps", [1, 40, 2_000])
def test_sync_sends_what_a_killed_process_has_logged_and_sends_it_once(server: RunningServer, tmp_path: Path, steps: int) -> None:
    with training(server.url, tmp_path / "steps", pause_s=0.0001) as trained:
        trained.await_steps(steps)
        returned = trained.kill()
    sync()
    stored = steps_of(server.url, trained.run_id)
    assert stored == list(range(len(stored)))
    assert returned <= len(stored) <= returned + 1
    assert sync() == "Nothing to send.\n"
    assert steps_of(server.url, trained.run_id) == stored


def test_the_next_process_sends_it_too(server: RunningServer, journals: Path, tmp_path: Path) -> None:
    with training(server.url, tmp_path / "steps", pause_s=0.0001) as trained:
        trained.await_steps(300)
        returned = trained.kill()
    subprocess.run([sys.executable, "-c", NEXT, server.url, str(journals)], check=True, timeout=90)
    assert len(steps_of(server.url, trained.run_id)) in (returned, returned + 1)
    assert os.listdir(journals) == []  # noqa: PTH208 - names are enough


def test_a_process_killed_while_the_server_is_gone_has_lost_nothing_either(tmp_path: Path) -> None:
    with running_server(tmp_path / "server") as first:
        url = first.url
        with training(url, tmp_path / "steps") as trained:
            trained.await_steps(20)
            first.process.kill()
            trained.await_steps(400)
            returned = trained.kill()
    with running_server(tmp_path / "server", "--port", url.rpartition(":")[2]):
        sync()
        assert len(steps_of(url, trained.run_id)) in (returned, returned + 1)

"""Disks that are full, of the server and of the client: nothing that can be kept is lost, and nothing is damaged."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from training import steps_of, sync, training

from barograph.errors import BarographError, Unavailable
from barograph.model import Metric
from barograph.store.remote import RemoteStore
from barograph.store.sql.sqlite_driver import driver as sqlite
from barograph.testing.server import RunningServer, running_server

NO_ROOM = """
import resource, sys
import barograph
barograph.set_tracking_uri(sys.argv[1])
with barograph.start_run() as run:
    print(run.info.run_id, flush=True)
    for step in range(100):
        barograph.log_metric("loss", step / 7, step=step)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
    for step in range(100, 3_000):
        barograph.log_metric("loss", step / 7, step=step)
        if step % 100 == 0:
            barograph.log_metrics({"a": step, "b": step}, step=step)
            barograph.set_tag("last", step)
"""


def limit_files(server: RunningServer, size: int) -> None:
    """Let no file of a server grow beyond `size` bytes."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_journal_without_room_goes_on_in_memory(server: RunningServer) -> None:
    done = subprocess.run([sys.executable, "-c", NO_ROOM, server.url], capture_output=True, text=True, check=True)
    run_id = done.stdout.split()[0]
    assert done.stderr.count("The journal cannot be written") == 1, done.stderr
    assert steps_of(server.url, run_id) == list(range(3_000))
    run = RemoteStore(server.url).get_run(run_id)
    assert (run.tags["last"], {metric.key: metric.value for metric in run.metrics}["a"]) == ("2900", 2_900.0)


def test_a_directory_that_cannot_be_written_costs_nothing_but_safety(
    server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BAROGRAPH_JOURNAL_DIR", str(tmp_path / "file" / "journals"))
    with training(server.url, tmp_path / "steps") as trained:
        trained.await_steps(200)
        logged = trained.end()
    assert steps_of(server.url, trained.run_id) == list(range(logged))


def test_a_server_without_room_says_so_keeps_what_it_has_and_goes_on_with_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_server(tmp_path / "server") as server, training(server.url, tmp_path / "steps") as trained:
        trained.await_steps(100)
        limit_files(server, 4_096)  # the write-ahead log is longer than that already
        refused = RemoteStore(server.url)
        monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
        with pytest.raises(BarographError) as told:
            refused.log_batch(trained.run_id, metrics=[Metric(key="refused", value=1.0, timestamp_ms=1)] * 500)
        assert isinstance(told.value, Unavailable)
        trained.await_steps(trained.logged() + 500)
        stored = steps_of(server.url, trained.run_id)
        assert stored == list(range(len(stored)))
        limit_files(server, resource.RLIM_INFINITY)
        logged = trained.end()
        assert steps_of(server.url, trained.run_id) == list(range(logged))
        assert "refused" not in {metric.key for metric in refused.get_run(trained.run_id).metrics}
    with sqlite.connect(tmp_path / "server" / "barograph.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_a_client_killed_without_room_has_lost_only_what_was_in_memory(server: RunningServer, journals: Path, tmp_path: Path) -> None:
    with training(server.url, tmp_path / "steps") as trained:
        trained.await_steps(50)
        resource.prlimit(trained.process.pid, resource.RLIMIT_FSIZE, (3_000, resource.RLIM_INFINITY))
        trained.await_steps(400)
        trained.kill()
    if journals.exists():
        sync()
    stored = steps_of(server.url, trained.run_id)
    assert stored == list(range(len(stored)))
    assert len(stored) >= 50

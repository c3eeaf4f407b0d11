"""The local queue: the contract of backends, and the order of what waits."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from barograph.model import RunStatus
from barograph.projects.backends.local_queue import LocalQueue
from barograph.projects.backends.table import backend
from barograph.testing.contract.backends import Commands, Place, TestBackend, TestWaitingJobs, commands, wait_until

__all__ = ["TestBackend", "TestWaitingJobs", "commands"]


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    queue = LocalQueue(grace_s=1.0)

    @contextmanager
    def full() -> Iterator[Mapping[str, Any]]:
        occupied = Commands(Place(backend=queue), tmp_path_factory.mktemp("full"))
        occupied.submit("sleep 300", {"workers": 1})
        yield {"workers": 1}
        occupied.end()

    return Place(backend=queue, config={"workers": 2}, wrong={"workers": 0}, full=full)


def test_so_many_run_at_a_time_and_in_order(commands: Commands) -> None:
    command = 'echo "$NUMBER" >> "$TOLD/order"; until [ -e "$TOLD/go-$NUMBER" ]; do sleep 0.02; done'
    jobs = [commands.submit(command, variables={"NUMBER": str(number)}) for number in range(5)]

    def started() -> set[str]:
        return set(commands.text("order").split())

    wait_until(lambda: started() == {"0", "1"})
    assert [job.status() for job in jobs] == [RunStatus.RUNNING] * 2 + [RunStatus.SCHEDULED] * 3
    (commands.told / "go-1").touch()
    wait_until(lambda: started() == {"0", "1", "2"})
    jobs[3].cancel()
    (commands.told / "go-0").touch()
    wait_until(lambda: started() == {"0", "1", "2", "4"})
    for number in (2, 4):
        (commands.told / f"go-{number}").touch()
    assert [job.wait() for job in jobs] == [RunStatus.FINISHED] * 3 + [RunStatus.KILLED, RunStatus.FINISHED]
    assert len({job.id for job in jobs}) == 5


def test_more_workers_let_more_run(commands: Commands) -> None:
    first, second = (commands.submit("sleep 300", {"workers": 1}) for _ in range(2))
    assert (first.status(), second.status()) == (RunStatus.RUNNING, RunStatus.SCHEDULED)
    third = commands.submit("sleep 300", {"workers": 2})
    assert (second.status(), third.status()) == (RunStatus.RUNNING, RunStatus.SCHEDULED)


def test_what_cannot_start_any_more_fails_and_lets_others_go_on(
    commands: Commands, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = commands.submit("sleep 300", {"workers": 1})
    elsewhere = Commands(commands.place, _made(tmp_path / "elsewhere"))
    gone = elsewhere.submit("true", {"workers": 1})
    last = commands.submit("true", {"workers": 1})
    shutil.rmtree(elsewhere.project)
    first.cancel()
    assert (gone.wait(), last.wait()) == (RunStatus.FAILED, RunStatus.FINISHED)
    assert "does not exist" in capsys.readouterr().out


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_process_has_one_queue() -> None:
    assert backend("queue") is backend("queue")

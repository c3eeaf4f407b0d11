"""The output of a job as a file of its run."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from barograph.errors import Unavailable
from barograph.projects.agent.job_log import JobLog


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_lines_are_kept_while_the_job_goes_on_and_at_its_end() -> None:
    kept: list[bytes] = []
    log = JobLog(kept.append, pytest.fail, every_s=0.01)
    log.add("one")
    until(lambda: kept)
    assert kept == [b"one\n"]
    log.add("two \udcff")
    log.end()
    until(lambda: log.is_kept)
    assert kept[-1] == b"one\ntwo ?\n"
    assert len(kept) == 2


def test_a_job_that_prints_nothing_has_no_file() -> None:
    log = JobLog(pytest.fail, pytest.fail, every_s=0.01)
    log.end()
    until(lambda: log.is_kept)


def test_of_endless_output_the_beginning_and_the_end_are_kept() -> None:
    kept: list[bytes] = []
    log = JobLog(kept.append, pytest.fail, every_s=3_600)
    for number in range(100_000):
        log.add(f"{number:06} {'x' * 90}")
    log.end()
    until(lambda: log.is_kept)
    (text,) = kept
    lines = text.decode().splitlines()
    assert (lines[0][:6], lines[-1][:6]) == ("000000", "099999")
    (gap,) = [line for line in lines if line.startswith("…")]
    assert int(gap.split()[1]) + len(lines) - 1 == 100_000
    assert len(text) < 5_000_000


def test_a_server_that_is_gone_is_said_once_and_tried_again() -> None:
    kept: list[bytes] = []
    said: list[str] = []
    answers = [Unavailable("It is gone."), Unavailable("It is gone."), None]

    def keep(text: bytes) -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        kept.append(text)

    log = JobLog(keep, said.append, every_s=0.01)
    for left in (2, 1, 0):
        log.add("word")
        until(lambda left=left: len(answers) == left)
    assert kept == [b"word\n" * 3]
    assert said == ["the output cannot be kept with the run: It is gone."]
    log.end()

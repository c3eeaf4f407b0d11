"""Environments are listed, and removed once nobody used them for long."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barograph.cli.commands import app
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation
from barograph.projects.environments.cache import RECORD, found_or_made
from barograph.projects.environments.kept import kept_environments, prune_environments

DAY_MS = 86_400_000


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "root"))
    return tmp_path / "root"


def made(key: str, days_ago: float = 0) -> Path:
    def make(directory: Path) -> Activation:
        python_of(directory).parent.mkdir(parents=True)
        python_of(directory).write_bytes(b"x" * 1000)
        os.link(python_of(directory), python_of(directory).with_name("python3.11"))
        return activated(directory, lock="")

    directory = found_or_made(key, make, lambda _: None).paths[0].parent
    _age(directory / RECORD, days_ago)
    return directory


def _age(path: Path, days: float) -> None:
    then = time.time() - days * DAY_MS / 1000
    os.utime(path, (then, then))


def run(*arguments: str) -> str:
    told = CliRunner().invoke(app, ["environments", *arguments])
    assert told.exit_code == 0, told.output
    return told.output


def test_there_are_none_at_first() -> None:
    assert kept_environments() == []
    assert json.loads(run("list", "--json")) == []
    assert run("prune") == "0 were removed, 0 B.\n"


def test_the_longest_unused_come_first_and_go_first() -> None:
    new, old = made("new", 1), made("old", 40)
    assert [one.directory for one in kept_environments()] == [old, new]
    assert all(1000 < one.size_bytes < 3000 for one in kept_environments())
    assert [one["directory"] for one in json.loads(run("prune", "--dry-run", "--json"))] == [str(old)]
    assert old.is_dir()
    assert "1 were removed" in run("prune")
    assert (old.exists(), new.exists()) == (False, True)
    assert [one.directory for one in prune_environments(0)] == [new]
    assert kept_environments() == []
    assert made("old").is_dir()


def test_using_one_keeps_it() -> None:
    made("used", 40)
    found_or_made("used", pytest.fail, lambda _: None)
    assert prune_environments(30 * DAY_MS) == []


def test_what_is_being_made_stays_and_what_was_interrupted_goes() -> None:
    making, interrupted = (made(key) for key in ("making", "interrupted"))
    for directory in (making, interrupted):
        (directory / RECORD).unlink()
    _age(interrupted, 1)
    assert [one.directory for one in prune_environments(0)] == [interrupted]
    assert [(one.directory, one.is_whole) for one in kept_environments()] == [(making, False)]


def test_a_wrong_age_is_refused() -> None:
    told = CliRunner().invoke(app, ["environments", "prune", "--older-than", "1w"])
    assert told.exit_code == 1

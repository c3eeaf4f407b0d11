"""A sweep whose process is killed and resumed ends with every trial once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from killed_sweep import faults, function_command, killed_sweep, processes_of

from barograph.testing.server import running_server

TRIALS = 30


@pytest.fixture(autouse=True)
def own_user_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "user"))


def killed_thrice(uri: str, folder: Path, seed: int) -> None:
    command = function_command(uri, folder, trials=TRIALS, workers=2, seconds=0.02)
    outcome = killed_sweep(command, uri, folder, trials=TRIALS, kills=3, chance=random.Random(seed))
    assert faults(outcome, TRIALS) == []
    assert outcome.kills == 3
    # What was cut off is done again, at most what both workers had in hand at each of the kills.
    assert TRIALS <= outcome.performed <= TRIALS + 3 * 2
    assert sorted(key for key in outcome.parents[0].params if key.startswith("sweep.session.")) == [
        f"sweep.session.{number}" for number in range(1, 5)
    ]
    assert processes_of(folder) == []


def test_on_a_database_every_trial_is_there_once(tmp_path: Path) -> None:
    killed_thrice(f"sqlite:///{tmp_path / 'runs.db'}", tmp_path, seed=1)


def test_on_a_server_every_trial_is_there_once(tmp_path: Path) -> None:
    with running_server(tmp_path / "server") as server:
        killed_thrice(server.url, tmp_path, seed=2)

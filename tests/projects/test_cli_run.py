"""`barograph run`, as people and scripts call it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from barograph import MlflowClient

COMMAND = [sys.executable, "-m", "barograph.cli", "run"]


@pytest.fixture
def folder(tracking: str, tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    commands = {
        "main": "echo {x}",
        "failing": "exit 7",
        "slow": f"trap 'echo ended >> {tmp_path}/log; exit 0' TERM; touch {tmp_path}/began; while true; do sleep 0.05; done",
        "stubborn": f"trap '' TERM; touch {tmp_path}/began; while true; do sleep 0.05; done",
        "lines": f"echo first; while [ ! -e {tmp_path}/go ]; do sleep 0.05; done; echo second; echo third >&2",
    }
    entry_points = {name: {"command": command, "parameters": {"x": {"default": "1"}}} for name, command in commands.items()}
    (made / "MLproject").write_text(json.dumps({"entry_points": entry_points}))
    return made


def started(tracking: str, *arguments: str) -> subprocess.Popen[str]:
    variables = {**os.environ, "BAROGRAPH_TRACKING_URI": tracking, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables)


def run(tracking: str, *arguments: str) -> tuple[int, str, str]:
    process = started(tracking, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def until(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def statuses() -> list[str]:
    return [found.info.status for found in MlflowClient().search_runs(["0"])]


def test_what_a_command_prints_is_all_that_is_printed(tracking: str, folder: Path) -> None:
    assert run(tracking, str(folder), "-P", "x=a=b c", "--run-name", "named") == (0, "a=b c\n", "")
    (made,) = MlflowClient().search_runs(["0"])
    assert (made.info.run_name, made.info.status, made.data.params) == ("named", "FINISHED", {"x": "a=b c"})


def test_failures_are_told_in_a_line(tracking: str, folder: Path) -> None:
    code, out, err = run(tracking, str(folder), "-e", "failing")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Error: Run ")
    assert statuses() == ["FAILED"]
    code, _, err = run(tracking, str(folder / "absent"))
    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["-P", "x"], ["-P", "=1"], ["-P", "x=1", "-P", "x=2"], ["-c", "{"], ["-c", "absent.json"], ["--nope"], ["-A", "=x"],
        ["--experiment-id", "0", "--experiment-name", "a"],
    ],
)  # fmt: skip
def test_wrong_usage(tracking: str, folder: Path, arguments: list[str]) -> None:
    code, out, err = run(tracking, str(folder), *arguments)
    assert (code, out) == (2, "")
    assert "Usage:" in err
    assert statuses() == []


def test_output_appears_as_it_comes(tracking: str, folder: Path, tmp_path: Path) -> None:
    process = started(tracking, str(folder), "-e", "lines")
    assert process.stdout is not None
    assert process.stdout.readline() == "first\n"
    (tmp_path / "go").touch()
    assert process.communicate(timeout=60) == ("second\n", "third\n")
    assert process.returncode == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_end_the_command_and_kill_the_run(tracking: str, folder: Path, tmp_path: Path, number: int, code: int) -> None:
    process = started(tracking, str(folder), "-e", "slow")
    until(tmp_path / "began")
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert (tmp_path / "log").read_text() == "ended\n"
    assert statuses() == ["KILLED"]
    assert "Traceback" not in err


def test_a_configuration_is_json_or_a_file(tracking: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    for given in ("{}", str(tmp_path / "config.json")):
        assert run(tracking, str(folder), "-c", given)[0] == 0
    (tmp_path / "config.json").write_text("[1]")
    code, _, err = run(tracking, str(folder), "-c", str(tmp_path / "config.json"))
    assert code == 1
    assert "must be a JSON object" in err


def test_the_experiment_of_the_environment(tracking: str, folder: Path) -> None:
    os.environ["MLFLOW_EXPERIMENT_NAME"] = "from outside"
    assert run(tracking, str(folder))[0] == 0
    experiment = MlflowClient().get_experiment_by_name("from outside")
    assert experiment is not None
    assert len(MlflowClient().search_runs([experiment.experiment_id])) == 1


def test_another_place_for_the_run(tracking: str, folder: Path, tmp_path: Path) -> None:
    assert run(tracking, str(folder), "--tracking-uri", f"sqlite:///{tmp_path}/other.db")[0] == 0
    assert statuses() == []
    assert len(MlflowClient(f"sqlite:///{tmp_path}/other.db").search_runs(["0"])) == 1

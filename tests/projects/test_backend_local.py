"""The local backend, and the processes that others build on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from barograph.errors import InvalidValue, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.local import LocalBackend
from barograph.projects.backends.process import ProcessJob
from barograph.projects.environments.base import Activation
from barograph.projects.spec import PythonEnvironment
from barograph.testing.contract.backends import Place, TestBackend, commands, lives, wait_until

__all__ = ["TestBackend", "commands"]


@pytest.fixture
def place() -> Place:
    return Place(backend=LocalBackend(grace_s=1.0))


def _launch(command: str, folder: Path, activation: Activation) -> Launch:
    return Launch(
        run_id="r", experiment_id="0", command=command, directory=folder, variables={}, activation=activation,
        environment=PythonEnvironment(), uri=str(folder),
    )  # fmt: skip


def test_an_environment_is_activated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKEN_AWAY", "1")
    monkeypatch.setenv("SET_ANEW", "old")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "greet").write_text("#!/bin/sh\necho hello")
    (tools / "greet").chmod(0o755)
    activation = Activation(paths=(tools, Path("/nowhere")), variables={"SET_ANEW": "new"}, unset=("TAKEN_AWAY",))
    command = 'echo "$(greet) $SET_ANEW ${TAKEN_AWAY-gone} ${PATH%%:/nowhere*}" > told'
    assert ProcessJob.of(_launch(command, tmp_path, activation)).wait() is RunStatus.FINISHED
    assert (tmp_path / "told").read_text() == f"hello new gone {tools}\n"


def test_a_missing_folder_or_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="nowhere"):
        ProcessJob(["true"], tmp_path / "nowhere", {})
    with pytest.raises(Unavailable, match="no-such-program"):
        ProcessJob(["no-such-program"], tmp_path, dict(os.environ))


def test_its_exit_code_is_kept(tmp_path: Path) -> None:
    job = ProcessJob(["bash", "-c", "exit 7"], tmp_path, dict(os.environ))
    assert job.wait() is RunStatus.FAILED
    assert job.exit_code == 7


def test_a_command_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from barograph.projects.backends.process import ProcessJob
ProcessJob(["bash", "-c", "echo $$ > part; mv part process; sleep 300"], Path(sys.argv[1]), dict(os.environ), grace_s=0.1)
while not Path(sys.argv[1], "process").exists():
    pass
os._exit(1)
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    process = int((tmp_path / "process").read_text())
    wait_until(lambda: not lives(process))

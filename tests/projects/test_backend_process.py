"""A command as a group of processes here: the contract of backends on the runner that others build on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from barograph.errors import InvalidValue, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.process import ProcessJob
from barograph.projects.environments.base import Activation
from barograph.projects.spec import PythonEnvironment
from barograph.testing.contract.backends import Place, TestBackend, commands

__all__ = ["TestBackend", "commands"]


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


class _Processes:
    name = "processes"
    activates = True

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> ProcessJob:
        read_configuration(_Nothing, self.name, config)
        return ProcessJob.of(launch, grace_s=1.0)


@pytest.fixture
def place() -> Place:
    return Place(backend=_Processes())


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

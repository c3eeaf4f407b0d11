"""Environments that Python's own venv and pip make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from barograph.errors import ExecutionFailed, InvalidValue, NotSupported
from barograph.projects.environments.virtualenv import VirtualenvManager
from barograph.projects.environments.wanted import wanted
from barograph.projects.spec import DockerEnvironment, LockedEnvironment, PythonEnvironment, RequirementsEnvironment
from environment_making import ask, files

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "root"))


def quiet(_: str) -> None:
    pass


def test_what_it_makes(tmp_path: Path) -> None:
    manager = VirtualenvManager()
    assert manager.supports(RequirementsEnvironment())
    for spec in (LockedEnvironment(has_lock=True), DockerEnvironment(image="busybox")):
        assert not manager.supports(spec)
        with pytest.raises(NotSupported, match="Choose another manager"):
            wanted(spec, tmp_path, quiet)


def test_an_environment_is_made_once_and_found_without_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = files(tmp_path / "a project; $(id)", more__txt="iniconfig==2.0.0\n")
    spec = PythonEnvironment(python=THIS, dependencies=("six==1.16.0", "-r more.txt"))
    made = VirtualenvManager().prepare(spec, project, quiet)
    assert {"six==1.16.0", "iniconfig==2.0.0"} <= set((made.lock or "").splitlines())
    assert ask(made, "import six, iniconfig, sys; print(sys.prefix)") == made.variables["VIRTUAL_ENV"]

    def no_process(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", no_process)
    assert VirtualenvManager().prepare(spec, project, quiet) == made


def test_a_failure_says_what_pip_said_and_leaves_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(ExecutionFailed, match=r"(?s)-m pip install.*ended with code 1\..*Invalid requirement"):
        VirtualenvManager().prepare(PythonEnvironment(dependencies=(f"$(touch {mark})", f"`touch {mark}`; touch {mark}")), tmp_path, quiet)
    assert not mark.exists()
    assert not [entry for entry in (tmp_path / "root").glob("*/*") if entry.is_dir()]


def test_a_python_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"Python 3\.99 is not on this machine. Install it"):
        VirtualenvManager().prepare(PythonEnvironment(python="3.99"), tmp_path, quiet)


def test_a_directory_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="is not there"):
        VirtualenvManager().prepare(PythonEnvironment(directory="nowhere"), tmp_path, quiet)

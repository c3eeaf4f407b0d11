"""Environments that are there already."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from barograph.errors import ExecutionFailed, InvalidValue
from barograph.projects.environments.existing import ExistingManager
from barograph.projects.environments.freeze import frozen_here
from barograph.projects.environments.local import LocalManager
from barograph.projects.environments.pip_settings import for_uv
from barograph.projects.environments.table import manager, manager_for, manager_names
from barograph.projects.environments.tool import run_tool
from barograph.projects.spec import (
    CondaEnvironment,
    DockerEnvironment,
    EnvironmentSpec,
    LockedEnvironment,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)


def quiet(_: str) -> None:
    pass


def environment(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    (folder / "lib" / "python3.11" / "site-packages" / "six-1.16.0.dist-info").mkdir(parents=True)
    return folder


def test_it_is_used_as_it_is_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = environment(tmp_path / "there")
    monkeypatch.chdir(tmp_path)
    made = ExistingManager(Path("there")).prepare(PythonEnvironment(python="3.99", dependencies=("toml",)), tmp_path, quiet)
    assert made.paths == (there / "bin",)
    assert made.variables == {"VIRTUAL_ENV": str(there), "BAROGRAPH_ENV_PATH": str(there)}
    assert made.lock == "six==1.16.0\n"
    with pytest.raises(InvalidValue, match="there is no Python in it"):
        ExistingManager(tmp_path).prepare(PythonEnvironment(), tmp_path, quiet)


def test_local_is_the_environment_of_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = LocalManager().prepare(PythonEnvironment(), tmp_path, quiet)
    assert sys.prefix != sys.base_prefix, "these tests run in a virtual environment"
    assert made.paths == (Path(sys.prefix) / "bin",)
    assert made.lock == frozen_here()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setenv("PATH", str(environment(tmp_path / "other") / "bin"))
    (tmp_path / "other" / "bin" / "python").chmod(0o755)
    made = LocalManager().prepare(PythonEnvironment(), tmp_path, quiet)
    assert made.paths == ()
    assert made.lock == "six==1.16.0\n"


def test_managers_have_the_name_under_which_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidValue, match="--env-path"):
        manager("existing")
    monkeypatch.setenv("BAROGRAPH_ENV_PATH", str(tmp_path))
    assert [manager(name).name for name in manager_names()] == list(manager_names()) == ["conda", "uv", "virtualenv", "existing", "local"]
    assert not [name for name in manager_names() if manager(name).supports(DockerEnvironment(image="busybox"))]


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (PythonEnvironment(), "local"),
        (PythonEnvironment(python="3.11"), "uv"),
        (RequirementsEnvironment(), "uv"),
        (LockedEnvironment(has_lock=True), "uv"),
        (ScriptEnvironment(script="train.py"), "uv"),
        (CondaEnvironment(file="conda.yaml"), "conda"),
    ],
)
def test_what_a_project_gets_unless_a_manager_is_named(spec: EnvironmentSpec, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert manager_for(spec, None).name == name
    monkeypatch.setenv("BAROGRAPH_ENV_PATH", "/there")
    assert manager_for(spec, None).name == "existing"
    assert manager_for(spec, "local").name == "local"


def test_a_program_that_fails_is_shown_with_the_end_of_what_it_said(tmp_path: Path) -> None:
    code = "import sys; [print(f'line {n} of https://ada:secret@example.org/x') for n in range(50)]; sys.exit(3)"
    said: list[str] = []
    with pytest.raises(ExecutionFailed) as failure:
        run_tool([sys.executable, "-c", code], directory=tmp_path, say=said.append, hint="Try another.")
    assert "ended with code 3. Try another." in failure.value.message
    assert "line 20 of" in failure.value.message
    assert "line 19 of" not in failure.value.message
    assert len(said) == 50
    assert "secret" not in failure.value.message + "".join(said)
    with pytest.raises(ExecutionFailed, match="could not be started"):
        run_tool(["/no/program"], directory=tmp_path, say=quiet)
    with pytest.raises(ExecutionFailed, match="was ended by signal 9"):
        run_tool([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], directory=tmp_path, say=quiet)


def test_a_program_is_ended_when_its_caller_is_interrupted(tmp_path: Path) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_tool([sys.executable, "-uc", "import time; print(1); time.sleep(600)"], directory=tmp_path, say=interrupted)


def test_uv_is_told_of_pips_settings_unless_it_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "PIP_FIND_LINKS", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nindex-url = https://one.example.org\nextra-index-url =\n  https://two.example.org\n  https://three.example.org\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_FIND_LINKS", "/wheels /more")
    told = for_uv()
    assert told["UV_DEFAULT_INDEX"] == "https://one.example.org"
    assert told["UV_INDEX"] == "https://two.example.org https://three.example.org"
    assert told["UV_FIND_LINKS"] == "/wheels,/more"
    assert told["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    monkeypatch.setenv("PIP_INDEX_URL", "https://four.example.org")
    assert for_uv()["UV_DEFAULT_INDEX"] == "https://four.example.org"
    file.write_text("not a file of settings")
    assert for_uv()["UV_DEFAULT_INDEX"] == "https://four.example.org"
    monkeypatch.setenv("UV_INDEX", "https://five.example.org")
    assert for_uv() == {}

"""Conda environments. A program that stands in for conda records how it was called; there is no real one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from barograph.errors import InvalidValue, Unavailable
from barograph.projects.environments.conda import CondaManager, find_conda
from barograph.projects.environments.conda_file import read_conda_file
from barograph.projects.environments.existing import ExistingManager
from barograph.projects.environments.table import manager_for
from barograph.projects.manifest import read_project
from barograph.projects.spec import CondaEnvironment, PythonEnvironment
from environment_making import files

STAND_IN = """#!{python}
import json, os, pathlib, sys
with open({log!r}, "a") as log:
    log.write(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]) + "\\n")
prefix = pathlib.Path(next(word for word in sys.argv if word.startswith("--prefix=")).partition("=")[2])
site = "lib/python3.11/site-packages/"
for folder in ("bin", "conda-meta", "etc/conda/activate.d", site + "six-1.16.0.dist-info", site + "numpy-2.0.dist-info"):
    (prefix / folder).mkdir(parents=True)
(prefix / "bin/python").touch()
package = {{"name": "numpy", "version": "2.0", "build": "py_0", "subdir": "linux-64"}}
package["channel"] = "https://conda.example.org/conda-forge/linux-64"
(prefix / "conda-meta/numpy.json").write_text(json.dumps(package))
(prefix / "conda-meta/state").write_text(json.dumps({{"env_vars": {{"FROM_STATE": "yes"}}}}))
(prefix / "etc/conda/activate.d/gdal.sh").write_text('export GDAL_DATA="$CONDA_PREFIX/share/gdal data"\\necho noise\\n')
"""
CONDA_YAML = "name: demo\nchannels: [conda-forge]\ndependencies:\n- python=3.11\n- numpy=2\n- pip\n- pip:\n  - six\n  - -r more.txt\n"


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "root"))
    for name in ("CONDA_EXE", "MAMBA_EXE", "MLFLOW_CONDA_HOME"):
        monkeypatch.delenv(name, raising=False)


def stand_in(folder: Path, *names: str) -> Path:
    """Programs of these names; what they were called with is in the file that is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "calls"
    for name in names:
        (folder / name).write_text(STAND_IN.format(python=sys.executable, log=str(log)))
        (folder / name).chmod(0o755)
    return log


def quiet(_: str) -> None:
    pass


@pytest.mark.parametrize(("program", "words"), [("conda", ["env", "create"]), ("mamba", ["env", "create"]), ("micromamba", ["create"])])
def test_an_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: list[str]) -> None:
    log = stand_in(tmp_path / "bin", program)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    project = files(tmp_path / "a; $(project)", env__yaml=CONDA_YAML, more__txt="toml\n")
    made = CondaManager().prepare(CondaEnvironment(file="env.yaml"), project, quiet)
    (call,) = [json.loads(line) for line in log.read_text().splitlines()]
    directory = made.paths[0].parent
    assert call == [program, *words, f"--prefix={directory}", f"--file={project}/env.yaml"]
    assert made.variables == {
        "CONDA_PREFIX": str(directory), "CONDA_DEFAULT_ENV": str(directory), "CONDA_SHLVL": "1", "FROM_STATE": "yes",
        "GDAL_DATA": f"{directory}/share/gdal data",
    }  # fmt: skip
    assert made.lock_name == "conda.yaml"
    assert made.lock == 'channels: [nodefaults]\ndependencies:\n- "conda-forge::numpy=2.0=py_0"\n- pip:\n  - "six==1.16.0"\n'
    assert CondaManager().prepare(CondaEnvironment(file="env.yaml"), project, quiet) == made
    (project / "more.txt").write_text("toml==0.10.2\n")
    assert CondaManager().prepare(CondaEnvironment(file="env.yaml"), project, quiet).paths != made.paths
    existing = ExistingManager(directory).prepare(PythonEnvironment(), project, quiet)
    assert existing.variables == made.variables | {"BAROGRAPH_ENV_PATH": str(directory)}
    assert existing.lock == made.lock


def test_which_program_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "path", "conda")
    stand_in(tmp_path / "home" / "bin", "mamba", "conda")
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Unavailable, match="BAROGRAPH_CONDA_HOME"):
        find_conda()
    monkeypatch.setenv("CONDA_EXE", str(tmp_path / "path" / "conda"))
    assert find_conda() == str(tmp_path / "path" / "conda")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_conda() == str(tmp_path / "path" / "conda")
    monkeypatch.setenv("MLFLOW_CONDA_HOME", str(tmp_path / "home"))
    assert find_conda() == str(tmp_path / "home" / "bin" / "mamba")
    monkeypatch.setenv("MLFLOW_CONDA_CREATE_ENV_CMD", "conda")
    assert find_conda() == str(tmp_path / "home" / "bin" / "conda")


def test_what_others_than_conda_read_of_its_file(tmp_path: Path) -> None:
    text = "dependencies: [python>=3.9, pip=24, setuptools, 'wheel==0.40', defaults::gdal, 'numpy >=1.2,<3', {pip: [six, -r x.txt]}]\n"
    read = read_conda_file(files(tmp_path, conda__yaml=text) / "conda.yaml")
    assert read.python == ">=3.9"
    assert read.build_dependencies == ("pip==24", "setuptools", "wheel==0.40")
    assert read.pip == ("six", "-r x.txt")
    assert read.others == ("defaults::gdal", "numpy >=1.2,<3")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dependencies: [{npm: [x]}]", "a mapping of `pip`"),
        ("dependencies: [{pip: six}]", "a mapping of `pip`"),
        ("dependencies: six", "must be a mapping"),
        ("[]", "must be a mapping"),
        ("a: [", "no readable YAML"),
    ],
)
def test_files_of_another_form_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue, match=problem):
        read_conda_file(files(tmp_path, conda__yaml=text) / "conda.yaml")
    with pytest.raises(InvalidValue, match="no readable YAML"):
        read_conda_file(tmp_path / "missing.yaml")


@pytest.mark.parametrize(
    ("entry", "version"),
    [
        ("python=3.11", "3.11"),
        ("conda-forge::python ==3.11.*", "3.11"),
        ("python<=3.12", "<=3.12"),
        ("python=3.10=h1_0", "3.10"),
        ("pip", None),
    ],
)
def test_which_python_others_than_conda_take(tmp_path: Path, entry: str, version: str | None) -> None:
    assert read_conda_file(files(tmp_path, conda__yaml=f"dependencies: ['{entry}']") / "conda.yaml").python == version


@pytest.mark.parametrize("entry", ["python", "python>3.9", "python=3.9|3.10"])
def test_others_than_conda_want_a_python_that_is_pinned(tmp_path: Path, entry: str) -> None:
    read = read_conda_file(files(tmp_path, conda__yaml=f"dependencies: ['{entry}']") / "conda.yaml")
    with pytest.raises(InvalidValue, match="Pin Python"):
        _ = read.python


def test_it_makes_nothing_but_conda_files() -> None:
    others: list[Any] = [PythonEnvironment()]
    assert CondaManager().supports(CondaEnvironment(file="conda.yaml"))
    assert not [spec for spec in others if CondaManager().supports(spec)]


def test_who_names_conda_gets_it_also_for_what_pip_can_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = stand_in(tmp_path / "bin", "conda")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    project = files(tmp_path / "project", conda__yaml="dependencies: [python=3.11, pip, {pip: [six]}]\n")
    spec = read_project(project, "main").environment
    assert manager_for(spec, None).name == "uv"
    manager_for(spec, "conda").prepare(spec, project, quiet)
    (call,) = [json.loads(line) for line in log.read_text().splitlines()]
    assert call[-1] == f"--file={project / 'conda.yaml'}"
    empty = files(tmp_path / "empty", conda__yaml="name: x\n")
    assert manager_for(read_project(empty, "main").environment, None).name == "local"

"""Environments that the real uv makes."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from barograph.errors import ExecutionFailed, InvalidValue, Unavailable
from barograph.projects.environments.freeze import frozen
from barograph.projects.environments.uv import UvManager, find_uv
from barograph.projects.spec import (
    CondaEnvironment,
    DockerEnvironment,
    LockedEnvironment,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)
from environment_making import ask, files

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
PROJECT = '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.9"\n'
PACKAGE = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
EDITABLE_BACKEND = """
import os, pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "demo-0.1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("demo.pth", str(pathlib.Path.cwd() / "src"))
        wheel.writestr("demo-0.1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: demo\\nVersion: 0.1\\n")
        wheel.writestr("demo-0.1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("demo-0.1.dist-info/RECORD", "")
    return name
"""


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "root"))
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")


def quiet(_: str) -> None:
    pass


def packages(lock: str | None) -> list[str]:
    """Lines of a lock without the comment that says which Python it is of."""
    return [line for line in (lock or "").splitlines() if not line.startswith("# Python ")]


def test_what_it_makes(tmp_path: Path) -> None:
    manager = UvManager()
    for spec in (PythonEnvironment(), CondaEnvironment(file="c"), LockedEnvironment(has_lock=True), RequirementsEnvironment()):
        assert manager.supports(spec)
    assert not manager.supports(DockerEnvironment(image="busybox"))


def test_a_python_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = files(tmp_path / "a project $(id)", more__txt="iniconfig==2.0.0\n")
    spec = PythonEnvironment(python=THIS, build_dependencies=("wheel",), dependencies=("six==1.16.0", "-r more.txt"))
    said: list[str] = []
    made = UvManager().prepare(spec, project, said.append)
    assert "wheel==" in (made.lock or "")
    assert {"six==1.16.0", "iniconfig==2.0.0"} <= set((made.lock or "").splitlines())
    assert made.lock_name == "requirements.txt"
    assert ask(made, "import six, iniconfig, sys; print(sys.prefix)") == made.variables["VIRTUAL_ENV"]
    assert any("six==1.16.0" in line for line in said)
    assert sorted(entry.name for entry in project.iterdir()) == ["more.txt"]

    def no_process(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", no_process)
        assert UvManager().prepare(spec, project, quiet) == made
        assert UvManager().prepare(spec, shutil.copytree(project, tmp_path / "copy"), quiet) == made
    (project / "more.txt").write_text("iniconfig==2.0.0  # another content\ntoml")
    assert "toml==" in (UvManager().prepare(spec, project, quiet).lock or "")


def test_a_changed_environment_is_made_anew_and_the_old_one_stays_for_those_who_run_in_it(tmp_path: Path) -> None:
    spec = PythonEnvironment(dependencies=("six==1.16.0",))
    made = UvManager().prepare(spec, tmp_path, quiet)
    python = str(made.paths[0] / "python")
    subprocess.run([find_uv(), "pip", "install", "-q", f"--python={python}", "six==1.17.0"], check=True)
    said: list[str] = []
    again = UvManager().prepare(spec, tmp_path, said.append)
    assert again.paths != made.paths
    assert again.lock == made.lock
    assert any("was changed" in line for line in said)
    assert ask(made, "import six; print(six.__version__)") == "1.17.0"
    (again.paths[0] / "python").unlink()
    (again.paths[0] / "python").symlink_to("/no/python")
    assert UvManager().prepare(spec, tmp_path, quiet).paths not in ([], made.paths, again.paths)


def test_a_lock_is_kept_to_byte_for_byte_without_conda_and_pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = files(tmp_path / "project", pyproject__toml=f'{PROJECT}dependencies = ["six==1.16.0"]\n')
    subprocess.run([find_uv(), "lock", "-q", f"--project={project}"], check=True)
    lock = (project / "uv.lock").read_bytes()
    (project / "pyproject.toml").write_text(f'{PROJECT}dependencies = ["six"]\n')
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    made = UvManager().prepare(LockedEnvironment(has_lock=True), project, quiet)
    assert made.lock is not None
    assert made.lock.encode() == lock == (project / "uv.lock").read_bytes()
    assert made.lock_name == "uv.lock"
    assert packages(frozen(Path(made.variables["VIRTUAL_ENV"]))) == ["six==1.16.0"]
    assert sorted(entry.name for entry in project.iterdir()) == ["pyproject.toml", "uv.lock"]
    assert UvManager().prepare(LockedEnvironment(has_lock=True), project, quiet) == made


def test_without_a_lock_versions_are_chosen_recorded_and_kept_beside_the_project(tmp_path: Path) -> None:
    project = files(tmp_path / "project", pyproject__toml=f'{PROJECT}dependencies = ["six<1.17"]\n')
    made = UvManager().prepare(LockedEnvironment(has_lock=False), project, quiet)
    assert [entry.name for entry in project.iterdir()] == ["pyproject.toml"]
    assert 'name = "six"\nversion = "1.16.0"' in (made.lock or "")
    (project / "uv.lock").write_text(made.lock or "")
    locked = UvManager().prepare(LockedEnvironment(has_lock=True), project, quiet)
    assert locked.lock == made.lock
    assert (
        packages(frozen(Path(locked.variables["VIRTUAL_ENV"]))) == packages(frozen(Path(made.variables["VIRTUAL_ENV"]))) == ["six==1.16.0"]
    )


@pytest.mark.parametrize("has_lock", [True, False])
def test_a_project_that_is_a_package_is_installed_from_its_own_folder(tmp_path: Path, has_lock: bool) -> None:
    where = "import demo; print(demo.__file__)"
    made = {}
    for name in ("one", "two"):
        project = files(tmp_path / name, pyproject__toml=PROJECT + PACKAGE, backend__py=EDITABLE_BACKEND)
        files(project / "src" / "demo", __init____py="")
        (project / "src" / "demo" / "__init__.py").touch()
        if has_lock:
            subprocess.run([find_uv(), "lock", "-q", f"--project={project}"], check=True)
        made[name] = UvManager().prepare(LockedEnvironment(has_lock=has_lock), project, quiet)
        assert ask(made[name], where) == str(project / "src" / "demo" / "__init__.py")
    shutil.rmtree(tmp_path / "one")
    UvManager().prepare(PythonEnvironment(), tmp_path, quiet)
    assert not made["one"].paths[0].exists()
    assert made["two"].paths[0].exists()


def test_a_member_of_a_workspace_has_the_lock_of_the_workspace(tmp_path: Path) -> None:
    root = files(tmp_path / "root of many", pyproject__toml=f'{PROJECT}[tool.uv.workspace]\nmembers = ["member"]\n')
    member = files(root / "member", pyproject__toml=PROJECT.replace("demo", "member") + 'dependencies = ["six==1.16.0"]\n')
    subprocess.run([find_uv(), "lock", "-q", f"--project={root}"], check=True)
    made = UvManager().prepare(LockedEnvironment(has_lock=False), member, quiet)
    assert made.lock == (root / "uv.lock").read_text()
    assert packages(frozen(Path(made.variables["VIRTUAL_ENV"]))) == ["six==1.16.0"]


def test_projects_that_describe_no_environment_are_refused(tmp_path: Path) -> None:
    manager = UvManager()
    for text, problem in (
        ("[tool.ruff]\n", r"no \[project\] table"),
        ("not toml", "no TOML"),
        ("project = 1", r"no \[project\] table"),
        (f'{PROJECT}dependencies = ["x"]\n[tool.uv.sources]\nx = {{ path = "../x" }}\n', "Run `uv lock` there"),
    ):
        with pytest.raises(InvalidValue, match=problem):
            manager.prepare(LockedEnvironment(has_lock=False), files(tmp_path / "project", pyproject__toml=text), quiet)
    with pytest.raises(InvalidValue, match=r"no uv\.lock"):
        manager.prepare(LockedEnvironment(has_lock=True), files(tmp_path / "project", pyproject__toml=PROJECT), quiet)


def test_a_requirements_file(tmp_path: Path) -> None:
    made = UvManager().prepare(RequirementsEnvironment(), files(tmp_path / "project", requirements__txt="six==1.16.0\n"), quiet)
    assert packages(made.lock) == ["six==1.16.0"]
    assert (made.lock or "").startswith(f"# Python {platform.python_version()}\n")


def test_the_header_of_a_script_and_its_lock(tmp_path: Path) -> None:
    header = f'# /// script\n# requires-python = ">={THIS}"\n# dependencies = ["six<1.17"]\n# ///\n'
    project = files(tmp_path / "project", train__py=f"{header}import six\n")
    spec = ScriptEnvironment(script="train.py", python=f">={THIS}", dependencies=("six<1.17",))
    made = UvManager().prepare(spec, project, quiet)
    assert packages(made.lock) == ["six==1.16.0"]
    assert [entry.name for entry in project.iterdir()] == ["train.py"]
    (project / "train.py").write_text(f"{header}import six, sys\n")
    assert UvManager().prepare(spec, project, quiet) == made
    subprocess.run([find_uv(), "lock", "-q", "--script", str(project / "train.py"), "--upgrade-package", "six==1.15.0"], check=True)
    locked = UvManager().prepare(spec, project, quiet)
    assert locked.lock == (project / "train.py.lock").read_text()
    assert locked.lock_name == "train.py.lock"
    assert ask(locked, "import six; print(six.__version__)") == "1.15.0"
    for text in ("print(1)", "# /// script\n"):
        with pytest.raises(InvalidValue, match="has no header"):
            UvManager().prepare(spec, files(project, train__py=text), quiet)


def test_of_a_conda_file_what_pip_can_install_is_installed(tmp_path: Path) -> None:
    text = f"dependencies:\n- python={THIS}\n- gdal=3\n- pip\n- pip:\n  - six==1.16.0\n"
    said: list[str] = []
    made = UvManager().prepare(CondaEnvironment(file="conda.yaml"), files(tmp_path / "project", conda__yaml=text), said.append)
    assert "six==1.16.0" in (made.lock or "")
    assert any("left out are gdal=3" in line for line in said)


def test_a_failure_says_the_command_and_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    spec = PythonEnvironment(dependencies=("six==99.99", "--extra-index-url https://ada:secret@127.0.0.1:9/simple"))
    with pytest.raises(ExecutionFailed) as failure:
        UvManager().prepare(spec, tmp_path, quiet)
    assert "uv pip install" in failure.value.message
    assert "six" in failure.value.message
    assert "secret" not in failure.value.message
    assert not [entry for entry in (tmp_path / "root").glob("*/*") if entry.is_dir()]


def test_a_python_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExecutionFailed, match=r"Python 3\.99 must be on this machine or come by `uv python install`"):
        UvManager().prepare(PythonEnvironment(python="3.99"), tmp_path, quiet)


def test_without_uv_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Unavailable, match=r"barograph\[projects\]"):
        find_uv()


@pytest.mark.parametrize(
    "value",
    [
        "; touch {}", "$(touch {})", "`touch {}`", "six; touch {}", "six && touch {}", "six | touch {}", "six\ntouch {}", "six > {}",
        "six @ file://$(touch {})", "git+ext::sh -c touch% {}", "-e $(touch {})", "-r $(touch {})", "'; touch {}; '", '"; touch {}; "',
        "--find-links=$(touch {})", "sïx*?[a-z]; touch {}", "six ; $(touch {})", "--target={}", "--python={}", "six\n--target={}", "-t{}",
    ],
)  # fmt: skip
def test_no_dependency_is_read_as_syntax_of_a_shell_or_as_an_option(tmp_path: Path, value: str) -> None:
    mark = tmp_path / "mark"
    with pytest.raises((InvalidValue, ExecutionFailed)):
        UvManager().prepare(PythonEnvironment(dependencies=(value.format(mark),)), tmp_path, quiet)
    assert not mark.exists()
    assert not (tmp_path / "touch").exists()

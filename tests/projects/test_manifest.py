"""What a project's files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from barograph.errors import InvalidValue
from barograph.projects.manifest import read_project
from barograph.projects.spec import (
    CondaEnvironment,
    DockerEnvironment,
    EntryPoint,
    EnvironmentSpec,
    LockedEnvironment,
    Parameter,
    Project,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / {"requirements": "requirements.txt", "lock": "uv.lock", "script": "train.py", "package": "pyproject.toml"}.get(
            name, name if name == "MLproject" else f"{name}.yaml"
        )).write_text(text)  # fmt: skip
    return folder


def test_entry_points_and_parameters(tmp_path: Path) -> None:
    text = """
name: demo
unknown: 1
entry_points:
  main:
    parameters: {a: float, b: {type: path, default: x.csv}, c: {default: 0.10}, d: {default: null}, e: , f: {default: [1, 2]}, 7: uri}
    command: "run {a}"
  1:
    command: go
"""
    project = read_project(written(tmp_path, MLproject=text))
    parameters = {
        "a": Parameter(type="float"),
        "b": Parameter(type="path", default="x.csv"),
        "c": Parameter(default="0.1"),
        "d": Parameter(),
        "e": Parameter(),
        "f": Parameter(default="[1, 2]"),
        "7": Parameter(type="uri"),
    }
    assert project == Project(
        name="demo",
        entry_points={
            "main": EntryPoint(name="main", command="run {a}", parameters=parameters),
            "1": EntryPoint(name="1", command="go"),
        },
        environment=PythonEnvironment(),
    )


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "entry_points:\n", "name: x\nentry_points: {}\n", "entry_points: {main: {command: x, parameters: }}"]
)
def test_what_is_empty_counts_as_empty(tmp_path: Path, text: str) -> None:
    project = read_project(written(tmp_path, MLproject=text))
    assert [entry.parameters for entry in project.entry_points.values()] in ([], [{}])


def test_no_file_is_no_entry_points(tmp_path: Path) -> None:
    assert read_project(tmp_path) == Project(environment=PythonEnvironment())


CONDA = "name: x\nchannels: [conda-forge]\ndependencies: "


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"python_env": "python: '3.11'\nbuild_dependencies: [pip]\ndependencies: [numpy>=1, -r requirements.txt]"},
         PythonEnvironment(python="3.11", build_dependencies=("pip",), dependencies=("numpy>=1", "-r requirements.txt"))),
        ({"python_env": "python: '>=3.9'"}, PythonEnvironment(python=">=3.9")),
        ({"python_env": "python: ==3.9.1"}, PythonEnvironment(python="3.9.1")),
        ({"python_env": ""}, PythonEnvironment()),
        ({"conda": CONDA + "[python=3.10, pip<=24, setuptools, {pip: [numpy==2.0, scipy]}]"},
         PythonEnvironment(python="3.10", build_dependencies=("pip<=24", "setuptools"), dependencies=("numpy==2.0", "scipy"),
                           conda_file="conda.yaml")),
        ({"conda": CONDA + "[python, {pip: [x]}]"}, PythonEnvironment(dependencies=("x",), conda_file="conda.yaml")),
        ({"conda": CONDA + "[python=3.10, numpy]"}, CondaEnvironment(file="conda.yaml")),
        ({"conda": CONDA + "['python>=3.9,<4']"}, CondaEnvironment(file="conda.yaml")),
        ({"conda": CONDA + "[python=3.10]\nvariables: {A: b}"}, CondaEnvironment(file="conda.yaml")),
        ({"python_env": "python: '3.11'", "conda": CONDA + "[numpy]"}, PythonEnvironment(python="3.11")),
        ({"package": "[project]\nname='x'\n", "lock": ""}, LockedEnvironment(has_lock=True)),
        ({"package": "[project]\nname='x'\n", "requirements": "x\n"}, LockedEnvironment(has_lock=False)),
        ({"package": "[tool.ruff]\n", "requirements": "x\n"}, RequirementsEnvironment()),
        ({"requirements": "x\n"}, RequirementsEnvironment()),
        ({"requirements": "x\n", "script": "# /// script\n# requires-python = '>=3.11'\n# dependencies = [\n#   'rich',\n# ]\n# ///\n"},
         ScriptEnvironment(script="train.py", python=">=3.11", dependencies=("rich",))),
        ({"script": "print(1)\n"}, PythonEnvironment()),
        ({"python_env": "python: '3.11'", "script": "# /// script\n# ///\n"}, PythonEnvironment(python="3.11")),
        ({"env": "python: '3.12'", "MLproject": "python_env: env.yaml\n"}, PythonEnvironment(python="3.12")),
        ({"env": CONDA + "[numpy]", "MLproject": "conda_env: env.yaml\n"}, CondaEnvironment(file="env.yaml")),
        ({"MLproject": "name: x\ndocker_env: {image: i, volumes: ['/a:/b'], environment: [A, [B, 1]]}\n"},
         DockerEnvironment(image="i", volumes=("/a:/b",), environment=(("A", None), ("B", "1")))),
    ],
)  # fmt: skip
def test_environments(tmp_path: Path, files: dict[str, str], expected: EnvironmentSpec) -> None:
    assert read_project(written(tmp_path, **files), "train.py").environment == expected


def test_a_file_in_a_folder_says_where_its_lines_lead(tmp_path: Path) -> None:
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "python_env.yaml").write_text("dependencies: [-r more.txt]")
    written(tmp_path, MLproject="python_env: envs/python_env.yaml\n")
    assert read_project(tmp_path).environment == PythonEnvironment(dependencies=("-r more.txt",), directory="envs")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"MLproject": "a: [\n"}, "MLproject is not YAML"),
        ({"MLproject": "- a\n"}, r"MLproject is \['a'\]"),
        ({"MLproject": "entry_points: [a]\n"}, "entry_points in MLproject is"),
        ({"MLproject": "entry_points: {main: {}}\n"}, "entry_points.main.command in MLproject is None"),
        ({"MLproject": "entry_points: {main: {command: [a]}}\n"}, r"entry_points.main.command in MLproject is \['a'\]"),
        ({"MLproject": "entry_points: {main: {command: a, parameters: {b: 7}}}\n"}, "entry_points.main.parameters.b in MLproject is 7"),
        ({"MLproject": "entry_points: {main: {command: a, parameters: {b: {default: {c: {d: e}}}}}}\n"}, "several levels"),
        ({"MLproject": "python_env: a.yaml\nconda_env: b.yaml\n"}, "both python_env and conda_env"),
        ({"MLproject": "python_env: absent.yaml\n"}, "no such file"),
        ({"MLproject": "python_env: ../x.yaml\n"}, "in the project"),
        ({"MLproject": "conda_env: /etc/passwd\n"}, "in the project"),
        ({"MLproject": "docker_env: {image: x}\n"}, "no name"),
        ({"MLproject": "name: x\ndocker_env: {volumes: []}\n"}, "docker_env.image in MLproject is None"),
        ({"MLproject": "name: x\ndocker_env: {image: x, environment: [[A]]}\n"}, "docker_env.environment in MLproject holds"),
        ({"python_env": "pythn: 3\n"}, "key 'pythn'"),
        ({"python_env": "python: 3.10\n"}, "in quotes"),
        ({"python_env": "python: latest\n"}, "python in python_env.yaml is 'latest'"),
        ({"python_env": "dependencies: numpy\n"}, "dependencies in python_env.yaml is 'numpy'"),
        ({"python_env": 'dependencies: ["a\\nb"]\n'}, "several lines"),
        ({"conda": "dependencies: x\n"}, "dependencies in conda.yaml is 'x'"),
        ({"package": "[project\n"}, "pyproject.toml is not TOML"),
        ({"script": "# /// script\n# dependencies = 3\n# ///\n"}, "dependencies in the header of 'train.py' is 3"),
        ({"script": "# /// script\n# x\n# ///\n"}, "is not TOML"),
        ({"script": "# /// script\n# a = 1\n# ///\n\n# /// script\n# a = 1\n# ///\n"}, "2 headers"),
    ],
)  # fmt: skip
def test_errors_name_file_key_and_value(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    with pytest.raises(InvalidValue, match=problem):
        read_project(written(tmp_path, **files), "train.py")


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "env.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(InvalidValue, match="in the project"):
        read_project(written(tmp_path / "project", MLproject="python_env: env.yaml\n"))

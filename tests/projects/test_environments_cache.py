"""An environment is made once, whole, whoever makes it and whatever interrupts it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from barograph.errors import Unavailable
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.key import key_of
from barograph.projects.spec import PythonEnvironment
from environment_making import held_package, making


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAROGRAPH_ENV_ROOT", str(tmp_path / "root"))
    return tmp_path / "root"


def make(directory: Path) -> Activation:
    python_of(directory).parent.mkdir(parents=True)
    python_of(directory).touch()
    return activated(directory, lock="")


def folders(root: Path) -> list[str]:
    return [entry.name for entry in root.glob("*/*") if entry.is_dir()]


def wait_for(file: Path, process_of: object) -> None:
    deadline = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < deadline, process_of
        time.sleep(0.02)


def test_a_failure_leaves_nothing_and_the_next_try_makes_it(root: Path) -> None:
    def fail(directory: Path) -> Activation:
        make(directory)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found_or_made("key", fail, print)
    assert not folders(root)
    first = found_or_made("key", make, print)
    assert found_or_made("key", fail, print) == first


def test_what_was_replaced_goes_after_a_week_and_what_was_interrupted_at_once(root: Path) -> None:
    first = found_or_made("key", make, print).paths[0]
    (root / "key" / "dead").mkdir()
    python_of(first.parent).unlink()
    second = found_or_made("key", make, print).paths[0]
    assert sorted(folders(root)) == sorted(path.parent.name for path in (first, second))
    long_ago = time.time() - 8 * 86_400
    os.utime(first.parent / "barograph-environment.json", (long_ago, long_ago))
    python_of(second.parent).unlink()
    third = found_or_made("key", make, print).paths[0]
    assert sorted(folders(root)) == sorted(path.parent.name for path in (second, third))


def test_a_folder_that_cannot_be_written_is_said(root: Path) -> None:
    root.write_text("a file")
    with pytest.raises(Unavailable, match="BAROGRAPH_ENV_ROOT"):
        found_or_made("key", make, print)


@pytest.mark.parametrize("damage", ["{", '{"activation": 1, "packages": ""}', ""])
def test_a_damaged_record_is_as_none(root: Path, damage: str) -> None:
    first = found_or_made("key", make, print).paths[0]
    (first.parent / "barograph-environment.json").write_text(damage)
    assert found_or_made("key", make, print).paths[0] != first


def test_everything_that_matters_makes_another_key() -> None:
    spec = PythonEnvironment(dependencies=("six",))
    keys = [
        key_of("uv", spec, ["a", "bc"]),
        key_of("uv", spec, ["ab", "c"]),
        key_of("uv", spec, ["a", None]),
        key_of("uv", spec, ["a", "-"]),
    ]
    keys += [key_of("virtualenv", spec, ["a", "bc"]), key_of("uv", PythonEnvironment(build_dependencies=("six",)), ["a", "bc"])]
    assert len({*keys}) == len(keys) - 1  # a text that looks like the mark of a missing one
    assert key_of("uv", PythonEnvironment(dependencies=("six",)), ["a", "bc"]) == keys[0]


def test_two_processes_at_once_get_one_environment(tmp_path: Path, root: Path) -> None:
    package = held_package(tmp_path / "package")
    (package / "hold").touch()
    processes = [making("uv", package, "./") for _ in range(2)]
    wait_for(package / "builds", processes)
    (package / "hold").unlink()
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert len(folders(root)) == 1
    assert (package / "builds").read_text() == "one more\n"


def test_what_a_killed_process_left_half_made_is_never_used(tmp_path: Path, root: Path) -> None:
    package = held_package(tmp_path / "package")
    (package / "hold").touch()
    killed = making("uv", package, "./")
    wait_for(package / "builds", killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    (half,) = folders(root)
    next_one = making("uv", package, "./")
    (package / "hold").unlink()
    said, problem = next_one.communicate(timeout=120)
    assert next_one.returncode == 0, problem
    programs = Path(said.strip())
    assert programs.parent.name != half
    assert list(programs.parent.glob("lib/python*/site-packages/held.py"))
    assert [current.read_text() for current in root.glob("*/current")] == [programs.parent.name]

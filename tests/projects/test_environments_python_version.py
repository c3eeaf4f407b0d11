"""What a project says of Python is numbers and comparisons, or it is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from barograph.errors import InvalidValue
from barograph.projects.environments.interpreter import find_interpreter, running
from barograph.projects.environments.python_version import PythonRequest, read_request


@pytest.mark.parametrize(
    ("text", "allowed", "refused"),
    [
        ("3.11", [(3, 11, 0), (3, 11, 9)], [(3, 12, 0), (3, 1, 1)]),
        ("3.11.7", [(3, 11, 7)], [(3, 11, 8)]),
        ("=3.11", [(3, 11, 4)], [(3, 10, 4)]),
        ("==3.11.*", [(3, 11, 4)], [(3, 10, 4)]),
        (">=3.9", [(3, 9, 0), (3, 14, 0)], [(3, 8, 18)]),
        ("<=3.11", [(3, 11, 0), (3, 10, 9)], [(3, 11, 1)]),
        (">=3.9,<3.12, !=3.10.*", [(3, 9, 1), (3, 11, 7)], [(3, 12, 0), (3, 10, 2)]),
        ("~=3.9", [(3, 9, 0), (3, 20, 0)], [(4, 0, 0), (3, 8, 0)]),
        ("~=3.9.2", [(3, 9, 5)], [(3, 10, 0), (3, 9, 1)]),
        (">3.9", [(3, 9, 1)], [(3, 9, 0)]),
        (None, [(2, 7, 18), (3, 11, 7)], []),
    ],
)
def test_versions_are_compared_as_python_compares_them(
    text: str | None, allowed: list[tuple[int, ...]], refused: list[tuple[int, ...]]
) -> None:
    request = read_request(text)
    assert [version for version in allowed if not request.allows(version)] == []
    assert [version for version in refused if request.allows(version)] == []
    assert read_request(str(request)) == request


@pytest.mark.parametrize(
    "text", ["python3", "/bin/sh", "-h", "--help", "3.11; rm -rf x", "$(id)", "3.11\n", "pypy", "~=3", "3.x", "3.11.7.1", "\u0663.11"]
)
def test_everything_else_is_refused(text: str) -> None:
    if text.strip() == "3.11":
        assert str(read_request(text)) == "3.11"
        return
    with pytest.raises(InvalidValue, match=r"Write it as 3\.11"):
        read_request(text)


def test_the_python_of_this_process_comes_first() -> None:
    here, version = running()
    assert version == sys.version_info[:3]
    for request in (PythonRequest(), read_request(".".join(map(str, version))), read_request(">=3.8")):
        assert find_interpreter(request) == here


def test_other_pythons_are_found_where_pyenv_put_them_and_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("3.98.1", "3.98.12", "3.98-dev", "3.97.0"):
        program = tmp_path / "pyenv" / "versions" / name / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.touch()
    broken, works = tmp_path / "bin" / "python3.9", tmp_path / "bin" / "python3"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 127\n")
    works.write_text("#!/bin/sh\necho 3 9 99\n")
    for program in (broken, works):
        program.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_interpreter(read_request("3.98")) == tmp_path / "pyenv" / "versions" / "3.98.12" / "bin" / "python"
    assert find_interpreter(read_request("3.9.99")) == works
    assert find_interpreter(read_request("3.96")) is None

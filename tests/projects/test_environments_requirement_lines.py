"""Lines of requirements are data: packages go into a file, known options become whole arguments, and all else is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.projects.environments.requirement_lines import read_lines


def test_packages_stay_as_they_are_and_options_become_arguments(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("six\n--pre\n-c limits.txt\n")
    (tmp_path / "limits.txt").write_text("six<2\n")
    lines = [
        "six>=1 ; python_version > '3' # why", "# nothing", "", "toml \\", "--hash=sha256:00", "-r a b.txt", "-c=limits.txt",
        '--requirement "a b.txt"', "-ehttps://example.org/x.git", "--index-url=https://u:p@example.org/simple", "--no-index",
    ]  # fmt: skip
    read = read_lines(lines, tmp_path)
    assert read.requirements == ("six>=1 ; python_version > '3'", "toml --hash=sha256:00")
    assert read.options == (
        ("--requirement", f"{tmp_path}/a b.txt"),
        ("--constraint", f"{tmp_path}/limits.txt"),
        ("--requirement", f"{tmp_path}/a b.txt"),
        ("--editable", "https://example.org/x.git"),
        ("--index-url", "https://u:p@example.org/simple"),
        ("--no-index", None),
    )
    assert "--pre" in read.everywhere


@pytest.mark.parametrize(
    "line",
    [
        "-",
        "--",
        "-t /tmp",
        "--target=/tmp",
        "-rf",
        "-r",
        "--python=/bin/sh",
        "--config-file x",
        "-r -x",
        "-e --upgrade",
        "--pre yes",
        "-U",
        "-q",
    ],
)
def test_other_options_are_refused(line: str, tmp_path: Path) -> None:
    for given_line in (line, f"  {line}", f"six\n{line}"):
        with pytest.raises(InvalidValue, match=r"option that requirements cannot have|is not there"):
            read_lines([given_line], tmp_path)


@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_line_becomes_an_argument_of_its_own(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    try:
        read = read_lines(lines, tmp_path_factory.getbasetemp())
    except InvalidValue:
        return
    assert not [line for line in read.requirements if line.startswith("-") or len(line.splitlines()) != 1]
    assert not [value for _, value in read.options if value is not None and value.startswith("-")]


def test_what_files_say_makes_another_digest(tmp_path: Path) -> None:
    outer, inner, package = tmp_path / "outer.txt", tmp_path / "more" / "inner.txt", tmp_path / "package"
    inner.parent.mkdir()
    package.mkdir()
    outer.write_text("-r more/inner.txt\n./package\n")
    inner.write_text("six\n-r ../outer.txt\n")  # in a circle
    (package / "module.py").write_text("x = 1")
    digests = [read_lines(["-r outer.txt"], tmp_path).content]
    for file, text in ((inner, "toml\n"), (package / "module.py", "x = 2"), (package / "new.py", ""), (outer, "six\n")):
        file.write_text(text)
        digests.append(read_lines(["-r outer.txt"], tmp_path).content)
    assert len(set(digests)) == len(digests)
    (package / "module.py").write_text("x = 3")  # is not named any more
    assert read_lines(["-r outer.txt"], tmp_path).content == digests[-1]


def test_an_editable_folder_counts_by_its_place_and_description(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text("[project]")
        (tmp_path / name / "module.py").write_text("")
        (tmp_path / name / "needs.txt").write_text("-e .\n")
        assert read_lines(["-e ."], tmp_path / name).is_tied
        assert read_lines(["-r needs.txt"], tmp_path / name).is_tied
        assert not read_lines([".", "-e git+https://example.org/x.git"], tmp_path / name).is_tied
    one, two = (read_lines(["-e ."], tmp_path / name).content for name in ("one", "two"))
    assert one != two
    (tmp_path / "one" / "module.py").write_text("x = 1")
    assert read_lines(["-e ."], tmp_path / "one").content == one
    (tmp_path / "one" / "pyproject.toml").write_text("[project]\nname = 'x'")
    assert read_lines(["-e ."], tmp_path / "one").content != one


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(20_000_000)
    for name in ("missing", "pipe", "/dev/zero", "."):
        with pytest.raises(InvalidValue, match="is not there"):
            read_lines([f"-r {name}"], tmp_path)
    with pytest.raises(InvalidValue, match="20,000,000 bytes"):
        read_lines(["-r large"], tmp_path)
    with pytest.raises(InvalidValue, match="NUL"):
        read_lines(["six\0"], tmp_path)

"""Texts that shells and programs could take for more than they are: none runs anything, and each arrives as it is."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph import MlflowClient
from barograph.errors import BarographError, InvalidValue
from barograph.projects import run
from barograph.projects.command import command_for
from barograph.projects.parameters import Parameters
from barograph.projects.spec import EntryPoint, Parameter, Project, PythonEnvironment
from project_tree import git

CORPUS = [
    "; touch CANARY", "; touch CANARY;", "&& touch CANARY", "|| touch CANARY", "| touch CANARY", "& touch CANARY &", "$(touch CANARY)",
    "`touch CANARY`", "\ntouch CANARY\n", "\r\ntouch CANARY", "' ; touch CANARY; '", '" ; touch CANARY; "', "'$(touch CANARY)'",
    '"$(touch CANARY)"', "\\$(touch CANARY)", "\\`touch CANARY\\`", "\\\ntouch CANARY", "a[$(touch CANARY)]", "a[$(touch CANARY)]=1",
    "${X:=$(touch CANARY)}", "$((a[$(touch CANARY)]))", "<(touch CANARY)", "> CANARY", ">CANARY", "2>CANARY", ">&CANARY",
    "<<X\n$(touch CANARY)\nX",
    ")\ntouch CANARY\n(", "}; touch CANARY; {", "]]; touch CANARY; [[", ")); touch CANARY; ((", "EOF\ntouch CANARY\n", "#\ntouch CANARY",
    "!touch CANARY", "-c 'touch CANARY'", "--help", "-rf", "-", "--",
    "-o ProxyCommand=touch CANARY", "--upload-pack=touch CANARY", "*", "?",
    "[a-z]*", "{a,b}", "~", "~root", "$HOME", "${HOME}", "$0", "%s%n", "\\", "\\n", "'", '"', "''", '""', "`", "$", "$(",
    "a b", "  a  ", "\t",
    "\n", "a\n\nb", "möwe", "鷗",
    "\u202e", "\u00a0", "e\u0301", "\x1b[31m", "\x07", "😀", "BAROGRAPH_PARAM_0", "if", "time", "A=b",
    "PATH=/tmp", "{x}", "{{x}}", "{0}", "%(x)s", "$BASH_VERSION", "\x7f", "a;b|c&d",
]  # fmt: skip

DUMP = "import json, os, sys\nopen(os.environ['DUMP_TO'], 'w').write(json.dumps(sys.argv[1:]))\n"
TEMPLATE = 'python dump.py {a} --b={b} "{a}" \'in {b}\' "$(printf %s {a}; printf x)"'


@pytest.fixture
def folder(tracking: str, tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    (made / "dump.py").write_text(DUMP)
    manifest = {"entry_points": {"main": {"parameters": {"a": {"default": "1"}, "b": {"default": "1"}}, "command": TEMPLATE}}}
    (made / "MLproject").write_text(json.dumps(manifest))
    os.environ["DUMP_TO"] = str(tmp_path / "dump.json")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return made


def assert_nothing_ran(tmp_path: Path) -> None:
    assert not [path for path in tmp_path.rglob("*") if path.name == "CANARY"]


@pytest.mark.parametrize("first", range(0, len(CORPUS), 4))
def test_parameters_arrive_as_they_are(folder: Path, tmp_path: Path, first: int) -> None:
    a, b, c, d = (CORPUS + CORPUS)[first : first + 4]
    made = run(str(folder), parameters={"a": a, "b": b, "c": c, "d": d})
    arrived = json.loads((tmp_path / "dump.json").read_text())
    assert arrived == [a, f"--b={b}", a, f"in {b}", f"{a}x", "--c", c, "--d", d]
    assert MlflowClient().get_run(made.run_id).data.params == {"a": a, "b": b, "c": c, "d": d}
    assert_nothing_ran(tmp_path)


@pytest.mark.parametrize("what", ["entry point", "uri", "folder", "version", "name", "script"])
def test_texts_in_other_places_run_nothing(folder: Path, tmp_path: Path, what: str) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "one")
    for text in CORPUS:
        (tmp_path / "dump.json").unlink(missing_ok=True)
        calls = {
            "entry point": lambda text=text: run(str(folder), text),
            "uri": lambda text=text: run(text),
            "folder": lambda text=text: run(f"{folder}#{text}"),
            "version": lambda text=text: run(f"file://{folder}", version=text),
            "name": lambda text=text: run(str(folder), parameters={text: "1"}),
            "script": lambda text=text: script_named(folder, f"{text}.py"),
        }
        with suppress(BarographError):
            calls[what]()
        if what == "script":
            assert json.loads((tmp_path / "dump.json").read_text()) == [], text
    assert_nothing_ran(tmp_path)


def script_named(folder: Path, name: str) -> None:
    """A script may have any name that a file can have, as long as it is in the project."""
    if "/" in name:
        name = name.replace("/", "_")
    (folder / name).write_text(DUMP)
    run(str(folder), name)


def test_a_script_s_folder_is_not_left(folder: Path) -> None:
    for name in ("../project/dump.py", "/tmp/x.py", "a/../../x.sh"):
        with pytest.raises(InvalidValue):
            run(str(folder), name)


# Templates made of pieces of the shell's grammar, with values that run something wherever a shell would evaluate them.

PIECES = [
    *(
        "{a}",
        "{b}",
        "{a} ",
        "{b} ",
        "'",
        '"',
        "\\",
        "$",
        "$(",
        "(",
        ")",
        "((",
        "))",
        "$((",
        "[[ ",
        " ]]",
        " -eq ",
        " -v ",
        " == ",
        "${{",
        "}}",
    ),
    *(
        "${{X:-",
        "${{X:",
        "${{arr[",
        "]",
        "arr[",
        "=",
        "`",
        "<<EOF\n",
        "<<< ",
        "<(",
        ";",
        "&&",
        "||",
        "|",
        "&",
        ">f",
        "2>{a}",
        ">&{b}",
        "echo ",
    ),
    *(
        "eval ",
        "bash ",
        "bash -c ",
        "| bash",
        "export ",
        "declare ",
        "X=",
        "let ",
        "test ",
        "printf -v ",
        "#",
        "$'",
        "~",
        "for i in ",
        "; do ",
    ),
    *(
        "done",
        "case ",
        " in ",
        "esac",
        "if ",
        "; then ",
        "fi",
        "true",
        "1",
        "+",
        "$X",
        "$[",
        "unset ",
        "read ",
        "source ",
        ". ",
        "[ ",
        "cat ",
    ),
    *("xargs ", "trap ", "sh ", "env ", "exec ", "$$", "time ", "X={a} ", "arr=({a})", '"{a}"', "'{b}'", '"$(echo {a})"', "$(({a}))"),
    *("[[ {a} -eq 1 ]]", "\n", "1>&2", "compgen -W ", "'{a}"),
]
ATTACKS = [text for text in CORPUS if "CANARY" in text] + ["BAROGRAPH_PARAM_0", "BAROGRAPH_PARAM_1", "1"]


@pytest.mark.parametrize("seed", range(8))
def test_no_template_lets_a_value_run(tmp_path: Path, seed: int) -> None:
    made = random.Random(seed)
    for _ in range(250):
        template = "".join(made.choice(PIECES) + made.choice(["", " "]) for _ in range(made.randint(1, 9)))
        values = {"a": made.choice(ATTACKS), "b": made.choice(ATTACKS)}
        entry = EntryPoint(
            name="main", command=f"{made.choice(['', 'echo ', 'X=1 '])}{template}", parameters=dict.fromkeys("ab", Parameter())
        )
        project = Project(entry_points={"main": entry}, environment=PythonEnvironment())
        try:
            command = command_for(project, tmp_path, "main", Parameters(declared=values, extra={"c": made.choice(ATTACKS)}))
        except InvalidValue:
            continue
        bash(command.text, command.variables, tmp_path)
        assert not (tmp_path / "CANARY").exists(), (template, values, command)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), min_size=1, max_size=8))
def test_any_text_arrives_as_it_is(texts: list[str]) -> None:
    names = [f"p{i}" for i in range(len(texts))]
    template = "printf '%s\\0' " + " ".join(f"{{{name}}} \"{{{name}}}\" '{{{name}}}' x{{{name}}}" for name in names)
    entry = EntryPoint(name="main", command=template, parameters=dict.fromkeys(names, Parameter()))
    project = Project(entry_points={"main": entry}, environment=PythonEnvironment())
    command = command_for(project, Path(), "main", Parameters(declared=dict(zip(names, texts, strict=True))))
    assert bash(command.text, command.variables, Path()).decode().split("\0")[:-1] == [
        shown for text in texts for shown in (text, text, text, f"x{text}")
    ]


def bash(text: str, variables: dict[str, str], directory: Path) -> bytes:
    """What a command prints, nothing if it does not end. Nothing that it started is left."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory), **variables}
    with subprocess.Popen(
        ["bash", "-c", "--", text],
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=20)[0]
        except subprocess.TimeoutExpired:
            return b""
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

"""From templates and values to commands that mean what they should."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from barograph.errors import InvalidValue
from barograph.projects.command import Command, command_for
from barograph.projects.parameters import Parameters
from barograph.projects.spec import EntryPoint, Parameter, Project, PythonEnvironment


def composed(template: str, values: dict[str, str], extra: dict[str, str] | None = None, directory: Path = Path()) -> Command:
    entry = EntryPoint(name="main", command=template, parameters={name: Parameter() for name in values})
    project = Project(entry_points={"main": entry}, environment=PythonEnvironment())
    return command_for(project, directory, "main", Parameters(declared=values, extra=extra or {}))


def words(command: Command, directory: Path) -> list[str]:
    """The words that `show` in a command is given, each call of it."""
    show = "show() { printf '%s\\0' \"$@\"; }\n"
    variables = {"PATH": "/usr/bin:/bin", **command.variables}
    done = subprocess.run(
        ["bash", "-c", "--", show + command.text], cwd=directory, env=variables, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("show {a}", ["V"]),
        ("show --a={a} {a}{a}", ["--a=V", "VV"]),
        ('show "{a}" "x {a} y"', ["V", "x V y"]),
        ("show '{a}' 'x {a} y'", ["V", "x V y"]),
        ("""show 'it '"is {a}"' so {a}'""", ["it is V so V"]),
        ('X={a} Y=1; show "$X"', ["V"]),
        ('export X={a}; show "$X"', ["V"]),
        ('show "$(printf %s {a})"', ["V"]),
        ('show "$(printf %s "$(printf %s {a})")"', ["V"]),
        ("show x # it's {a}", ["x"]),
        ("show x # it's\nshow {a}", ["x", "V"]),
        ("true && show {a} || show no", ["V"]),
        ("( show {a} )", ["V"]),
        ("if [ {a} = {a} ]; then show {a}; fi", ["V"]),
        ("[[ {a} == {a} ]] && show {a}", ["V"]),
        ('for i in {a} {a}; do show "$i"; done', ["V", "V"]),
        ("case {a} in {a}) show {a};; esac", ["V"]),
        ("show ${{X:-y}} {{z}} {a}", ["y", "{z}", "V"]),
        ("show ${{#}} $# {a}", ["0", "0", "V"]),
        ('show \\\\{a} \\$x \\"', ["\\V", "$x", '"']),
        ('X=({a} {a}); show "${{X[@]}}"', ["V", "V"]),
        ("show '$'{a} $'it\\'s' {a}", ["$V", "it's", "V"]),
        ("f() {{ show {a}; }}; f", ["V"]),
        ("show {a} 2>&1 >/dev/stdout", ["V"]),
        ("bash -c 'true' && show {a}", ["V"]),
        ("show {a} | cat", ["V"]),
        ("  show {a}\n\n", ["V"]),
        ("echo $((1 + 2)) > /dev/null; show {a}", ["V"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "value", ["plain", "two words", "it's", 'say "so"', "$HOME `id` $(id)", "", "*", "a\nb", "ä 鷗", "~", "-n", "a=b", "\\"]
)
def test_a_value_is_what_it_is_in_every_place(template: str, expected: list[str], value: str, tmp_path: Path) -> None:
    assert words(composed(template, {"a": value}), tmp_path) == [word.replace("V", value) for word in expected]


@pytest.mark.parametrize(
    "template",
    [
        "show $(({a}))", "show $[{a}]", "(({a})) || show", "[[ {a} -eq 1 ]]", "[[ -v {a} ]]", "X[{a}]=1", "X['{a}']=1", "show ${{X:{a}}}",
        "show ${{X[{a}]}}", "let {a}", "for (({a};;)); do break; done", "show $(( $(({a})) ))",
    ],
)  # fmt: skip
def test_arithmetic_takes_numbers_alone(template: str) -> None:
    assert composed(template, {"a": "12"}).variables == {}
    for value in ("a[$(touch canary)]", "X", "BAROGRAPH_PARAM_0", "1 + 1", "") if "let" not in template else ("a[$(touch canary)]",):
        with pytest.raises(InvalidValue, match="Parameter 'a'"):
            composed(template, {"a": value})


@pytest.mark.parametrize(
    "template",
    [
        "eval {a}", "X=1 eval 'x {a}'", "bash -c {a}", "bash -c 'show {a}'", 'env sh -ec "{a}"', "/bin/sh -o pipefail -c x {a}",

        "printf %s {a} | bash", "{{ printf %s {a}; }} | sh -s", "bash <(printf %s {a})", "bash <<< {a}", "cat <<X\n{a}\nX", "source {a}",
        ". {a}",
        "trap {a} EXIT", "declare {a}", "printf -v {a} x", "test -v {a}", "[ -v {a} ]", "unset {a}", "show `x {a}`", "show $'{a}'",
        "show \\{a}",
        "ssh host {a}", "show 2>&{a}", "show ${{X:-{a}}}", "timeout 5 bash -c 'x {a}'", "show 'open {a}", 'show "{a}',
    ],
)  # fmt: skip
def test_where_a_shell_would_evaluate_only_plain_values_stand(template: str) -> None:
    assert "plain-1.txt" in composed(template, {"a": "plain-1.txt"}).text
    with pytest.raises(InvalidValue, match="stands where the shell would evaluate it"):
        composed(template, {"a": "$(touch canary)"})


@pytest.mark.parametrize("template", ["show ${a}", 'show "${a}"', "show $'x' ${a}"])
def test_nothing_stands_behind_a_dollar_sign(template: str) -> None:
    with pytest.raises(InvalidValue, match="without the dollar sign"):
        composed(template, {"a": "HOME"})


def test_words_of_the_shell_are_words(tmp_path: Path) -> None:
    for value in ("if", "time", "A=b", "!", "{", "[["):
        assert composed("{a} x", {"a": value}).variables == {"BAROGRAPH_PARAM_0": value}
    assert words(composed("show {a}>&1", {"a": "2"}), tmp_path) == ["2"]
    assert words(composed("show ~{a}", {"a": "root"}), tmp_path) == ["~root"]


def test_plain_values_stand_in_the_command() -> None:
    command = composed("train --rate {a} '{b}' \"{a}\"", {"a": "0.1", "b": "s3://x/y-z_1.csv"}, {"c": "d"})
    assert command == Command(text="train --rate 0.1 's3://x/y-z_1.csv' \"0.1\" --c d")


def test_equal_values_share_a_variable() -> None:
    command = composed("x {a} {b} {a}", {"a": "p q", "b": "r s"})
    assert command.text == 'x "${BAROGRAPH_PARAM_0}" "${BAROGRAPH_PARAM_1}" "${BAROGRAPH_PARAM_0}"'
    assert command.variables == {"BAROGRAPH_PARAM_0": "p q", "BAROGRAPH_PARAM_1": "r s"}


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("x {b}", "names {b}"), ("x {}", "names {}"), ("x {a!r}", "formats {a}"), ("x {a:>3}", "formats {a}"), ("x {a.b}", "names {a.b}"),
        ("x {a[0]}", "names {a"), ("x {", "cannot be read"), ("x }", "cannot be read"), ("x {a", "cannot be read"),
    ],
)  # fmt: skip
def test_templates_that_cannot_be_filled(template: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        composed(template, {"a": "1"})
    assert problem in refused.value.message


def test_scripts_by_their_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/my shell")
    for name in ("a b.py", "x.sh", "y.R", "-c.py"):
        (tmp_path / name).write_text("")
    project = Project(environment=PythonEnvironment())
    texts = {name: command_for(project, tmp_path, name, Parameters(extra={"p": "1 2"})) for name in ("a b.py", "x.sh", "y.R", "-c.py")}
    assert texts["a b.py"].text == 'python "${BAROGRAPH_PARAM_0}" --p "${BAROGRAPH_PARAM_1}"'
    assert texts["x.sh"].text == '"${BAROGRAPH_PARAM_0}" x.sh --p "${BAROGRAPH_PARAM_1}"'
    assert texts["y.R"].text == 'Rscript y.R --p "${BAROGRAPH_PARAM_0}"'
    assert texts["-c.py"].text == 'python ./-c.py --p "${BAROGRAPH_PARAM_0}"'
    for name in ("nothing.py", "../x.sh", "/etc/x.sh", "x", "a.txt", ""):
        with pytest.raises(InvalidValue, match="ntry point"):
            command_for(project, tmp_path, name, Parameters())


def test_what_no_program_can_be_given() -> None:
    with pytest.raises(InvalidValue, match="longer than"):
        composed("x {a}", {"a": "a" * 200_000})

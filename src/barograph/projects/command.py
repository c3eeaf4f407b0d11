"""From an entry point and values to a command for `bash -c`.

No value becomes syntax of the shell. One of plain characters is put in as text. Any other goes into a variable of the environment, which
the command names in double quotes: a shell takes what it expands there as it is, so that even where a command is misread, a value could at
worst be split into words. Where a shell would evaluate what it expands (arithmetic, `eval`, `bash -c`), such values are refused.
"""

from __future__ import annotations

import os
import re
import shlex
import string
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.projects.parameters import Parameters
from barograph.projects.shell_places import Field, Place, ShellReader, Token
from barograph.projects.spec import EntryPoint, Project

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_RESERVED = frozenset(
    "if then else elif fi do done case esac while until for select function in time coproc exec".split()  # noqa: SIM905  # a list of words
)
_PREFIX = "BAROGRAPH_PARAM_"
_MAX_BYTES = 100_000


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command for `bash -c`, and the variables that it names."""

    text: str
    variables: dict[str, str] = {}


class _Value(msgspec.Struct, frozen=True):
    name: str
    text: str


def command_for(project: Project, directory: Path, entry_point: str, parameters: Parameters) -> Command:
    """The command of a declared entry point, or of a script in the project, with further parameters as `--name value`.

    Raises `InvalidValue` for an entry point that there is not, for a template that cannot be filled, and for a value that cannot be put
    where the template wants it.
    """
    entry = project.entry_points.get(entry_point)
    parts = _script(directory, entry_point, project) if entry is None else _template(entry, parameters)
    for name, value in parameters.extra.items():
        parts += [" --", _Value(name, name), " ", _Value(name, value)]
    return _composed(parts, entry_point)


def _template(entry: EntryPoint, parameters: Parameters) -> list[str | _Value]:
    parts: list[str | _Value] = []
    try:
        pieces = list(string.Formatter().parse(entry.command.rstrip()))
    except ValueError as error:
        raise InvalidValue(
            f"The command of entry point {shown(entry.name)} cannot be read: {error}. Write {{{{ and }}}} for braces of the shell."
        ) from None
    for literal, name, form, conversion in pieces:
        parts.append(literal)
        if name is None:
            continue
        if name not in parameters.declared or form or conversion:
            raise InvalidValue(_problem(entry, name, form or conversion))
        parts.append(_Value(name, parameters.declared[name]))
    return parts


def _problem(entry: EntryPoint, name: str, form: str | None) -> str:
    known = ", ".join(entry.parameters) or "none"
    if form and name in entry.parameters:
        return f"The command of entry point {shown(entry.name)} formats {{{name}}}. Values are put in as they are: write {{{name}}} alone."
    return (
        f"The command of entry point {shown(entry.name)} names {{{name}}}, which is not among its parameters ({known}). Declare it, or"
        " write {{ and }} for braces of the shell."
    )


def _script(directory: Path, entry_point: str, project: Project) -> list[str | _Value]:
    """A file of the project by its suffix."""
    suffix = PurePosixPath(entry_point).suffix
    programs = {".py": "python", ".sh": os.environ.get("SHELL") or "bash", ".R": "Rscript"}
    declared = ", ".join(project.entry_points) or "none"
    if suffix not in programs:
        raise InvalidValue(
            f"The project has no entry point {shown(entry_point)}. It declares {declared}; otherwise name a file ending in .py, .sh or .R."
        )
    path = PurePosixPath(entry_point)
    if "\0" in entry_point or path.is_absolute() or ".." in path.parts:
        raise InvalidValue(f"Entry point {shown(entry_point)} leads out of the project. Name a file in it, relative to its root.")
    if not (directory / path).is_file():
        raise InvalidValue(f"The project has no entry point and no file {shown(entry_point)}. It declares {declared}.")
    file = f"./{entry_point}" if entry_point.startswith(("-", "~")) else entry_point
    return [_Value("SHELL", programs[suffix]), " ", _Value("entry point", file)]


def _composed(parts: Sequence[str | _Value], entry_point: str) -> Command:
    tokens: list[Token] = []
    placed: list[str | tuple[Field, _Value]] = []
    for part in parts:
        if isinstance(part, str):
            tokens.extend(part)
            placed.append(part)
        else:
            field = Field(part.name)
            tokens.append(field)
            placed.append((field, part))
    ShellReader(tokens).read()
    variables: dict[str, str] = {}
    text = "".join(item if isinstance(item, str) else _put(*item, variables, entry_point) for item in placed)
    if "\0" in text or len(os.fsencode(text)) > _MAX_BYTES:
        raise InvalidValue(
            f"The command of entry point {shown(entry_point)} is longer than {_MAX_BYTES:,} bytes, or holds a NUL character."
        )
    return Command(text=text, variables=variables)


def _put(field: Field, value: _Value, variables: dict[str, str], entry_point: str) -> str:
    """The text that stands for a value in its place."""
    is_plain = shlex.quote(value.text) == value.text
    place = field.place
    fits = {Place.NOTHING: False, Place.NUMBER: bool(_NUMBER.fullmatch(value.text)), Place.PLAIN: is_plain}.get(place, True)
    if not fits:
        raise InvalidValue(_refusal(place, value, entry_point))
    if place is Place.WORD and (field.is_glued or "=" in value.text or value.text in _RESERVED):
        is_plain = False
    if is_plain:
        return value.text
    name = _variable(value.text, variables)
    return {Place.DOUBLE: f"${{{name}}}", Place.SINGLE: f"'\"${{{name}}}\"'"}.get(place, f'"${{{name}}}"')


def _variable(value: str, variables: dict[str, str]) -> str:
    name = next((name for name, held in variables.items() if held == value), f"{_PREFIX}{len(variables)}")
    variables[name] = value
    return name


def _refusal(place: Place, value: _Value, entry_point: str) -> str:
    remedy = {
        Place.NOTHING: f"Write {{{value.name}}} without the dollar sign.",
        Place.NUMBER: "Only a number can stand there.",
        Place.PLAIN: "Only letters, digits and any of @%+=:,./-_ can stand there; pass the value as an argument of a program instead.",
    }[place]
    return (
        f"Parameter {shown(value.name)} is {shown(value.text)}, and in the command of entry point {shown(entry_point)} it stands"
        f" {place.value}. {remedy}"
    )

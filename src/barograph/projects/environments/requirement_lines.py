"""Lines of requirements as data: each is a requirement, or one of the options that requirements may have. Nothing else is passed on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.local_content import content_of

_FILES = {"-r": "--requirement", "--requirement": "--requirement", "-c": "--constraint", "--constraint": "--constraint"}
_WITH_VALUE = {
    "-e": "--editable", "--editable": "--editable", "-i": "--index-url", "--index-url": "--index-url", "--pypi-url": "--index-url",
    "--extra-index-url": "--extra-index-url", "-f": "--find-links", "--find-links": "--find-links", "--no-binary": "--no-binary",
    "--only-binary": "--only-binary", "--trusted-host": "--trusted-host", "--use-feature": "--use-feature",
}  # fmt: skip
_FLAGS = frozenset({"--no-index", "--pre", "--prefer-binary", "--require-hashes"})
_MOST_BYTES = 16_000_000


class RequirementLines(msgspec.Struct, frozen=True):
    """`requirements` are lines for a file; `options` are (long name, value) for the program's arguments, the value None for a flag.

    Files stand in `options` with absolute paths. `content` is a digest of all that the lines name on this machine, and `everywhere` are the
    options in the files that are read, which some programs want as arguments.
    """

    requirements: tuple[str, ...]
    options: tuple[tuple[str, str | None], ...]
    everywhere: frozenset[str]
    content: str
    is_tied: bool
    """Whether a folder is installed as editable, so that what is installed is for this place alone."""


def read_lines(lines: Iterable[str], directory: Path) -> RequirementLines:
    """Sort lines into requirements and options. Paths are seen from `directory`.

    Raises `InvalidValue` for an option that requirements cannot have and for a file that cannot be read. A file may stand outside of the
    project, as in a repository of many: whoever runs the project may read it, and the project's commands can as well.
    """
    requirements: list[str] = []
    options: list[tuple[str, str | None]] = []
    named = _Named(directory)
    for line in logical_lines(lines):
        option = option_of(line)
        if option is None:
            requirements.append(line)
            named.requirement(line, editable=False)
            continue
        name, value = option
        named.options.add(name)
        if name in _FILES.values() and value and "://" not in value:
            value = str((directory / value).absolute())
            named.file(Path(value))
        elif name == "--editable" and value:
            named.requirement(value, editable=True)
        options.append((name, value))
    return RequirementLines(tuple(requirements), tuple(options), frozenset(named.options), named.digest.hexdigest(), named.is_tied)


def logical_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines without comments and empty ones; what ends with a backslash goes on in the next."""
    held = ""
    for text in lines:
        for line in text.splitlines() or [""]:
            if "\0" in line:
                raise InvalidValue(f"Requirement {shown(text)} has a NUL character. Take it out.")
            held += line
            if held.endswith("\\"):
                held = held[:-1]
                continue
            stripped = _without_comment(held)
            held = ""
            if stripped:
                yield stripped
    if _without_comment(held):
        yield _without_comment(held)


def option_of(line: str) -> tuple[str, str | None] | None:
    """(long name, value) of a line that is an option, None of one that is a requirement."""
    if not line.startswith("-"):
        return None
    name, value = _split(line)
    known = _FILES.get(name) or _WITH_VALUE.get(name)
    if known and value and not value.startswith("-"):
        return known, value
    if name in _FLAGS and not value:
        return name, None
    allowed = ", ".join(sorted({*_FILES, *_WITH_VALUE, *_FLAGS}))
    raise InvalidValue(f"Requirement {shown(line)} is an option that requirements cannot have. Write a package, or one of {allowed}.")


def _split(line: str) -> tuple[str, str]:
    """Name and value, which stand apart by `=` or space, or not at all after a single letter."""
    if not line.startswith("--"):
        name, value = line[:2], line[2:].strip().removeprefix("=")
    else:
        end = min((line.find(sign) for sign in ("=", " ", "\t") if sign in line), default=len(line))
        name, value = line[:end], line[end + 1 :]
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return name, value


def _without_comment(line: str) -> str:
    stripped = line.strip()
    return "" if stripped.startswith("#") else stripped.partition(" #")[0].rstrip()


class _Named:
    """What files of requirements, and the files that these name, say. Each is read once, also where they name each other."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.digest = hashlib.sha256()
        self.options: set[str] = set()
        self.is_tied = False
        self._seen: set[Path] = set()

    def requirement(self, text: str, *, editable: bool) -> None:
        content = content_of(text, self.directory, editable=editable)
        self.digest.update(content)
        self.is_tied |= editable and bool(content)

    def file(self, file: Path) -> None:
        if file.resolve() in self._seen:
            return
        self._seen.add(file.resolve())
        text = _read(file)
        self.digest.update(text)
        for line in logical_lines(text.decode("utf-8", "replace").splitlines()):
            name, value = _split(line) if line.startswith("-") else ("", line)
            name = _FILES.get(name) or _WITH_VALUE.get(name) or name
            self.options.add(name)
            if name in _FILES.values() and value and "://" not in value:
                self.file(file.parent / value)
            elif not name or name == "--editable":
                self.requirement(value, editable=bool(name))


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise InvalidValue(f"Requirements file {shown(str(file))} is not there. Add it, or take its line out.")
        if file.stat().st_size > _MOST_BYTES:
            raise InvalidValue(f"Requirements file {shown(str(file))} has {file.stat().st_size:,} bytes; at most {_MOST_BYTES:,} are read.")
        return file.read_bytes()
    except OSError as problem:
        raise InvalidValue(f"Requirements file {shown(str(file))} cannot be read ({problem.strerror}).") from problem

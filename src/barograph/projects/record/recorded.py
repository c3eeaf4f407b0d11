"""The record of a project's run, as it is kept among the run's files: `barograph/project/record.json`, and files beside it."""

from __future__ import annotations

from typing import Any

import msgspec

from barograph.errors import InvalidValue, NotSupported

FOLDER = "barograph/project"
RECORD = "record.json"
PATCH = "uncommitted.patch"
ARCHIVE = "tree.zip"
FORMAT = 1
"""Of the record. A reader refuses what is newer, and passes over fields that it does not know."""


class KeptFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the record, by its name."""

    name: str
    size_bytes: int
    sha256: str


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the code that is not kept, relative to the root of the code.

    The reason is `size` (beyond what may be kept), `secret` (named as keys and passwords are), `repository` (another one within) or `link`.
    """

    path: str
    reason: str
    size_bytes: int | None = None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """The code that ran.

    `uri` is what was asked for, `root` the folder of this machine that held it, None for one that was
    fetched, `directory` the project in it. Of a git work tree there are `repository`
    (where it was cloned from), `commit` and `patch`, which is what was not committed and not ignored. Of any other folder `archive` holds
    the files. `tree` identifies all that is kept: the id of git's tree with the changes, or `sha256:` over paths, modes and contents.
    `left_out` names the first of the `left_out_count` files that are not kept.
    """

    source: str
    uri: str
    root: str | None = None
    directory: str = ""
    repository: str | None = None
    commit: str | None = None
    branch: str | None = None
    is_pushed: bool | None = None
    tree: str | None = None
    patch: KeptFile | None = None
    archive: KeptFile | None = None
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """The environment that the command ran in.

    `kind` and `asked` are what the project's files ask for. `lock` is what was installed, if that is known; it is kept under its own name,
    such as `uv.lock`. `python` is a version.
    """

    manager: str | None
    kind: str
    asked: dict[str, Any] = {}
    lock: KeptFile | None = None
    python: str | None = None


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder of this machine that a parameter of type `path` or `uri` named; content is known of files that are not too large."""

    parameter: str
    path: str
    size_bytes: int | None = None
    sha256: str | None = None


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where it ran. `gpus` are names; `memory_bytes` is all that there is."""

    system: str
    release: str
    architecture: str
    python: str
    implementation: str
    cpu: str | None = None
    cores: int | None = None
    memory_bytes: int | None = None
    gpus: tuple[str, ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """All that is recorded.

    `parameters` are as given, defaults included. `command` is for `bash -c`, and names some of `command_variables`. `variables` are those
    of the environment that results may depend on. `seeds` are hints: parameters and variables that sound like seeds. `problems` say what
    could not be recorded.
    """

    format: int = FORMAT
    barograph: str
    project: str | None = None
    entry_point: str
    parameters: dict[str, str] = {}
    inputs: tuple[Input, ...] = ()
    command: str
    command_variables: dict[str, str] = {}
    backend: str
    code: Code
    environment: Environment
    variables: dict[str, str] = {}
    seeds: dict[str, str] = {}
    machine: Machine
    problems: tuple[str, ...] = ()


class _Version(msgspec.Struct):
    format: int


def encoded(record: Record) -> bytes:
    """The record as JSON, for people too."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def decoded(text: bytes) -> Record:
    """A record from JSON. Raises `InvalidValue` for what is none, and `NotSupported` for one that a newer Barograph wrote."""
    try:
        found = msgspec.json.decode(text, type=_Version).format
        if found > FORMAT:
            raise NotSupported(f"The record has format {found}, newer than {FORMAT}, which is known here. Upgrade Barograph.")
        return msgspec.json.decode(text, type=Record)
    except msgspec.MsgspecError as error:
        raise InvalidValue(f"{FOLDER}/{RECORD} is no record of a project's run: {error}") from None

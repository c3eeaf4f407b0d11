"""What a project says of itself: its entry points, their parameters, and the environment that it runs in."""

from __future__ import annotations

import msgspec


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of an entry point, which must be given if it has no default.

    `type` is `string`, `float`, `path`, `uri` or any other word, which means text.
    """

    type: str = "string"
    default: str | None = None


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A command of the shell in which `{name}` stands for a parameter, and its parameters by name in the order of the file."""

    name: str
    command: str
    parameters: dict[str, Parameter] = {}


class PythonEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """A version of Python and packages in pip's syntax, from python_env.yaml, or from a conda.yaml that asks for nothing else.

    `python` is a version such as `3.11.7`, maybe behind `>=` or `<=`, None for any. Lines may name files (`-r`), seen from `directory`,
    which is relative to the project. `conda_file` is the conda.yaml, for those who want conda nevertheless.
    """

    python: str | None = None
    build_dependencies: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    directory: str = ""
    conda_file: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.python or self.build_dependencies or self.dependencies)


class CondaEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """A conda.yaml, relative to the project."""

    file: str


class DockerEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """An image; volumes as `host:container[:mode]`; variables as (name, value), the value None if it is the caller's own."""

    image: str
    volumes: tuple[str, ...] = ()
    environment: tuple[tuple[str, str | None], ...] = ()


class LockedEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """A pyproject.toml, with its uv.lock if there is one, in the project's root."""

    has_lock: bool


class RequirementsEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """A requirements.txt in the project's root."""

    file: str = "requirements.txt"


class ScriptEnvironment(msgspec.Struct, frozen=True, kw_only=True):
    """The header of a script in the form of PEP 723; the script is relative to the project."""

    script: str
    python: str | None = None
    dependencies: tuple[str, ...] = ()


EnvironmentSpec = PythonEnvironment | CondaEnvironment | DockerEnvironment | LockedEnvironment | RequirementsEnvironment | ScriptEnvironment
"""What a project asks for. A project that says nothing asks for a `PythonEnvironment` without packages."""


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A project as its files describe it."""

    name: str | None = None
    entry_points: dict[str, EntryPoint] = {}
    environment: EnvironmentSpec

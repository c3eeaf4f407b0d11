"""What a project asks of a virtual environment, whichever way it says so."""

from __future__ import annotations

from pathlib import Path

import msgspec

from barograph.errors import InvalidValue, NotSupported, shown
from barograph.projects.environments.base import Say
from barograph.projects.environments.conda_file import read_conda_file
from barograph.projects.environments.interpreter import running
from barograph.projects.environments.python_version import PythonRequest, read_request
from barograph.projects.environments.requirement_lines import RequirementLines, read_lines
from barograph.projects.spec import CondaEnvironment, EnvironmentSpec, PythonEnvironment, RequirementsEnvironment, ScriptEnvironment


class Wanted(msgspec.Struct, frozen=True):
    """A Python, and what is installed one after the other: what builds packages first. Paths are seen from `directory`."""

    python: PythonRequest
    stages: tuple[RequirementLines, ...]
    directory: Path

    @property
    def count(self) -> int:
        """How many lines ask for something."""
        return sum(len(stage.requirements) + len(stage.options) for stage in self.stages)

    @property
    def place(self) -> Path | None:
        """The only folder that the environment is for, if it is for one."""
        return self.directory if any(stage.is_tied for stage in self.stages) else None

    def content(self) -> list[str]:
        """What makes the environment another one: also the Python of this process, where any will do."""
        here, version = running()
        anything = "" if self.python.clauses else f"{here} {version}"
        return [str(self.python), anything, *(part for stage in self.stages for part in (repr(stage.requirements), stage.content))]


def wanted(spec: EnvironmentSpec, project: Path, say: Say) -> Wanted:
    """Read what a specification names. Raises `InvalidValue` for what cannot be read, `NotSupported` for what is no virtual environment."""
    match spec:
        case PythonEnvironment():
            return _wanted(spec.python, (spec.build_dependencies, spec.dependencies), project / spec.directory)
        case RequirementsEnvironment():
            return _wanted(None, ((f"--requirement={spec.file}",),), project)
        case ScriptEnvironment():
            return _wanted(spec.python, (spec.dependencies,), (project / spec.script).parent)
        case CondaEnvironment():
            read = read_conda_file(project / spec.file)
            if read.others:
                say(f"{spec.file}: left out are {', '.join(read.others)}, which only conda can install. Use --env-manager conda for them.")
            return _wanted(read.python, (read.build_dependencies, read.pip), (project / spec.file).parent)
    raise NotSupported(f"A {type(spec).__name__} cannot be made as a virtual environment. Choose another manager of environments.")


def _wanted(python: str | None, stages: tuple[tuple[str, ...], ...], directory: Path) -> Wanted:
    if not directory.is_dir():
        raise InvalidValue(f"The project's directory {shown(str(directory))} is not there.")
    return Wanted(read_request(python), tuple(read_lines(lines, directory) for lines in stages if lines), directory)

"""The manager that uses uv: quick, and it keeps to a lock file exactly."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from barograph.errors import Unavailable
from barograph.projects.environments import uv_project, uv_script
from barograph.projects.environments.activate import activated, python_of
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.freeze import frozen
from barograph.projects.environments.interpreter import find_interpreter
from barograph.projects.environments.key import key_of
from barograph.projects.environments.pip_settings import as_pip_chooses, for_uv
from barograph.projects.environments.python_version import PythonRequest
from barograph.projects.environments.requirement_lines import RequirementLines
from barograph.projects.environments.tool import run_tool
from barograph.projects.environments.wanted import Wanted, wanted
from barograph.projects.spec import DockerEnvironment, EnvironmentSpec, LockedEnvironment, ScriptEnvironment

_ARGUMENTS = {
    "--pre": "--prerelease=allow", "--require-hashes": "--require-hashes", "--no-index": "--no-index", "--prefer-binary": "",
    "--use-feature": "", "--trusted-host": "--allow-insecure-host", "--index-url": "--default-index", "--extra-index-url": "--index",
}  # fmt: skip
"""pip's options by another name; an empty one has no meaning to uv, and the others have the same name."""


class UvManager:
    """Makes virtual environments with uv."""

    name = "uv"

    def supports(self, spec: EnvironmentSpec) -> bool:
        """All but images. Of a conda.yaml it installs what pip can, and says what is left out."""
        return not isinstance(spec, DockerEnvironment)

    def prepare(self, spec: EnvironmentSpec, project: Path, say: Say) -> Activation:
        """Make the environment, or find it. uv itself is needed only to make one."""
        if isinstance(spec, LockedEnvironment):
            return uv_project.prepare(spec, project, find_uv, say)
        if isinstance(spec, ScriptEnvironment):
            return uv_script.prepare(spec, project, find_uv, say)
        asked = wanted(spec, project, say)
        key = key_of(self.name, spec, asked.content())
        return found_or_made(key, lambda directory: _make(directory, asked, say), say, project=asked.place)


def find_uv() -> str:
    """The program that came with the package `uv`, or the one on the PATH."""
    try:
        from uv import find_uv_bin

        return str(find_uv_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise Unavailable("uv is not installed. Run `pip install 'barograph[projects]'`, or choose --env-manager virtualenv or local.")
    return found


def _make(directory: Path, asked: Wanted, say: Say) -> Activation:
    uv = find_uv()
    say(f"Making an environment of {_python_words(asked.python)} and {asked.count} lines of requirements with uv.")
    python = find_interpreter(asked.python)
    hint = f"Python {asked.python} must be on this machine or come by `uv python install`; or ask for a version that is here."
    command = [uv, "venv", "--quiet", "--no-project", f"--python={python or asked.python}", str(directory)]
    run_tool(command, directory=asked.directory, say=say, hint="" if python else hint)
    for stage in asked.stages:
        _install(uv, directory, stage, asked.directory, say)
    return activated(directory, lock=frozen(directory))


def _install(uv: str, environment: Path, lines: RequirementLines, directory: Path, say: Say) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [uv, "pip", "install", f"--python={python_of(environment)}", *_arguments(lines)]
        if lines.requirements:
            file = Path(folder) / "requirements.txt"
            file.write_text("\n".join([*lines.requirements, ""]), encoding="utf-8")
            command.append(f"--requirement={file}")
        run_tool(command, directory=directory, say=say, variables=for_uv() | as_pip_chooses())


def _arguments(lines: RequirementLines) -> list[str]:
    options = [*lines.options, *((name, None) for name in sorted(lines.everywhere) if name in ("--pre", "--require-hashes"))]
    found = []
    for name, value in options:
        known = _ARGUMENTS.get(name, name)
        if known:
            found.append(known if value is None else f"{known}={value}")
    return list(dict.fromkeys(found))


def _python_words(request: PythonRequest) -> str:
    return f"Python {request}" if request.clauses else "this Python"

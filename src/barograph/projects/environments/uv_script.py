"""A script whose header says what it needs, in the form of PEP 723, and its lock file if it has one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from barograph.errors import InvalidValue, shown
from barograph.projects.environments.activate import activated
from barograph.projects.environments.base import Activation, Say
from barograph.projects.environments.cache import found_or_made
from barograph.projects.environments.freeze import frozen
from barograph.projects.environments.interpreter import find_interpreter, running
from barograph.projects.environments.key import key_of
from barograph.projects.environments.local_content import content_of
from barograph.projects.environments.pip_settings import for_uv
from barograph.projects.environments.python_version import read_request
from barograph.projects.environments.tool import run_tool
from barograph.projects.spec import ScriptEnvironment

_HEADER = re.compile(r"^# /// script\s*$.*?^# ///\s*$", re.MULTILINE | re.DOTALL)
_FOLDERS = re.compile(r"\b(path|workspace)\s*=")


def prepare(spec: ScriptEnvironment, project: Path, find_uv: Callable[[], str], say: Say) -> Activation:
    """Make or find the environment of a script. Its header counts, which uv reads itself with what is said to uv, and not the rest of it.

    A lock file beside it, as `uv lock --script` writes it, is kept to byte for byte.
    """
    script = (project / spec.script).absolute()
    header, lock = _header(script), _lock(script)
    place = script.parent.resolve() if _FOLDERS.search(header) else None
    local = [content_of(line, script.parent, editable=False) for line in spec.dependencies]
    key = key_of("uv", spec, [header, lock, repr(running()), None if place is None else str(place), *local])
    return found_or_made(key, lambda directory: _make(directory, spec, script, lock, find_uv(), say), say, project=place)


def _make(directory: Path, spec: ScriptEnvironment, script: Path, lock: str | None, uv: str, say: Say) -> Activation:
    say(f"Making the environment of {script.name} with uv.")
    try:
        python = find_interpreter(read_request(spec.python))
    except InvalidValue:
        python = None  # uv knows more ways to name a Python
    command = [uv, "sync", "--active", f"--script={script}"]
    command += ["--frozen"] if lock is not None else []
    command += [f"--python={python}"] if python else []
    run_tool(command, directory=script.parent, say=say, variables={**for_uv(), "VIRTUAL_ENV": str(directory)})
    if lock is not None:
        return activated(directory, lock=lock, lock_name=f"{script.name}.lock")
    return activated(directory, lock=frozen(directory))


def _header(script: Path) -> str:
    try:
        found = _HEADER.search(script.read_text(encoding="utf-8").replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidValue(f"Script {shown(str(script))} cannot be read: {problem}.") from problem
    if not found:
        raise InvalidValue(f"Script {shown(str(script))} has no header `# /// script`, so it says nothing of what it needs.")
    return found.group()


def _lock(script: Path) -> str | None:
    try:
        return script.with_name(f"{script.name}.lock").read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidValue(f"The lock of script {shown(str(script))} cannot be read: {problem}.") from problem

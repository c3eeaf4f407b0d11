"""The header of a script that says what it needs, in the form of PEP 723."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from barograph.errors import InvalidValue, shown
from barograph.projects.spec import ScriptEnvironment
from barograph.projects.yaml_file import text, texts

# The pattern is the one of the packaging specification "Inline script metadata".
_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")


def read_script_header(project: Path, script: str) -> ScriptEnvironment | None:
    """What the header of a Python script in the project asks for; None if it has none."""
    try:
        source = (project / script).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    blocks = [found for found in _BLOCK.finditer(source.replace("\r\n", "\n")) if found["type"] == "script"]
    if not blocks:
        return None
    if len(blocks) > 1:
        raise InvalidValue(f"{script} has {len(blocks)} headers of type 'script'. Keep one of them.")
    lines = [line[2:] if line.startswith("# ") else line[1:] for line in blocks[0]["content"].splitlines()]
    try:
        header = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise InvalidValue(f"The header of {script} is not TOML: {error}.") from None
    python = header.get("requires-python")
    if python is not None:
        python = text(python, f"requires-python in the header of {shown(script)}")
    return ScriptEnvironment(
        script=script, python=python, dependencies=texts(header.get("dependencies"), f"dependencies in the header of {shown(script)}")
    )

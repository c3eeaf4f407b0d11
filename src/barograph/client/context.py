"""Tags that say where a run came from: user, program or notebook, commit."""

import getpass
import json
import sys
from functools import cache
from pathlib import Path

from barograph import settings
from barograph.client import notebook
from barograph.client.git import git_tags
from barograph.errors import InvalidValue, shown


def user_name() -> str:
    """The name for the server, else that of the operating system's user; "unknown" where there is none."""
    try:
        return settings.TRACKING_USERNAME.get() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def context_tags() -> dict[str, str]:
    """Tags of every new run. Those in the RUN_CONTEXT setting win."""
    return {"mlflow.user": user_name(), **_source_tags(), **_given_tags()}


def _source_tags() -> dict[str, str]:
    if notebook.in_notebook():
        path = notebook.notebook_path()
        tags = {"mlflow.source.name": path or "<notebook>", "mlflow.source.type": "NOTEBOOK"}
        return tags | _commit_of(Path(path).parent.absolute() if path else Path.cwd())
    program = sys.argv[0] if sys.argv else ""
    tags = {"mlflow.source.name": program or "<console>", "mlflow.source.type": "LOCAL"}
    script = Path(program).absolute()
    return tags | _commit_of(script.parent) if program and script.is_file() else tags


@cache
def _commit_of(directory: Path) -> dict[str, str]:
    return git_tags(directory) if directory.is_dir() else {}


def _given_tags() -> dict[str, str]:
    text = settings.RUN_CONTEXT.get()
    if not text:
        return {}
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise InvalidValue(f"Environment variable {settings.RUN_CONTEXT.name} is {shown(text)}; expected a JSON object of tags.")
    return {str(key): str(value) for key, value in given.items()}

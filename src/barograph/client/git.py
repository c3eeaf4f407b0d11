"""The commit that code runs from, asked from the git command."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_TIMEOUT_S = 5
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def git_tags(directory: Path) -> dict[str, str]:
    """Tags for commit, branch and origin of the work tree around a directory; those that cannot be told are absent."""
    commit = _ask(directory, "rev-parse", "--verify", "HEAD")
    if not commit:
        return {}
    branch = _ask(directory, "symbolic-ref", "--short", "-q", "HEAD")
    origin = _ask(directory, "config", "--get", "remote.origin.url")
    found = {
        "mlflow.source.git.commit": commit,
        "mlflow.source.git.branch": branch,
        "mlflow.source.git.repoURL": without_credentials(origin),
    }
    return {key: value for key, value in found.items() if value}


def without_credentials(url: str) -> str:
    """A repository URL without what lets people in: user names of web URLs, all passwords, queries and fragments."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if not parts.scheme or not parts.netloc:
        return url
    if ":" in host:
        host = f"[{host}]"
    user = f"{parts.username}@" if parts.username and parts.scheme not in ("http", "https") else ""
    return urlunsplit((parts.scheme, f"{user}{host}{f':{port}' if port else ''}", parts.path, "", ""))


def _ask(directory: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    try:
        answer = subprocess.run(  # noqa: S603  # fixed arguments as a list
            ["git", "-C", str(directory), *arguments],  # noqa: S607  # git is found as the user's own shell finds it
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""

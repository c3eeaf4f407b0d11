"""What git knows of a folder on this machine."""

from __future__ import annotations

from pathlib import Path

import msgspec

from barograph.client.git import without_credentials
from barograph.errors import BarographError
from barograph.projects.sources.git_command import Remote, git, remote_of


class WorkTree(msgspec.Struct, frozen=True, kw_only=True):
    """The work tree around a folder: its root, the commit, and where it comes from, without credentials."""

    root: Path
    commit: str
    repository: str | None = None


def work_tree(directory: Path) -> WorkTree | None:
    """The work tree around a folder, None if there is none or it has no commit yet."""
    try:
        root, commit = git(None, "rev-parse", "--show-toplevel", "--verify", "HEAD", directory=directory).splitlines()
    except (BarographError, ValueError):
        return None
    return WorkTree(root=Path(root), commit=commit, repository=_without_credentials(directory))


def _without_credentials(directory: Path) -> str | None:
    try:
        return without_credentials(_origin(directory)) or None
    except BarographError:
        return None


def is_bare(directory: Path) -> bool:
    """Whether a folder is a git repository without files of its own, as servers keep them."""
    return (directory / "HEAD").is_file() and (directory / "objects").is_dir() and (directory / "refs").is_dir()


def origin_of(directory: Path) -> Remote | None:
    """The repository that a work tree was cloned from, if it is one that can be fetched from."""
    try:
        return remote_of(_origin(directory))
    except BarographError:
        return None


def _origin(directory: Path) -> str:
    return git(None, "config", "--get", "remote.origin.url", directory=directory).strip()

"""Projects in git repositories."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from barograph.errors import ExecutionFailed, InvalidValue, shown
from barograph.projects.sources.git_command import Remote, git

_FULL = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_COMMIT = re.compile(r"[0-9a-fA-F]{4,64}")
_BAD_IN_VERSION = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//")


class Fetched:
    """A work tree in a temporary folder, with its commit, and the branch if a version names one."""

    def __init__(self, folder: Path, commit: str, branch: str | None) -> None:
        self.folder = folder
        self.commit = commit
        self.branch = branch


def fetch(remote: Remote, version: str | None) -> Fetched:
    """Fetch a branch, a tag or a commit (in full or its beginning), or what HEAD of the repository is, with submodules.

    Only that commit is fetched where the server allows it. Raises `ExecutionFailed` if the repository cannot be read, or has no such
    version.
    """
    check_version(version)
    folder = Path(tempfile.mkdtemp(prefix="barograph-project-"))
    try:
        git(None, "init", "--quiet", directory=folder)
        git(None, "remote", "add", "--", "origin", remote.url, directory=folder)
        branch = _fetch_version(remote, folder, version)
        git(None, "checkout", "--quiet", "--detach", "FETCH_HEAD", directory=folder)
        if (folder / ".gitmodules").is_file():
            git(remote, "submodule", "--quiet", "update", "--init", "--recursive", "--depth", "1", directory=folder)
        commit = git(None, "rev-parse", "--verify", "HEAD", directory=folder).strip()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Fetched(folder, commit, branch)


def check_version(version: str | None) -> None:
    """Raise `InvalidValue` for what can be no branch, tag or commit, or what git could take for an option."""
    if version is not None and (not version or version.startswith("-") or _BAD_IN_VERSION.search(version)):
        raise InvalidValue(f"Version {shown(version)} is no branch, tag or commit of a git repository.")


def _fetch_version(remote: Remote, folder: Path, version: str | None) -> str | None:
    """Fetch into FETCH_HEAD, and return the branch if the version is one."""
    if version is None:
        _fetch_alone(remote, folder, "HEAD")
        return None
    listed = git(remote, "ls-remote", "--", "origin", f"refs/heads/{version}", f"refs/tags/{version}", directory=folder)
    names = {line.partition("\t")[2] for line in listed.splitlines()}
    for name in (f"refs/heads/{version}", f"refs/tags/{version}"):
        if name in names:
            _fetch_alone(remote, folder, name)
            return version if name.startswith("refs/heads/") else None
    if _COMMIT.fullmatch(version):
        _fetch_commit(remote, folder, version.lower())
        return None
    raise ExecutionFailed(f"{remote.url} has no branch or tag {shown(version)}. Name one that it has, or a commit.")


def _fetch_alone(remote: Remote, folder: Path, name: str) -> None:
    """Fetch one commit without those before it, or with them from a server that can only give all."""
    try:
        git(remote, "fetch", "--quiet", "--depth", "1", "--no-tags", "origin", name, directory=folder)
    except ExecutionFailed as failure:
        if "shallow" not in failure.message:
            raise
        git(remote, "fetch", "--quiet", "--no-tags", "origin", name, directory=folder)


def _fetch_commit(remote: Remote, folder: Path, commit: str) -> None:
    if _FULL.fullmatch(commit):
        try:
            _fetch_alone(remote, folder, commit)
            return
        except ExecutionFailed:
            pass  # many servers give out branches and tags alone
    git(remote, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*", directory=folder)
    try:
        full = git(None, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}", directory=folder).strip()
    except ExecutionFailed:
        raise ExecutionFailed(f"{remote.url} has no commit {shown(commit)} in its branches and tags, or several begin so.") from None
    (folder / ".git" / "FETCH_HEAD").write_text(f"{full}\t\t{remote.url}\n", encoding="utf-8")

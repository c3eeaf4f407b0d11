"""The state of a git work tree: what is not committed, taken without touching the user's index or objects."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from barograph.projects.record.kept import Candidate, Chosen, chosen, kept_file
from barograph.projects.record.recorded import PATCH, Code, LeftOut
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.git_command import git, git_bytes
from barograph.projects.sources.local import WorkTree

# What people set for their own reading must not change what is recorded.
_DIFF = ("--cached", "-p", "--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color")
_PREFIXES = ("--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--ignore-submodules=dirty")
_LENIENT = ("-c", "core.safecrlf=false", "-c", "advice.addEmbeddedRepo=false")

_PATHS = ("--pathspec-from-file=-", "--pathspec-file-nul")


class GitSnapshot:
    """A work tree at one moment. Making it takes what may change; `write` can come later.

    Changed and new files are copied as objects of a temporary folder, which has an index of its own. Of `passed_over`, which are stores of
    runs, nothing is taken.
    """

    def __init__(self, checkout: Checkout, tree: WorkTree, limit_bytes: int, passed_over: Sequence[Path], folder: Path) -> None:
        self._checkout = checkout
        self._tree = tree
        self._passed_over = [path for path in passed_over if path.is_relative_to(tree.root)]
        self._states = self._changed()
        self._chosen = self._choose(limit_bytes)
        self._variables: dict[str, str] = {}
        if self._chosen.paths:
            self._take(folder)

    def write(self, folder: Path) -> Code:
        """Write the patch, if there is anything to write, and say what the code is."""
        checkout, root = self._checkout, self._tree.root
        patch = b""
        if self._variables:
            patch = self._git("diff-index", *_DIFF, *_PREFIXES, self._tree.commit, "--")
            (folder / PATCH).write_bytes(patch)
            tree = self._git("write-tree").decode().strip()
        else:
            tree = git(None, "rev-parse", "--verify", f"{self._tree.commit}^{{tree}}", directory=root).strip()
        return Code(
            source=checkout.source,
            uri=checkout.uri,
            root=str(root) if checkout.temporary is None else None,
            directory=_within(checkout.directory, root),
            repository=checkout.repository,
            commit=self._tree.commit,
            branch=checkout.branch or self._branch(),
            is_pushed=self._is_pushed(),
            tree=tree,
            patch=kept_file(folder / PATCH) if patch else None,
            left_out=self._chosen.named(),
            left_out_count=len(self._chosen.left_out),
        )

    def _choose(self, limit_bytes: int) -> Chosen:
        left_out: list[LeftOut] = []
        candidates = []
        for path, state in self._states.items():
            file = self._tree.root / path
            if any(file == one or one in file.parents for one in self._passed_over):
                continue
            size = _size(file)
            if size is None and "D" not in state and file.is_dir():
                left_out.append(LeftOut(path=path.rstrip("/"), reason="repository"))
            else:
                candidates.append(Candidate(path, size or 0, is_new=state[0] in "?A"))
        return chosen(candidates, limit_bytes, left_out)

    def _changed(self) -> dict[str, str]:
        """Two letters for each path that differs from the commit: how the index does, and how the file differs from the index."""
        listed = git_bytes(
            None, "--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", directory=self._tree.root
        )
        entries = listed.decode("utf-8", "surrogateescape").split("\0")
        return {entry[3:]: entry[:2] for entry in entries if entry}

    def _take(self, folder: Path) -> None:
        """Make an index of its own, with what is chosen and no more, and objects of its own."""
        places = git(None, "rev-parse", "--git-path", "objects", "--git-path", "index", directory=self._tree.root).splitlines()
        objects, index = (self._tree.root / place for place in places)
        (folder / "objects").mkdir(exist_ok=True)
        self._variables = {
            "GIT_INDEX_FILE": str(folder / "index"),
            "GIT_OBJECT_DIRECTORY": str(folder / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects),
            "GIT_LITERAL_PATHSPECS": "1",
        }
        if index.is_file():
            # With what it knows of times and sizes, so that files are not read again; its own time says which of these to doubt.
            shutil.copy2(index, folder / "index")
        else:
            self._git("read-tree", self._tree.commit)
        kept = set(self._chosen.paths)
        staged = [path for path, state in self._states.items() if path not in kept and state[0] not in " ?"]
        if staged:
            self._git("reset", "--quiet", *_PATHS, self._tree.commit, given=_listed(staged))
        # Without a difference to the index there is nothing to add, and no file of that name if it was deleted.
        added = [path for path in kept if self._states[path][1] != " "]
        if added:  # without a name, git would add everything
            self._git(*_LENIENT, "add", "-A", *_PATHS, given=_listed(added))

    def _git(self, *arguments: str, given: bytes | None = None) -> bytes:
        return git_bytes(None, *arguments, directory=self._tree.root, variables=self._variables, given=given)

    def _branch(self) -> str | None:
        found = git(None, "branch", "--show-current", directory=self._tree.root).strip()
        return found or None

    def _is_pushed(self) -> bool | None:
        """Whether a branch that was fetched or pushed has the commit; None where there is nowhere to push to."""
        if self._checkout.repository is None:
            return None
        if self._checkout.temporary is not None:
            return True
        contains = f"--contains={self._tree.commit}"
        return bool(git(None, "for-each-ref", "--count=1", contains, "refs/remotes", directory=self._tree.root).strip())


def _size(file: Path) -> int | None:
    """Bytes of a file or of a link's own text, None for what is neither."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode) else None


def _listed(paths: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def _within(directory: Path, root: Path) -> str:
    within = directory.resolve().relative_to(root.resolve()).as_posix()
    return "" if within == "." else within

"""The state of a folder that is no git work tree: its files in an archive."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from barograph.projects.record.kept import Candidate, chosen, kept_file
from barograph.projects.record.recorded import ARCHIVE, Code, LeftOut
from barograph.projects.sources.checkout import Checkout

_MAX_ENTRIES = 20_000
_NOT_CODE = frozenset((".git", ".hg", ".svn", ".tox", ".nox", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints"))
_NOT_CODE |= {"__pycache__", "node_modules", "mlruns", "mlartifacts"}
_OF_ENVIRONMENTS = ("pyvenv.cfg", "conda-meta")
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that archives know, so that equal files make equal archives
_REGULAR, _EXECUTABLE, _PLAIN = 0o100000, 0o755, 0o644


class FolderSnapshot:
    """A folder at one moment, kept as an archive in `folder`. Environments, caches and `passed_over` are no part of it.

    Files are not compressed: the start of a command waits for this.
    """

    def __init__(self, checkout: Checkout, limit_bytes: int, passed_over: Sequence[Path], folder: Path) -> None:
        self._checkout = checkout
        self._left_out: list[LeftOut] = []
        self._entries = 0
        root = str(checkout.directory.resolve())
        candidates = list(self._candidates(root, "", frozenset(map(str, passed_over))))
        self._chosen = chosen(candidates, limit_bytes, self._left_out)
        self._archive = folder / ARCHIVE
        self._tree = _packed(root, self._chosen.paths, self._archive)

    def write(self, folder: Path) -> Code:
        """Write the archive, and say what the code is."""
        checkout = self._checkout
        if self._chosen.paths:
            self._archive.replace(folder / ARCHIVE)
        return Code(
            source=checkout.source,
            uri=checkout.uri,
            root=str(checkout.directory) if checkout.temporary is None else None,
            tree=self._tree,
            archive=kept_file(folder / ARCHIVE) if self._chosen.paths else None,
            left_out=self._chosen.named(),
            left_out_count=len(self._chosen.left_out),
        )

    def _candidates(self, root: str, within: str, passed_over: frozenset[str]) -> Iterator[Candidate]:
        try:
            entries = sorted(os.scandir(Path(root, within)), key=lambda entry: entry.name)
        except OSError:
            return
        if within and any(entry.name in _OF_ENVIRONMENTS for entry in entries):
            return
        for entry in entries:
            path = f"{within}/{entry.name}" if within else entry.name
            self._entries += 1
            if self._entries > _MAX_ENTRIES:
                self._left_out.append(LeftOut(path=path, reason="size"))
                return
            if entry.name in _NOT_CODE or entry.path in passed_over:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._candidates(root, path, passed_over)
            elif entry.is_symlink() and not _is_file_within(entry.path, root):
                self._left_out.append(LeftOut(path=path, reason="link"))
            elif entry.is_file():
                yield Candidate(path, entry.stat().st_size, is_new=True)


def _is_file_within(link: str, root: str) -> bool:
    target = Path(link).resolve()
    return target.is_file() and target.is_relative_to(Path(root).resolve())


def _packed(root: str, paths: Sequence[str], archive: Path) -> str:
    """Write an archive of files, and return what identifies their paths, modes and contents."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(archive, "w", strict_timestamps=False) as packed:
        for path in paths:
            file = Path(root, path)
            content = file.read_bytes()
            mode = _EXECUTABLE if os.access(file, os.X_OK) else _PLAIN
            member = zipfile.ZipInfo(path, _DATE)
            member.create_system = 3
            member.external_attr = (_REGULAR | mode) << 16
            packed.writestr(member, content)
            digest.update(f"{mode:o} {hashlib.sha256(content).hexdigest()} ".encode() + os.fsencode(path) + b"\0")
    return f"sha256:{digest.hexdigest()}"

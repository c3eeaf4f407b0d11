"""What a requirement names on this machine, as a digest: an environment made of it is another one when that changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_DESCRIPTIONS = ("pyproject.toml", "setup.cfg", "setup.py")
_PRODUCTS = frozenset({"__pycache__", "build", "dist", "node_modules", "mlruns"})
_ARCHIVES = (".whl", ".zip", ".tar.gz")
_WHOLE_BYTES = 1_000_000
"""Files up to this size count by their content, larger ones by size and time of change."""


def content_of(requirement: str, directory: Path, *, editable: bool) -> bytes:
    """Digest of the file or folder that a requirement names, seen from `directory`; empty if it names none.

    An editable folder is used where it is, so its place and its description count and its other files do not.
    """
    path = _path(requirement, directory)
    if path is None:
        return b""
    digest = hashlib.sha256()
    if path.is_file():
        digest.update(_file(path))
    elif editable:
        digest.update(str(path.resolve()).encode())
        for name in _DESCRIPTIONS:
            digest.update(_file(path / name) if (path / name).is_file() else b"-")
    else:
        for file in _files(path):
            digest.update(f"{file.relative_to(path)}\0".encode("utf-8", "surrogateescape") + _file(file))
    return digest.digest()


def _path(requirement: str, directory: Path) -> Path | None:
    """`./folder[extra]`, `file.whl`, `name @ file:///folder`; None for what comes from elsewhere."""
    text = requirement.partition(" @ ")[2] or requirement
    text = text.partition(" ;")[0].strip()
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    elif "://" in text or not (text.startswith((".", "/", "~")) or os.sep in text or text.endswith(_ARCHIVES)):
        return None
    path = directory / text
    if not path.exists() and text.endswith("]"):
        path = directory / text.rpartition("[")[0]
    return path if path.exists() else None


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _PRODUCTS and not name.endswith(".egg-info")
        )
        yield from (Path(place) / name for name in sorted(names) if (Path(place) / name).is_file())


def _file(path: Path) -> bytes:
    seen = path.stat()
    if seen.st_size > _WHOLE_BYTES:
        return f"{seen.st_size} {seen.st_mtime_ns}".encode()
    return hashlib.sha256(path.read_bytes()).digest()

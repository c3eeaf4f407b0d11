"""A project's folder as a package of a Ray cluster."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from barograph.errors import InvalidValue, shown

MAX_BYTES = 100 * 1024 * 1024
_LEFT_OUT = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints", "node_modules"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(folder: Path, *, left_out: frozenset[str] = frozenset(), below: str = "") -> tuple[str, bytes]:
    """Name and bytes of a zip of the folder, the same for the same content; `below` puts all of it into a folder of that name.

    Names in `left_out`, caches, environments and git's own folder are not in it, nor are links that lead out. Raises `InvalidValue` beyond
    what clusters take.
    """
    buffer, size = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path in _files(folder, _LEFT_OUT | left_out):
            status = path.stat()
            size += status.st_size
            if size > MAX_BYTES:
                raise InvalidValue(
                    f"The project's folder {shown(str(folder))} has more than {MAX_BYTES // 1024**2} MiB. Name what it does not need in"
                    " the configuration key excludes, or give working_dir as an address of a zip file that the cluster can read."
                )
            entry = zipfile.ZipInfo(str(Path(below) / path.relative_to(folder)), _EPOCH)
            entry.external_attr = (status.st_mode & 0o777) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, path.read_bytes())
    data = buffer.getvalue()
    return f"_ray_pkg_{hashlib.sha256(data).hexdigest()[:32]}.zip", data


def _files(folder: Path, left_out: frozenset[str] | set[str]) -> Iterator[Path]:
    """Regular files below a folder, in one order on every machine."""
    root = folder.resolve()
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in left_out)
        for name in sorted(names):
            path = Path(above) / name
            if name not in left_out and path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(root)):
                yield path

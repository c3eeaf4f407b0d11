"""Files between this machine and an artifact store.

Many files travel side by side. On a terminal a progress bar appears if it takes more than a moment. Whatever a store lists, a download
writes below its target directory only and through no symbolic link there.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from barograph.artifacts.base import ArtifactInfo, ArtifactStore
from barograph.artifacts.chunks import FileChunks
from barograph.artifacts.progress import Progress
from barograph.artifacts.resolve import safe_path
from barograph.errors import ArtifactNotFound, InvalidPath, InvalidValue, shown

_SIDE_BY_SIDE = 8

T = TypeVar("T")


def upload_file(store: ArtifactStore, local_path: str | os.PathLike[str], path: str) -> None:
    """Store a local file under `path`. A missing file raises `FileNotFoundError`."""
    source = Path(local_path)
    if source.is_dir():
        raise InvalidValue(f"{shown(str(source))} is a directory. Upload it as one.")
    _upload(store, [(source, safe_path(path))])


def upload_dir(store: ArtifactStore, local_dir: str | os.PathLike[str], path: str = "") -> None:
    """Store the contents of a local directory under the directory `path`, links to files followed. Missing raises `FileNotFoundError`."""
    source, directory = Path(local_dir), safe_path(path)
    if not source.is_dir():
        raise FileNotFoundError(f"No such directory: {str(source)!r}")
    files = sorted(file for file in source.rglob("*") if file.is_file())
    targets = [safe_path(f"{directory}/{file.relative_to(source).as_posix()}".lstrip("/")) for file in files]
    _upload(store, list(zip(files, targets, strict=True)))


def _upload(store: ArtifactStore, files: list[tuple[Path, str]]) -> None:
    pieces = [(FileChunks(source), target) for source, target in files]
    with Progress("Uploading", sum(chunks.size_bytes for chunks, _ in pieces)) as progress:

        def upload(item: tuple[FileChunks, str]) -> None:
            chunks, target = item
            store.put(target, progress.counted(chunks))

        _each(upload, pieces)


def download(store: ArtifactStore, path: str, dst_dir: str | os.PathLike[str]) -> Path:
    """Copy a file or directory to `dst_dir` under its path relative to the store's root, and return the absolute local path.

    Missing raises `ArtifactNotFound`. A store that lists names which could leave `dst_dir`, or a symbolic link that is in the way below
    `dst_dir`, raises `InvalidPath`.
    """
    relative = safe_path(path)
    target = Path(dst_dir).resolve()
    found = store.stat(relative)
    if found is None:
        raise ArtifactNotFound(path)
    files = list(_files_below(store, relative)) if found.is_dir else [found]
    target.mkdir(parents=True, exist_ok=True)
    if found.is_dir:
        _make_dirs(target, relative)
    with Progress("Downloading", sum(file.size_bytes or 0 for file in files)) as progress:

        def fetch(file: ArtifactInfo) -> None:
            _make_dirs(target, file.path.rpartition("/")[0])
            _write(target / file.path, progress.counted(store.get(file.path)))

        _each(fetch, files)
    return target / relative if relative else target


def _files_below(store: ArtifactStore, directory: str) -> Iterable[ArtifactInfo]:
    """Every file of a tree. Each child must be named directly below the directory that was listed."""
    pending = [directory]
    while pending:
        listed = pending.pop()
        for child in store.list(listed):
            if not child.path or safe_path(child.path) != child.path or child.path.rpartition("/")[0] != listed:
                raise InvalidPath(child.path, f"it is listed in {shown(listed)} and does not belong there.")
            if child.is_dir:
                pending.append(child.path)
            else:
                yield child


def _make_dirs(target: Path, relative: str) -> None:
    place = target
    for name in relative.split("/") if relative else ():
        place /= name
        if place.is_symlink():
            raise InvalidPath(relative, f"{shown(str(place))} is a symbolic link. Download to another directory.")
        place.mkdir(exist_ok=True)


def _write(place: Path, chunks: Iterable[bytes]) -> None:
    """Write a whole file or none, replacing a link rather than following it."""
    part = place.with_name(f".barograph-{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _each(work: Callable[[T], None], items: list[T]) -> None:
    """Do all, several at a time; after the first failure no more are begun and it is raised."""
    if len(items) < 2:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(min(_SIDE_BY_SIDE, len(items)), thread_name_prefix="barograph-transfer") as pool:
        tasks = [pool.submit(work, item) for item in items]
        try:
            for task in tasks:
                task.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise

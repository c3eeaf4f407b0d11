"""The contract of artifact stores: bytes under relative paths below one root."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec


class ArtifactInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A file or directory. `path` is relative to the store's root, with `/`; `size_bytes` is None for directories.

    `etag` changes whenever the bytes do, where the store knows; only `stat` tells it.
    """

    path: str
    is_dir: bool
    size_bytes: int | None = None
    etag: str | None = None


class ArtifactStore(Protocol):
    """Files below one root, local, in an object store or behind a server.

    Paths are relative, with `/`, and pass `barograph.artifacts.resolve.safe_path`; `""` is the root. Reads and writes stream: memory use
    does not grow with the size of a file.
    """

    root_uri: str

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        """Store a file, whole or not at all, replacing one of that path and making parents."""
        ...

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Stream bytes [start, end) of a file. Missing, or a directory, raises `ArtifactNotFound` before the first chunk."""
        ...

    def stat(self, path: str) -> ArtifactInfo | None:
        """Say what is at the path, None if nothing."""
        ...

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        """Direct children of a directory by path; nothing for a file or a missing directory."""
        ...

    def delete(self, path: str) -> None:
        """Delete a file or a tree; missing is allowed. The root itself cannot be deleted."""
        ...

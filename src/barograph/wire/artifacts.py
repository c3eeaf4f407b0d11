"""Artifact lists and transfers."""

from typing import Protocol

from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Required


class Artifact(Protocol):
    """What artifact stores say of a file or directory."""

    @property
    def path(self) -> str: ...

    @property
    def is_dir(self) -> bool: ...

    @property
    def size_bytes(self) -> int | None: ...


class File(Answer, kw_only=True):
    """A file or directory. `file_size` in bytes, absent for directories and possibly for empty files."""

    path: str
    is_dir: bool
    file_size: int | None = None

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> "File":
        return cls(path=artifact.path, is_dir=artifact.is_dir, file_size=artifact.size_bytes)


class ListArtifacts(Request, kw_only=True):
    """GET artifacts/list: children of a directory of a run."""

    run_id: Required
    run_uuid: str | None = None
    path: str | None = None
    page_token: str | None = None


class ArtifactsFound(Answer, kw_only=True):
    """Children with paths relative to `root_uri`."""

    root_uri: str
    files: tuple[File, ...] = ()
    next_page_token: str | None = None


class ListProxied(Request, kw_only=True):
    """GET mlflow-artifacts/artifacts: children of a proxied directory."""

    path: str | None = None


class ProxiedFound(Answer, kw_only=True):
    """Children with their base names as paths."""

    files: tuple[File, ...] = ()


class DeleteProxied(Request, kw_only=True):
    """DELETE mlflow-artifacts/artifacts/{path}: a file or a tree."""

    path: Required

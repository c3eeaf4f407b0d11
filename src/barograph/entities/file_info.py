"""Files and directories among artifacts."""

from dataclasses import dataclass

from barograph.artifacts.base import ArtifactInfo
from barograph.entities.entity import Entity


@dataclass(frozen=True)
class FileInfo(Entity):
    """A file or directory; `path` is relative to the artifact root, `file_size` in bytes, None for directories."""

    path: str
    is_dir: bool
    file_size: int | None

    @classmethod
    def of(cls, info: ArtifactInfo) -> "FileInfo":
        """The entry as an artifact store gives it."""
        return cls(info.path, info.is_dir, info.size_bytes)

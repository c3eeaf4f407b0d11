"""A project's files on this machine, and where they come from."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """The directory of a project.

    `source` is the value of the tag `mlflow.source.name`, and `uri` what fetches it again; neither they nor `repository` hold credentials.
    `branch` is known if the version that was asked for is one. `temporary` is the folder that was made for it, None if the files are used
    where they are.
    """

    directory: Path
    source: str
    uri: str
    version: str | None = None
    repository: str | None = None
    commit: str | None = None
    branch: str | None = None
    temporary: Path | None = None

    def discard(self) -> None:
        """Remove the folder that was made for it, if one was."""
        if self.temporary is not None:
            shutil.rmtree(self.temporary, ignore_errors=True)

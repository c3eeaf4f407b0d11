"""The run that is to be reproduced, with what it recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from barograph.client.session import session
from barograph.errors import ArtifactNotFound, BarographError
from barograph.model import Run
from barograph.projects.record.recorded import FOLDER, RECORD, KeptFile, Record, decoded
from barograph.store.opening import is_server


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """A run; its record, None if there is none; and the folder with the files of the record."""

    run: Run
    record: Record | None
    folder: Path

    def kept(self, file: KeptFile | None) -> Path | None:
        """A file of the record if it is there and is what was recorded."""
        if file is None:
            return None
        path = self.folder / Path(file.name).name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            return None
        return path


def read_original(run_id: str, folder: Path) -> Original:
    """Read a run and download its record into a folder."""
    run = session.tracking_store().get_run(run_id)
    return Original(run=run, record=read_record(run_id, folder), folder=folder / FOLDER)


def read_record(run_id: str, folder: Path) -> Record | None:
    """Download a run's record, with the files beside it, into a folder; None if it has none.

    A database on another machine may name files that are not here: then they cannot be read, which is as if there were none.
    """
    from barograph.artifacts.transfer import download

    uri = session.tracking_uri()
    try:
        download(session.run_artifacts(run_id, uri), FOLDER, folder)
    except (ArtifactNotFound, FileNotFoundError):
        return None
    except BarographError:
        if is_server(uri):
            raise
        return None
    file = folder / FOLDER / RECORD
    return decoded(file.read_bytes()) if file.is_file() else None

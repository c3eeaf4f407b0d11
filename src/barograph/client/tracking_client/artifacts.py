"""Artifacts of the client: files of runs, listed, downloaded and uploaded."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from barograph.client.register import find_logged_model
from barograph.client.tracking_client.connection import Connection
from barograph.entities.file_info import FileInfo
from barograph.errors import ArtifactNotFound

if TYPE_CHECKING:
    from barograph.artifacts.base import ArtifactStore


class ArtifactMethods(Connection):
    """Files below a run's artifact root. Paths are relative, with `/`, and may not leave the root."""

    def log_artifact(self, run_id: str, local_path: str | Path, artifact_path: str | None = None) -> None:
        """Upload a file into the directory `artifact_path`, or a directory under its own name. Missing raises `FileNotFoundError`."""
        upload(self._artifacts(run_id), Path(local_path), artifact_path)

    def log_artifacts(self, run_id: str, local_dir: str | Path, artifact_path: str | None = None) -> None:
        """Upload the contents of a directory into the directory `artifact_path`."""
        upload_contents(self._artifacts(run_id), Path(local_dir), artifact_path)

    def list_artifacts(self, run_id: str, path: str | None = None) -> list[FileInfo]:
        """Direct children of a directory, paths relative to the run's root. The name of a model that the run logged is a directory too."""
        from barograph.artifacts.resolve import safe_path

        path = safe_path(path or "")
        found = self._artifacts(run_id).list(path)
        if found or not path:
            return [FileInfo.of(info) for info in found]
        name, _, inside = path.partition("/")
        model = self._model_artifacts(run_id, name)
        listed = model.list(inside) if model else ()
        return [FileInfo(f"{name}/{info.path}", info.is_dir, info.size_bytes) for info in listed]

    def download_artifacts(self, run_id: str, path: str, dst_path: str | None = None) -> str:
        """Download a file or directory and return its local path: below `dst_path`, which must exist, or a fresh temporary directory."""
        from barograph.artifacts.resolve import safe_path
        from barograph.artifacts.transfer import download

        path = safe_path(path)
        target = download_directory(dst_path)
        store = self._artifacts(run_id)
        if path and store.stat(path) is None:
            name, _, inside = path.partition("/")
            model = self._model_artifacts(run_id, name)
            if model is None:
                raise ArtifactNotFound(path)
            return str(download(model, inside, target if inside else _made(target / name)))
        return str(download(store, path, target))

    def _model_artifacts(self, run_id: str, name: str) -> "ArtifactStore | None":
        """Files of the model of that name that the run logged last."""
        model = find_logged_model(self._store.get_run(run_id), name, self.tracking_uri)
        return self._open(model.artifact_location) if model else None


def upload(store: "ArtifactStore", local: Path, artifact_path: str | None) -> None:
    """Upload a file or a directory under its own name."""
    from barograph.artifacts.transfer import upload_dir, upload_file

    if local.is_dir():
        upload_dir(store, local, _below(artifact_path, local.resolve().name))
    elif local.exists():
        upload_file(store, local, _below(artifact_path, local.name))
    else:
        raise FileNotFoundError(f"No such file or directory: '{local}'. Nothing was logged.")


def upload_contents(store: "ArtifactStore", local: Path, artifact_path: str | None) -> None:
    """Upload what is in a directory."""
    from barograph.artifacts.transfer import upload_dir

    if not local.exists():
        raise FileNotFoundError(f"No such directory: '{local}'. Nothing was logged.")
    if not local.is_dir():
        raise NotADirectoryError(f"'{local}' is a file. Log it with log_artifact.")
    upload_dir(store, local, artifact_path or "")


def download_directory(dst_path: str | Path | None) -> Path:
    """Where downloads go: a directory that exists, or a fresh temporary one readable by this user alone."""
    if dst_path is None:
        return Path(tempfile.mkdtemp(prefix="barograph-"))
    target = Path(dst_path).absolute()
    target.mkdir(parents=True, exist_ok=True)
    return target


def _made(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _below(directory: str | None, name: str) -> str:
    return f"{directory}/{name}" if directory else name

"""Fetching and listing artifacts by URI or run: the functions of the `artifacts` namespace."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from barograph.artifacts.resolve import safe_path
from barograph.client.optional import need
from barograph.client.session import artifacts
from barograph.client.tracking_client import MlflowClient
from barograph.client.tracking_client.artifacts import download_directory
from barograph.entities.file_info import FileInfo
from barograph.errors import ArtifactNotFound, BadRequest, InvalidValue, shown
from barograph.registry.model_uri import LoggedModelUri, is_models_uri, is_runs_uri, parse_models_uri, parse_runs_uri
from barograph.registry.versions import find_version

if TYPE_CHECKING:
    from barograph.artifacts.base import ArtifactStore


def download_artifacts(
    artifact_uri: str | None = None,
    run_id: str | None = None,
    artifact_path: str | None = None,
    dst_path: str | None = None,
    tracking_uri: str | None = None,
    registry_uri: str | None = None,
) -> str:
    """Download a file or directory and return its absolute local path, below `dst_path` or a fresh temporary directory.

    It is named by URI (`runs:/`, `models:/`, or a place that files are kept) or by run and path; a run alone means all of its files.
    """
    _one_of(artifact_uri, run_id, artifact_path)
    client = MlflowClient(tracking_uri, registry_uri)
    if run_id:
        return client.download_artifacts(run_id, artifact_path or "", dst_path)
    uri = str(artifact_uri)
    if is_runs_uri(uri):
        named = parse_runs_uri(uri)
        return client.download_artifacts(named.run_id, named.path, dst_path)
    from barograph.artifacts.transfer import download

    store, path = _opened(client, uri)
    target = download_directory(dst_path)
    if is_models_uri(uri) or store.stat(path) is not None:
        return str(download(store, path, target))
    raise ArtifactNotFound(uri)


def list_artifacts(
    artifact_uri: str | None = None, run_id: str | None = None, artifact_path: str | None = None, tracking_uri: str | None = None
) -> list[FileInfo]:
    """Direct children of a directory of artifacts, named by URI or by run and path."""
    _one_of(artifact_uri, run_id, artifact_path)
    client = MlflowClient(tracking_uri)
    if run_id:
        return client.list_artifacts(run_id, artifact_path)
    uri = str(artifact_uri)
    if is_runs_uri(uri):
        named = parse_runs_uri(uri)
        return client.list_artifacts(named.run_id, named.path)
    store, path = _opened(client, uri, as_directory=True)
    return [FileInfo.of(info) for info in store.list(path)]


def load_text(artifact_uri: str) -> str:
    """The text of an artifact in UTF-8."""
    try:
        return _content(artifact_uri).decode()
    except UnicodeDecodeError:
        raise BadRequest(f"The artifact {shown(artifact_uri)} is not text in UTF-8.") from None


def load_dict(artifact_uri: str) -> Any:
    """The dictionary in a JSON artifact, or in a YAML artifact (.yml, .yaml)."""
    text = load_text(artifact_uri)
    if artifact_uri.lower().endswith((".yml", ".yaml")):
        import yaml

        try:
            return yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise BadRequest(f"The artifact {shown(artifact_uri)} is not YAML: {error}") from None
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRequest(f"The artifact {shown(artifact_uri)} is not JSON: {error}") from None


def load_image(artifact_uri: str) -> Any:
    """The image in an artifact, as a Pillow image."""
    need("PIL")
    import io

    import PIL.Image as pillow  # noqa: N813  # the module holds functions and the class alike

    try:
        image = pillow.open(io.BytesIO(_content(artifact_uri)))
        image.load()
    except (OSError, ValueError, SyntaxError):
        raise BadRequest(f"The artifact {shown(artifact_uri)} is not an image that can be read.") from None
    return image


def _content(artifact_uri: str) -> bytes:
    if is_runs_uri(artifact_uri):
        return Path(download_artifacts(artifact_uri)).read_bytes()
    store, path = _opened(MlflowClient(), artifact_uri)
    return b"".join(store.get(path))


def _opened(client: MlflowClient, uri: str, *, as_directory: bool = False) -> "tuple[ArtifactStore, str]":
    """The store that has the files of a URI, and the path in it."""
    if is_models_uri(uri):
        named = parse_models_uri(uri, allow_path=True)
        if isinstance(named, LoggedModelUri):
            location = client.get_logged_model(named.model_id).artifact_location
        else:
            location = find_version(client._registry, named).storage_location  # noqa: SLF001  # both are the client
        if is_runs_uri(location):
            run = parse_runs_uri(location)
            location = f"{client.get_run(run.run_id).info.artifact_uri}/{run.path}"
        return artifacts(location, client.tracking_uri), safe_path(named.path)
    if as_directory:
        return artifacts(uri, client.tracking_uri), ""
    root, _, name = uri.rstrip("/").rpartition("/")
    return artifacts(root or ".", client.tracking_uri), name


def _one_of(artifact_uri: str | None, run_id: str | None, artifact_path: str | None) -> None:
    if bool(artifact_uri) == bool(run_id):
        raise InvalidValue("Name the artifacts either by artifact_uri or by run_id. Give exactly one of them.")
    if artifact_path and not run_id:
        raise InvalidValue("artifact_path goes with run_id. Put the path into artifact_uri instead.")

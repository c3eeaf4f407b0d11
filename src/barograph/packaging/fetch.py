"""From a model's URI to its files.

Files on this machine are used where they are; others are copied to a private temporary directory that lives as long as the process.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from barograph.artifacts.resolve import join, parse_location, safe_path
from barograph.client.register import find_logged_model
from barograph.client.session import session
from barograph.errors import ArtifactNotFound, NotFound, shown
from barograph.packaging.manifest import MANIFEST, Model
from barograph.registry.model_uri import LoggedModelUri, is_models_uri, is_runs_uri, parse_models_uri, parse_runs_uri
from barograph.registry.versions import find_version

if TYPE_CHECKING:
    from barograph.artifacts.base import ArtifactStore

_MAX_HOPS = 8


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model's files are: an artifact URI, the server that may stand in front of it, and the logged model if it is one."""

    uri: str
    tracking_uri: str
    model_id: str | None = None

    @property
    def directory(self) -> Path | None:
        """The local directory, None if the files are elsewhere."""
        location = parse_location(self.uri, allow_http=True)
        return Path(location.path) if location.scheme == "file" else None

    def files(self) -> ArtifactStore:
        """The store of the files."""
        return session.artifacts(self.uri, self.tracking_uri)


def locate(uri: str | Path) -> Place:
    """Where the model that a path or URI names has its files. Unknown runs, models, versions and stages raise `NotFound`."""
    place = Place(uri=str(uri), tracking_uri=session.tracking_uri())
    for _ in range(_MAX_HOPS):
        if is_models_uri(place.uri):
            place = _of_models_uri(place)
        elif is_runs_uri(place.uri):
            place = _of_runs_uri(place)
        else:
            return place
    raise NotFound(f"Model URI {shown(str(uri))} leads from one registered version to another without end.")


def _of_models_uri(place: Place) -> Place:
    named = parse_models_uri(place.uri)
    if isinstance(named, LoggedModelUri):
        logged = session.tracking_store(place.tracking_uri).get_logged_model(named.model_id)
        return Place(uri=logged.artifact_location, tracking_uri=place.tracking_uri, model_id=logged.model_id)
    registry_uri = session.registry_uri()
    version = find_version(session.registry_store(registry_uri), named)
    found = version.storage_location or version.source
    return Place(uri=found, tracking_uri=registry_uri, model_id=version.model_id)


def _of_runs_uri(place: Place) -> Place:
    named = parse_runs_uri(place.uri)
    store = session.tracking_store(place.tracking_uri)
    run = store.get_run(named.run_id)
    logged = find_logged_model(run, named.path, place.tracking_uri)
    if logged is None:
        return Place(uri=join(run.info.artifact_uri, named.path), tracking_uri=place.tracking_uri)
    rest = named.path.partition("/")[2]
    return Place(uri=join(logged.artifact_location, rest), tracking_uri=place.tracking_uri, model_id=logged.model_id)


def fetch_model(uri: str | Path, dst_path: str | Path | None = None) -> tuple[Path, Place]:
    """A local directory with the model's files, and where they come from. With `dst_path` they are copied there."""
    from barograph.artifacts.transfer import download

    place = locate(uri)
    if dst_path is None and place.directory is not None:
        if not (place.directory / MANIFEST).is_file():
            raise _no_model(uri)
        return place.directory, place
    files = place.files()
    if files.stat(MANIFEST) is None:
        raise _no_model(uri)
    return download(files, "", _private_directory() if dst_path is None else dst_path), place


def fetch_manifest(uri: str | Path) -> Model:
    """The MLmodel file of a path or URI, which may name the file itself."""
    path = Path(uri)
    if path.name == MANIFEST and path.is_file():
        return Model.read(path)
    place = locate(uri)
    if place.directory is not None:
        if not (place.directory / MANIFEST).is_file():
            raise _no_model(uri)
        return Model.read(place.directory / MANIFEST)
    target = _private_directory() / MANIFEST
    try:
        target.write_bytes(b"".join(place.files().get(MANIFEST)))
    except ArtifactNotFound:
        raise _no_model(uri) from None
    return Model.read(target)


def fetch_bytes(uri: str | Path, name: str) -> bytes:
    """One file of a model."""
    return b"".join(locate(uri).files().get(safe_path(name)))


def _no_model(uri: str | Path) -> NotFound:
    return NotFound(f"No model at {shown(str(uri))}: there is no {MANIFEST} file.")


def _private_directory() -> Path:
    """A new temporary directory that only this user can read, removed when the process ends."""
    directory = Path(tempfile.mkdtemp(prefix="barograph-model-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory

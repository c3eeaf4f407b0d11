"""From the artifact URIs that runs and models carry to the folders that the server reads and writes."""

from collections.abc import Iterable, Iterator
from threading import Lock

import msgspec

from barograph.artifacts.base import ArtifactInfo, ArtifactStore
from barograph.artifacts.resolve import contains, parse_location, safe_path
from barograph.errors import InvalidValue, PermissionDenied, Unavailable, shown
from barograph.server.settings import ServerSettings
from barograph.store.opening import sqlite_file


class Folder:
    """A folder of an artifact store; paths are relative to it."""

    def __init__(self, store: ArtifactStore, prefix: str = "") -> None:
        self._store = store
        self._prefix = prefix

    def _full(self, path: str) -> str:
        return f"{self._prefix}/{safe_path(path)}".strip("/")

    def stat(self, path: str) -> ArtifactInfo | None:
        return self._store.stat(self._full(path))

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        return self._store.get(self._full(path), start=start, end=end)

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        self._store.put(self._full(path), chunks)

    def delete(self, path: str) -> None:
        self._store.delete(self._full(path))

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        """Direct children, with paths relative to this folder."""
        skip = len(self._prefix) + 1 if self._prefix else 0
        return tuple([msgspec.structs.replace(child, path=child.path[skip:]) for child in self._store.list(self._full(path))])


class ArtifactRoots:
    """Opens folders by URI: those behind the proxy, in object stores, and on this machine below the roots that the settings name.

    No other HTTP server is ever called, and no other local folder opened, whatever URI somebody had stored with an experiment.
    """

    def __init__(self, settings: ServerSettings) -> None:
        if parse_location(settings.artifacts_destination).scheme == "mlflow-artifacts":
            raise InvalidValue(
                f"{shown(settings.artifacts_destination)} means a server's proxy. Keep artifacts in a folder or object store."
            )
        self._destination = settings.artifacts_destination
        self._serve = settings.serve_artifacts
        named = (settings.artifacts_destination, settings.default_artifact_root, _beside_database(settings.backend_store_uri))
        self._local_roots = [root for root in named if root]
        self._destination_store: ArtifactStore | None = None
        self._lock = Lock()

    def proxied(self, prefix: str = "") -> Folder:
        """A folder of the artifacts that this server proxies, by default their root."""
        if not self._serve:
            raise Unavailable("This server does not proxy artifacts: it was started with --no-serve-artifacts.")
        with self._lock:
            if self._destination_store is None:
                from barograph.artifacts.opening import open_artifacts

                self._destination_store = open_artifacts(self._destination)
            return Folder(self._destination_store, prefix)

    def at(self, uri: str) -> Folder:
        """The folder that the artifact URI of a run, logged model or model version means."""
        location = parse_location(uri)
        if location.scheme == "mlflow-artifacts":
            if location.authority:
                raise InvalidValue(f"Artifact location {shown(uri)} is on another server. Ask that server for it.")
            return self.proxied(location.path)
        if location.scheme == "file" and not any(contains(root, uri) for root in self._local_roots):
            raise PermissionDenied(
                f"Artifact location {shown(uri)} is outside the folders that this server serves. Download it with a client on that machine,"
                " or start the server with it below --artifacts-destination or --default-artifact-root."
            )
        from barograph.artifacts.opening import open_artifacts

        return Folder(open_artifacts(uri))


def _beside_database(backend_store_uri: str) -> str | None:
    """The folder where clients that open a SQLite file themselves keep artifacts by default."""
    file = sqlite_file(backend_store_uri) if backend_store_uri.startswith("sqlite:") else None
    return str(file.parent / "artifacts") if file else None

"""From the artifact URIs that runs and models carry to the stores that the server reads and writes."""

from collections.abc import Iterable, Iterator
from threading import Lock
from urllib.parse import urlsplit

from barograph.artifacts.base import ArtifactInfo, ArtifactStore
from barograph.errors import InvalidValue, Unavailable, shown
from barograph.server.settings import ServerSettings

_LOCAL_OR_OBJECT_STORE = frozenset(("", "file", "s3", "gs", "az", "azure", "abfs", "abfss", "wasb", "wasbs"))


class Folder:
    """A folder within an artifact store; paths are relative to it."""

    def __init__(self, store: ArtifactStore, prefix: str = "") -> None:
        self._store = store
        self._prefix = prefix

    def _full(self, path: str) -> str:
        from barograph.artifacts.resolve import join, safe_path

        path = safe_path(path) if path else ""
        return join(self._prefix, path) if self._prefix and path else self._prefix or path

    def stat(self, path: str) -> ArtifactInfo | None:
        return self._store.stat(self._full(path))

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        return self._store.get(self._full(path), start=start, end=end)

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        self._store.put(self._full(path), chunks)

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        """Direct children with paths relative to this folder."""
        skip = len(self._prefix) + 1 if self._prefix else 0
        return tuple(
            [
                ArtifactInfo(path=child.path[skip:], is_dir=child.is_dir, size_bytes=child.size_bytes)
                for child in self._store.list(self._full(path))
            ]
        )

    def delete(self, path: str) -> None:
        self._store.delete(self._full(path))


class ArtifactRoots:
    """Opens folders by URI. Only storage is opened, never another HTTP server, so that no stored URI makes this one call out."""

    def __init__(self, settings: ServerSettings) -> None:
        self._destination = settings.artifacts_destination
        self._serve = settings.serve_artifacts
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
        parts = urlsplit(uri)
        if parts.scheme == "mlflow-artifacts":
            if parts.netloc:
                raise InvalidValue(f"Artifact location {shown(uri)} is on another server. Ask that server for it.")
            return self.proxied(parts.path.strip("/"))
        if parts.scheme not in _LOCAL_OR_OBJECT_STORE:
            raise InvalidValue(f"Artifact location {shown(uri)} cannot be read by this server. Download it with a client.")
        from barograph.artifacts.opening import open_artifacts

        return Folder(open_artifacts(uri))

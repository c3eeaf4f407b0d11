"""Artifacts of runs and logged models, found and deleted wherever they are."""

import msgspec

from barograph.artifacts.base import ArtifactStore
from barograph.artifacts.opening import open_artifacts
from barograph.artifacts.resolve import join, owned_place, parse_location, redacted
from barograph.errors import BarographError, InvalidValue, shown
from barograph.maintenance.purge.selection import Owner


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """Number of files, and their bytes."""

    files: int = 0
    bytes: int = 0


class Files:
    """Opens the folders of owners.

    What a server proxies lies in `artifacts_destination`, and is reached there, or through the server at `tracking_uri` if that is given.
    """

    def __init__(self, artifacts_destination: str, tracking_uri: str | None = None) -> None:
        self._destination = artifacts_destination
        self._tracking_uri = tracking_uri

    def size(self, owner: Owner) -> Size:
        """What deleting would free."""
        return _size(*self._place(owner))

    def delete(self, owner: Owner) -> None:
        """Delete all artifacts of an owner, and its folder. What cannot be deleted raises."""
        store, path = self._place(owner)
        store.delete(path)
        left = store.list(path)
        if left:
            raise BarographError(f"{shown(left[0].path)} is still in {shown(redacted(store.root_uri))} after it was deleted. Call again.")
        if not store.list(owner.id):
            store.delete(owner.id)

    def delete_if_empty(self, location: str, experiment_id: int) -> None:
        """Delete the folder of an experiment if it bears the experiment's id and no file is left in it."""
        root, found, name = location.rstrip("/").rpartition("/")
        if found and root and name == str(experiment_id):
            store = self._opened(root)
            if not _size(store, name).files:
                store.delete(name)

    def _place(self, owner: Owner) -> tuple[ArtifactStore, str]:
        place = owned_place(owner.artifact_uri, owner.id)
        if place is None:
            raise InvalidValue(
                f"Artifact location {shown(redacted(owner.artifact_uri))} is not a folder of its own, and others may use it. Look what is"
                " in it, delete that by hand, and call again with --metadata-only."
            )
        root, path = place
        return self._opened(root), path

    def _opened(self, root: str) -> ArtifactStore:
        location = parse_location(root)
        if location.scheme != "mlflow-artifacts" or self._tracking_uri:
            return open_artifacts(root, tracking_uri=self._tracking_uri)
        if location.authority:
            raise InvalidValue(f"Artifacts at {shown(redacted(root))} are kept by another server. Name it with --tracking-uri.")
        return open_artifacts(join(self._destination, location.path))


def _size(store: ArtifactStore, directory: str) -> Size:
    count = size = 0
    pending = [directory]
    while pending:
        for child in store.list(pending.pop()):
            if child.is_dir:
                pending.append(child.path)
            else:
                count, size = count + 1, size + (child.size_bytes or 0)
    return Size(files=count, bytes=size)

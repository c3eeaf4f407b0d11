"""Artifacts on their way into and out of a backup."""

from collections.abc import Iterator

from barograph.artifacts.base import ArtifactInfo, ArtifactStore
from barograph.artifacts.opening import open_artifacts
from barograph.artifacts.resolve import join, owned_place, parse_location, redacted
from barograph.errors import ArtifactNotFound, InvalidValue, shown
from barograph.maintenance.backup.blocks import Piece

_PIECE_BYTES = 4 << 20


class Places:
    """Opens artifact locations; what a server proxies lies in `artifacts_destination`."""

    def __init__(self, artifacts_destination: str) -> None:
        self._destination = artifacts_destination

    def pieces(self, owner: str, uri: str) -> Iterator[Piece]:
        """Every file of an owner. One that is deleted meanwhile is left out."""
        store = self.open(uri)
        pending = [""]
        while pending:
            for child in store.list(pending.pop()):
                if child.is_dir:
                    pending.append(child.path)
                else:
                    yield from _of_file(store, child, owner, uri)

    def open(self, uri: str) -> ArtifactStore:
        """The store at an artifact location."""
        location = parse_location(uri)
        if location.scheme != "mlflow-artifacts":
            return open_artifacts(uri)
        if location.authority:
            raise InvalidValue(f"Artifacts at {shown(redacted(uri))} are kept by another server. Back them up there.")
        return open_artifacts(join(self._destination, location.path))

    def put(self, pieces: Iterator[Piece]) -> None:
        """Write the file that the next pieces are of, to where it was, in a folder that is its owner's own."""
        first = next(pieces)
        if owned_place(first.uri, first.owner) is None:
            raise InvalidValue(f"The backup holds files for {shown(redacted(first.uri))}, which is not a folder of their run's own.")

        def content() -> Iterator[bytes]:
            piece = first
            yield piece.data
            while not piece.is_last:
                piece = next(pieces)
                yield piece.data

        self.open(first.uri).put(first.path, content())


def _of_file(store: ArtifactStore, info: ArtifactInfo, owner: str, uri: str) -> Iterator[Piece]:
    try:
        chunks = store.get(info.path)
    except ArtifactNotFound:
        return
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= _PIECE_BYTES:
            yield Piece(owner=owner, uri=uri, path=info.path, data=bytes(held), is_last=False)
            held.clear()
    yield Piece(owner=owner, uri=uri, path=info.path, data=bytes(held), is_last=True)

"""Artifacts of a run whose server may be out of reach for a while."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from barograph.artifacts.base import ArtifactInfo, ArtifactStore
from barograph.artifacts.local import LocalArtifacts
from barograph.errors import ArtifactNotFound, BarographError
from barograph.outbound import one_attempt
from barograph.store.wrap.journal.delivery import is_out_of_reach

_LOG = logging.getLogger("barograph")
_PAUSE_S = 0.5


class SpoolingArtifacts:
    """`ArtifactStore` at a server. Files that cannot be uploaded at the second attempt are kept beside the journal, and follow with it.

    `spool` gives the URI of the place where they are kept. What is kept there is read from there.
    """

    def __init__(self, server: ArtifactStore, spool: Callable[[], str], kept: Callable[[], bool]) -> None:
        self.root_uri = server.root_uri
        self._server = server
        self._spool = spool
        self._kept = kept

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        if iter(chunks) is chunks:  # it can be read once only
            self._server.put(path, chunks)
        elif not self._uploaded(path, chunks):
            LocalArtifacts(self._spool()).put(path, chunks)
            return
        if self._kept():
            LocalArtifacts(self._spool()).delete(path)  # of an earlier call

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        if self._kept():
            try:
                return LocalArtifacts(self._spool()).get(path, start=start, end=end)
            except ArtifactNotFound:
                pass
        return self._server.get(path, start=start, end=end)

    def stat(self, path: str) -> ArtifactInfo | None:
        kept = LocalArtifacts(self._spool()).stat(path) if self._kept() else None
        return kept if kept is not None and path else self._server.stat(path)

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        found = {info.path: info for info in self._server.list(path)}
        if self._kept():
            found |= {info.path: info for info in LocalArtifacts(self._spool()).list(path)}
        return tuple([found[key] for key in sorted(found)])

    def delete(self, path: str) -> None:
        if self._kept():
            LocalArtifacts(self._spool()).delete(path)
        self._server.delete(path)

    def _uploaded(self, path: str, chunks: Iterable[bytes]) -> bool:
        """Whether the server took a file. What it refuses for good is raised."""
        for pause_s in (_PAUSE_S, None):
            try:
                with one_attempt():
                    self._server.put(path, chunks)
                return True
            except BarographError as error:
                if not is_out_of_reach(error):
                    raise
                if pause_s is None:
                    _LOG.warning("Artifact %s is kept beside the journal until it can be uploaded: %s", path, error.message)
                else:
                    time.sleep(pause_s)
        return False

"""Where this process keeps its runs and models: which URIs, and one open store for each."""

import atexit
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

from barograph import settings
from barograph.errors import BarographError, InvalidValue, NotSupported, shown

if TYPE_CHECKING:
    from barograph.artifacts.base import ArtifactStore
    from barograph.model import Run
    from barograph.store.base import Store
    from barograph.store.remote import RemoteStore
    from barograph.store.wrap.journal.pen import Pen
    from barograph.store.wrap.journal.spool import Spool

_KEPT_RUNS = 1_000


class Session:
    """URIs in force and the stores opened for them. Stores close at the end of the process; a forked child opens its own."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._tracking_uri: str | None = None
        self._registry_uri: str | None = None
        self._stores: dict[str, Store] = {}
        self._artifact_uris: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._inherited: list[Store] = []

    def tracking_uri(self) -> str:
        """What was set, else the environment, else a database file in the working directory."""
        return self._tracking_uri or settings.TRACKING_URI.get() or f"sqlite:///{Path.cwd() / 'barograph.db'}"

    def registry_uri(self, tracking_uri: str | None = None) -> str:
        """What was set, else the environment, else the tracking URI (the one given, or that in force)."""
        return self._registry_uri or settings.REGISTRY_URI.get() or tracking_uri or self.tracking_uri()

    def is_tracking_uri_set(self) -> bool:
        """Whether a tracking URI was set or is in the environment."""
        return bool(self._tracking_uri) or settings.TRACKING_URI.is_set()

    def set_tracking_uri(self, uri: str | Path) -> None:
        """Use another place for runs, from now on and in child processes; `""` returns to the default. The place is not contacted."""
        self._tracking_uri = _as_uri(uri)
        _export(settings.TRACKING_URI, self._tracking_uri)

    def set_registry_uri(self, uri: str) -> None:
        """Use another place for registered models, from now on and in child processes; `""` returns to the tracking URI."""
        self._registry_uri = _as_uri(uri)
        _export(settings.REGISTRY_URI, self._registry_uri)

    def store(self, uri: str) -> "Store":
        """The open store of a URI."""
        with self._lock:
            store = self._stores.get(uri)
            if store is None:
                from barograph.store.opening import open_store

                store = self._stores[uri] = _journaled(open_store(uri), uri)
            return store

    def opened(self, uri: str) -> "Store | None":
        """The store of a URI if it is open; it is not opened for this."""
        return self._stores.get(uri)

    def run_to_resume(self, run_id: str) -> "Run":
        """A run of the tracking store that is to go on, also if its server cannot be asked at the moment."""
        store = self.tracking_store()
        read: Callable[[str], Run] = getattr(store, "run_to_resume", store.get_run)
        return read(run_id)

    def pen(self, uri: str, run_id: str) -> "Pen | None":
        """What writes points of a run to the journal of its store, if it has one."""
        give = getattr(self.store(uri), "pen", None)
        return give(run_id) if give else None

    def flush(self) -> None:
        """Wait until what stands in journals is sent, within the bound of the setting."""
        for store in list(self._stores.values()):
            flush = getattr(store, "flush", None)
            if flush:
                flush()

    def tracking_store(self, uri: str | None = None) -> "Store":
        """The store of runs, or that of the URI given."""
        return self.store(uri or self.tracking_uri())

    def registry_store(self, uri: str | None = None) -> "Store":
        """The store of registered models, or that of the URI given."""
        return self.store(uri or self.registry_uri())

    def artifacts(self, uri: str, tracking_uri: str | None = None) -> "ArtifactStore":
        """The files below an artifact URI."""
        from barograph.artifacts.opening import open_artifacts

        return open_artifacts(uri, tracking_uri=tracking_uri or self.tracking_uri())

    def run_artifacts(self, run_id: str, tracking_uri: str) -> "ArtifactStore":
        """The files of a run. Where there is a journal, those that a server does not take at the moment are kept beside it."""
        store = self.artifacts(self.artifact_uri(run_id, tracking_uri), tracking_uri)
        give = getattr(self.store(tracking_uri), "spool", None)
        if give is None or not store.root_uri.startswith("mlflow-artifacts:"):
            return store
        from barograph.client.spooling_artifacts import SpoolingArtifacts

        spool: Spool = give()
        return SpoolingArtifacts(store, lambda: spool.artifact_uri(run_id), lambda: spool.has_files_of(run_id))

    def artifact_uri(self, run_id: str, tracking_uri: str | None = None) -> str:
        """Where a run keeps its files. It never changes, so it is asked once."""
        place = (tracking_uri or self.tracking_uri(), run_id)
        known = self._artifact_uris.get(place)
        if known is None:
            known = self.tracking_store(place[0]).get_run(run_id).info.artifact_uri
            self.remember_artifact_uri(run_id, known, place[0])
        return known

    def remember_artifact_uri(self, run_id: str, uri: str, tracking_uri: str) -> None:
        """Keep what a caller has already read."""
        with self._lock:
            self._artifact_uris[tracking_uri, run_id] = uri
            if len(self._artifact_uris) > _KEPT_RUNS:
                self._artifact_uris.popitem(last=False)

    def close(self) -> None:
        """Close every open store; the next use opens it again."""
        with self._lock:
            stores, self._stores = self._stores, {}
            self._artifact_uris.clear()
        for store in stores.values():
            try:
                store.close()
            except (BarographError, OSError) as error:
                sys.stderr.write(f"barograph: closing a store failed: {error}\n")

    def forked(self) -> None:
        """Forget the parent's connections in a forked child without closing them: closing would disturb the parent's."""
        self._lock = RLock()
        self._inherited.extend(self._stores.values())
        self._stores = {}


def _journaled(store: "Store", uri: str) -> "Store":
    """The store behind a journal, if it is a server's, the user wants it, and this system can lock files."""
    from barograph.store.opening import is_server

    offline = settings.OFFLINE.get()
    if not is_server(uri) or not (offline or settings.JOURNAL.get()):
        return store
    if os.name != "posix":
        if offline:
            raise NotSupported(f"{settings.OFFLINE.name} is set, but there are no journals on this system. Unset it, or log to a database.")
        return store
    from barograph.store.wrap.journal import JournaledStore

    journaled = JournaledStore(cast("RemoteStore", store), offline=offline, upload=_upload)
    return cast("Store", journaled)  # what it does not define, it passes on


def _upload(directory: Path, store_of: "Callable[[str], RemoteStore | None]") -> Iterator[str]:
    if any(directory.glob("*.files")):
        from barograph.client.spooled_files import upload_spooled

        for uploaded in upload_spooled(directory, store_of):
            yield uploaded.error


def _as_uri(uri: str | Path) -> str | None:
    if isinstance(uri, os.PathLike):
        return Path(uri).absolute().as_uri()
    if not isinstance(uri, str):
        raise InvalidValue(f"Invalid URI {shown(uri)}. Give text such as 'sqlite:///runs.db' or 'http://127.0.0.1:5000', or a path.")
    return uri or None


def _export(setting: settings.Setting[str], uri: str | None) -> None:
    if uri:
        setting.set(uri)
    else:
        setting.unset()


session = Session()
tracking_uri = session.tracking_uri
registry_uri = session.registry_uri
is_tracking_uri_set = session.is_tracking_uri_set
set_tracking_uri = session.set_tracking_uri
set_registry_uri = session.set_registry_uri
tracking_store = session.tracking_store
registry_store = session.registry_store
artifacts = session.artifacts
artifact_uri = session.artifact_uri
get_tracking_uri = session.tracking_uri


def get_registry_uri() -> str:
    """Where registered models are kept: what was set, else the environment, else the tracking URI."""
    return session.registry_uri()


atexit.register(session.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=session.forked)

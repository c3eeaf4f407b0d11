"""The stores whose growth is measured: ours on each kind of database and the peers', all filled with the same."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import made_up
from barograph.store.opening import open_store
from generate import generate, generate_series, long_series
from peer_stores import PeerStore
from postgresql import Postgresql
from servers import BAROGRAPH, Contestant, installed_peers

SHAPE = made_up.Shape(metrics=20, params=15, tags=5, points=1)
DISK = "bytes on disk"
DISK_OF_DOUBLES = "bytes on disk, values of all digits"


class Filled(NamedTuple):
    """A store with something in it: the program that serves it, the experiment or run to ask about, and bytes on disk by what of.

    Bytes are without those of an empty store.
    """

    program: Contestant
    uri: str
    subject: str
    sizes: dict[str, int]


Filling = Callable[[int], AbstractContextManager[Filled]]
"""From a number of runs or points to a store with as many, there for as long as the block runs."""


class Stores:
    """By program and database, how to fill a store; a peer's name is the program's."""

    def __init__(self, folder: Path, server: Postgresql | None) -> None:
        self._folder = folder
        self._server = server
        self._numbers = count(1)

    def of_runs(self) -> dict[str, Filling]:
        """Stores with so many runs in one experiment."""
        own = {name: functools.partial(self._own_runs, place) for name, place in self._places().items()}
        return {**own, **{peer.name: functools.partial(self._peer_runs, peer) for peer in installed_peers()}}

    def of_points(self) -> dict[str, Filling]:
        """Stores with a run that has a series of so many points."""
        own = {name: functools.partial(self._own_points, place) for name, place in self._places().items()}
        return {**own, **{peer.name: functools.partial(self._peer_points, peer) for peer in installed_peers()}}

    @contextmanager
    def _own_runs(self, place: Callable[[], AbstractContextManager[str]], runs: int) -> Iterator[Filled]:
        with place() as uri:
            empty = self._size(uri)
            experiment = generate(uri, runs=runs)
            yield Filled(BAROGRAPH, uri, experiment, {DISK: self._size(uri) - empty})

    @contextmanager
    def _own_points(self, place: Callable[[], AbstractContextManager[str]], points: int) -> Iterator[Filled]:
        sizes = {}
        with place() as uri:  # of its own: a database uses room again that the merging of other chunks left
            empty = self._size(uri)
            generate_series(uri, points=points, single=False)
            sizes[DISK_OF_DOUBLES] = self._size(uri) - empty
        with place() as uri:
            empty = self._size(uri)
            run_id = generate_series(uri, points=points)
            sizes[DISK] = self._size(uri) - empty
            yield Filled(BAROGRAPH, uri, run_id, sizes)

    @contextmanager
    def _peer_runs(self, peer: Contestant, runs: int) -> Iterator[Filled]:
        with self._peer(peer) as store:
            experiment = store.new_experiment()
            empty = store.size()
            store.add_runs(experiment, SHAPE, runs)
            yield Filled(peer, store.uri, experiment, {DISK: store.size() - empty})

    @contextmanager
    def _peer_points(self, peer: Contestant, points: int) -> Iterator[Filled]:
        with self._peer(peer) as store:
            experiment, run_id = store.new_experiment(), f"{points:032x}"
            empty = store.size()
            store.add_series(experiment, run_id, list(long_series(points)))
            yield Filled(peer, store.uri, run_id, {DISK: store.size() - empty})

    def _places(self) -> dict[str, Callable[[], AbstractContextManager[str]]]:
        places: dict[str, Callable[[], AbstractContextManager[str]]] = {"Barograph, SQLite": self._sqlite}
        return places if self._server is None else {**places, "Barograph, PostgreSQL": self._postgresql}

    @contextmanager
    def _sqlite(self) -> Iterator[str]:
        with self._new_file() as file:
            uri = f"sqlite:///{file}"
            open_store(uri).close()
            yield uri

    @contextmanager
    def _postgresql(self) -> Iterator[str]:
        assert self._server is not None
        uri = self._server.new_database()
        try:
            open_store(uri, artifact_root=str(self._folder)).close()
            yield uri
        finally:
            self._server.drop(uri)

    @contextmanager
    def _peer(self, peer: Contestant) -> Iterator[PeerStore]:
        with self._new_file() as file:
            yield PeerStore(peer, file)

    @contextmanager
    def _new_file(self) -> Iterator[Path]:
        file = self._folder / f"{next(self._numbers)}.db"
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)

    def _size(self, uri: str) -> int:
        if uri.startswith("sqlite:"):
            return Path(uri.removeprefix("sqlite:///")).stat().st_size
        assert self._server is not None
        return self._server.size(uri)

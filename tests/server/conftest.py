"""A real server in a thread, on a free port, with a store in memory and artifacts in a temporary folder."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from server_caller import Caller

from barograph.server.app import create_app
from barograph.server.settings import ServerSettings
from barograph.store.base import Store
from barograph.store.memory import MemoryStore


@contextmanager
def serving(settings: ServerSettings, store: Store) -> Iterator[Caller]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings, store), log_config=None, access_log=False, ws="none"))
    started = threading.Event()
    startup = server.startup

    async def startup_and_tell(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = startup_and_tell  # type: ignore[method-assign]  # the only hook that says when it listens
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    assert started.wait(20)
    caller = Caller(f"http://127.0.0.1:{listening.getsockname()[1]}", store, Path(settings.artifacts_destination))
    try:
        yield caller
    finally:
        caller.close()
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., AbstractContextManager[Caller]]:
    """Start a server with the settings given, on a store in memory unless one is: `with serve(static_prefix="/p") as server`."""

    def start(store: Store | None = None, **fields: Any) -> AbstractContextManager[Caller]:
        given = {"artifacts_destination": str(tmp_path_factory.mktemp("served") / "artifacts"), **fields}
        settings = ServerSettings(**given)
        return serving(settings, store or MemoryStore(artifact_root=settings.artifact_root))

    return start


@pytest.fixture(scope="module")
def server(serve: Callable[..., AbstractContextManager[Caller]]) -> Iterator[Caller]:
    """One server for the tests of a module."""
    with serve() as caller:
        yield caller

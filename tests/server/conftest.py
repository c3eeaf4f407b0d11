"""A real server in a thread, on a free port, with a store in memory and artifacts in a temporary folder."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
import urllib3
import uvicorn

from barograph.server.app import create_app
from barograph.server.settings import ServerSettings
from barograph.store.base import Store
from barograph.store.memory import MemoryStore

API = "/api/2.0/mlflow/"


class Answer(msgspec.Struct):
    """Status, headers and body of an answer."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        return str(self.json["error_code"])

    @property
    def message(self) -> str:
        return str(self.json["message"])


class Caller:
    """Calls one server over HTTP. Paths that do not start with / are below /api/2.0/mlflow/."""

    def __init__(self, base: str, store: Store, artifacts: Path) -> None:
        self.base = base
        self.store = store
        self.artifacts = artifacts
        self._pool = urllib3.PoolManager(retries=False)

    def raw(self, verb: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        url = self.base + (path if path.startswith("/") else API + path)
        answer = self._pool.request(verb, url, body=body, headers=headers or {}, redirect=False)
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data)

    def send(self, verb: str, path: str, body: object) -> Answer:
        return self.raw(verb, path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def post(self, path: str, body: object) -> Answer:
        return self.send("POST", path, body)

    def ok(self, path: str, body: object) -> Any:
        answer = self.post(path, body)
        assert answer.status == 200, answer.data
        return answer.json

    def get(self, path: str, /, **query: object) -> Answer:
        pairs = [(key, str(item)) for key, value in query.items() for item in (value if isinstance(value, list) else [value])]
        return self.raw("GET", f"{path}?{urlencode(pairs)}" if pairs else path)

    def new_run(self, **fields: object) -> str:
        return str(self.ok("runs/create", {"experiment_id": "0", **fields})["run"]["info"]["run_id"])

    def close(self) -> None:
        self._pool.clear()


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
    """Start a server with the settings given: `with serve(static_prefix="/p") as server`."""

    def start(**fields: Any) -> AbstractContextManager[Caller]:
        given = {"artifacts_destination": str(tmp_path_factory.mktemp("served") / "artifacts"), **fields}
        settings = ServerSettings(**given)
        return serving(settings, MemoryStore(artifact_root=settings.artifact_root))

    return start


@pytest.fixture(scope="module")
def server(serve: Callable[..., AbstractContextManager[Caller]]) -> Iterator[Caller]:
    """One server for the tests of a module."""
    with serve() as caller:
        yield caller

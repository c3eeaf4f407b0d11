"""Runs are created once, though the connection breaks before the answer; and twice where two clients ask for the same."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from server_caller import Caller
from starlette.types import Message, Receive, Scope, Send

from barograph.model import NewRun, Query, Run
from barograph.server.lost_answers import KEPT_S, LostAnswers

REPOSITORY = Path(__file__).parents[2]
PATIENCE_S = 60.0
BODY = json.dumps({"experiment_id": "0", "start_time": 7, "user_id": "ana"}).encode()
CREATES = """
import sys
import mlflow
client = mlflow.MlflowClient(sys.argv[1])
print(client.create_run("0", start_time=7).info.run_id)
"""


class Proxy:
    """Relays connections to a server on this machine, and cuts those that are open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client = self._listening.accept()[0]
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            self._open += [client, server]
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._relay, args=(source, target), daemon=True).start()

    def _relay(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was cut

    def cut(self) -> None:
        for each in self._open:
            with suppress(OSError):  # the other side was faster
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def close(self) -> None:
        self.cut()
        self._listening.close()


class Slow:
    """Creates runs in the store at once, and answers when it is let; only the first call waits."""

    def __init__(self, create: Callable[[NewRun], Run]) -> None:
        self._create = create
        self.committed = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, new: NewRun) -> Run:
        run = self._create(new)
        if not self.committed.is_set():
            self.committed.set()
            assert self.may_answer.wait(PATIENCE_S)
        return run


@pytest.fixture
def server(serve: Callable[..., AbstractContextManager[Caller]]) -> Iterator[Caller]:
    with serve() as caller:
        yield caller


@pytest.fixture
def slow(server: Caller, monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow(server.store.create_run)
    monkeypatch.setattr(server.store, "create_run", slow)
    return slow


@pytest.fixture
def proxy(server: Caller) -> Iterator[Proxy]:
    proxy = Proxy(int(server.base.rpartition(":")[2]))
    yield proxy
    proxy.close()


def run_ids(server: Caller) -> list[str]:
    return [run.info.run_id for run in server.store.search_runs(["0"], Query()).items]


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("answered_before", [True, False])
def test_an_mlflow_client_whose_connection_breaks_makes_one_run(
    server: Caller, slow: Slow, proxy: Proxy, version: int, answered_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks again before the first answer is there, or after."""
    python = REPOSITORY / f".env-mlflow{version}" / "bin" / "python"
    assert python.exists(), f"{python} is missing: `make test` creates it."
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1"}
    arguments = [str(python), "-c", CREATES, proxy.url]
    client = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert slow.committed.wait(PATIENCE_S)
        proxy.cut()
        threading.Timer(0.3 if answered_before else 3.0, slow.may_answer.set).start()  # a busy server needs a moment to notice
        told, errors = client.communicate(timeout=PATIENCE_S)
        assert client.returncode == 0, errors
        assert run_ids(server) == [told.strip()]
    finally:
        slow.may_answer.set()
        client.kill()


def test_equal_requests_of_clients_that_wait_are_two(server: Caller, slow: Slow) -> None:
    headers = {"Content-Type": "application/json"}
    first = threading.Thread(target=server.raw, args=("POST", "runs/create", BODY, headers))
    first.start()
    assert slow.committed.wait(PATIENCE_S)
    assert server.raw("POST", "runs/create", BODY, headers).status == 200
    slow.may_answer.set()
    first.join(PATIENCE_S)
    assert server.raw("POST", "runs/create", BODY, headers).status == 200
    assert len(set(run_ids(server))) == 3


class Client:
    """One request at the level of ASGI: what it asks, whether its client has gone, and what it was answered."""

    def __init__(self, body: bytes = BODY, **headers: str) -> None:
        self._body: bytes | None = body
        self.scope: Scope = {
            "type": "http",
            "method": "POST",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "request_id": "",
        }
        self.gone = asyncio.Event()
        self.answer: list[Message] = []

    async def receive(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.answer.append(message)
        if message["type"] == "http.response.body":
            self.gone.set()  # as servers do when an answer is complete

    @property
    def number(self) -> int | None:
        """Which answer it got."""
        return int(self.answer[1]["body"]) if self.answer else None


class Numbers:
    """An endpoint that counts, and answers while `open` is set."""

    def __init__(self, status: int = 200) -> None:
        self.asked = 0
        self.status = status
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        number = self.asked
        assert (await receive())["body"]
        await self.open.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": str(number).encode()})


async def turns() -> None:
    """Let the event loop do all that it can do."""
    for _ in range(100):
        await asyncio.sleep(0)


async def asks(lost: LostAnswers, client: Client) -> int | None:
    await lost(client.scope, client.receive, client.send)
    return client.number


async def leaves(lost: LostAnswers, client: Client | None = None) -> None:
    """A client that goes before it is answered."""
    client = client or Client()
    client.gone.set()
    assert await asks(lost, client) is None


def test_a_lost_answer_is_given_once() -> None:
    async def check() -> None:
        lost = LostAnswers(Numbers())
        await leaves(lost)
        assert [await asks(lost, Client()) for _ in range(3)] == [1, 2, 3]
        await leaves(lost)
        await leaves(lost)
        assert [await asks(lost, Client()) for _ in range(2)] == [4, 5]

    asyncio.run(check())


def test_two_lost_answers_are_two() -> None:
    async def check() -> None:
        numbers = Numbers()
        lost = LostAnswers(numbers)
        numbers.open.clear()
        gone = [Client(), Client()]
        waiting = [asyncio.create_task(asks(lost, client)) for client in gone]
        await turns()
        assert numbers.asked == 2
        for client in gone:
            client.gone.set()
        numbers.open.set()
        await asyncio.gather(*waiting)
        assert sorted([await asks(lost, Client()), await asks(lost, Client())]) == [1, 2]
        assert await asks(lost, Client()) == 3

    asyncio.run(check())


def test_who_asks_again_while_the_first_is_being_answered_waits_for_it() -> None:
    async def check() -> None:
        numbers = Numbers()
        lost = LostAnswers(numbers)
        numbers.open.clear()
        clients = [Client() for _ in range(3)]
        waiting = []
        for client in clients[:2]:
            waiting.append(asyncio.create_task(asks(lost, client)))
            await turns()
            client.gone.set()
        waiting.append(asyncio.create_task(asks(lost, clients[2])))
        await turns()
        numbers.open.set()
        assert await asyncio.gather(*waiting) == [None, None, 1]
        assert await asks(lost, Client()) == 2

    asyncio.run(check())


def test_only_the_same_request_gets_it() -> None:
    async def check() -> None:
        lost = LostAnswers(Numbers())
        await leaves(lost, Client(authorization="Basic YTpi"))
        assert await asks(lost, Client()) == 2
        assert await asks(lost, Client(BODY + b" ", authorization="Basic YTpi")) == 3
        assert await asks(lost, Client(authorization="Basic YTpi", **{"content-type": "text/plain"})) == 4
        assert await asks(lost, Client(authorization="Basic YTpi")) == 1

    asyncio.run(check())


def test_it_is_kept_for_two_minutes() -> None:
    async def check() -> None:
        now = 0.0
        lost = LostAnswers(Numbers(), clock=lambda: now)
        await leaves(lost)
        now = KEPT_S
        assert await asks(lost, Client()) == 1
        await leaves(lost)
        now = 2 * KEPT_S + 1
        assert await asks(lost, Client()) == 3

    asyncio.run(check())


def test_a_refusal_is_not_kept() -> None:
    async def check() -> None:
        lost = LostAnswers(Numbers(status=400))
        await leaves(lost)
        assert await asks(lost, Client()) == 2

    asyncio.run(check())


def test_an_endpoint_that_breaks_is_asked_again() -> None:
    class Broken(Numbers):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if self.asked == 0:
                self.asked += 1
                await self.open.wait()
                raise RuntimeError("broken")
            await super().__call__(scope, receive, send)

    async def check() -> None:
        broken = Broken()
        lost = LostAnswers(broken)
        broken.open.clear()
        first = Client()
        failing = asyncio.create_task(asks(lost, first))
        await turns()
        first.gone.set()
        again = asyncio.create_task(asks(lost, Client()))
        await turns()
        broken.open.set()
        with pytest.raises(RuntimeError, match="broken"):
            await failing
        assert await again == 2

    asyncio.run(check())

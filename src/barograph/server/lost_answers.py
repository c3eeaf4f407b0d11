"""Creations whose answer did not reach the client.

A client whose connection breaks before the answer comes sends the same request again, and would get a second run. So the answer to a
client that has gone is kept for two minutes, and given, once, to who asks for exactly the same. Equal requests whose clients both wait
are two.

Only what the server can notice is covered: that the client, or a proxy before it, closed the connection before the answer was sent. What
was handed to the network and lost there looks delivered. Every process of the server keeps its own.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from barograph.server import failure
from barograph.server.body import header, read_body, send_json
from barograph.server.mlflow_wire import MAX_BODY

KEPT_S = 120.0
_MOST_KEPT = 1_000
_TURNS = 4
"""Turns of the event loop in which it notices that a connection was closed."""

Answer = list[Message]


class _Attempt:
    """A request that is being answered. `claimed` is set by who takes its answer: its client, or who comes after that has gone."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.claimed = False
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()


class LostAnswers:
    """An endpoint around that of a creation."""

    def __init__(self, endpoint: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._running: dict[bytes, list[_Attempt]] = {}
        self._kept: OrderedDict[bytes, list[tuple[float, Answer]]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive, MAX_BODY)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001  the one place where failures become answers
            await send_json(send, *failure.answer(error, scope["request_id"]))
            return
        # What else the answer depends on: who asks, and how the body is to be read.
        key = sha256(b"\0".join([*(header(scope, name).encode() for name in (b"authorization", b"content-type")), body])).digest()
        before = tuple(self._running.get(key, ()))
        attempt = _Attempt(receive)
        self._running.setdefault(key, []).append(attempt)
        try:
            attempt.answer.set_result(self._take(key) or await _take_running(before) or await self._asked(scope, body))
            if not await _has_gone(receive):
                attempt.claimed = True
                for message in attempt.answer.result():
                    await send({**message})
            elif not attempt.claimed and attempt.answer.result()[0]["status"] == 200:
                self._keep(key, attempt.answer.result())
        finally:
            attempt.answer.cancel()
            self._running[key].remove(attempt)
            if not self._running[key]:
                del self._running[key]

    async def _asked(self, scope: Scope, body: bytes) -> Answer:
        answer: Answer = []

        async def read() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def collect(message: Message) -> None:
            answer.append(message)

        await self._endpoint(scope, read, collect)
        return answer

    def _take(self, key: bytes) -> Answer | None:
        self._forget()
        kept = self._kept.get(key)
        if kept is None:
            return None
        _, answer = kept.pop()
        if not kept:
            del self._kept[key]
        return answer

    def _keep(self, key: bytes, answer: Answer) -> None:
        self._kept.setdefault(key, []).append((self._clock(), answer))
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def _forget(self) -> None:
        """Drop what is too old. The newest of a key says how old all of it is."""
        oldest = self._clock() - KEPT_S
        while self._kept and next(iter(self._kept.values()))[-1][0] < oldest:
            self._kept.popitem(last=False)


async def _take_running(before: Sequence[_Attempt]) -> Answer | None:
    """The answer to an earlier request whose client has gone, once it is there."""
    for attempt in before:
        if not attempt.claimed and await _has_gone(attempt.receive) and not attempt.claimed and not attempt.answer.cancelled():
            attempt.claimed = True
            await asyncio.wait([attempt.answer])
            return None if attempt.answer.cancelled() else attempt.answer.result()
    return None


async def _has_gone(receive: Receive) -> bool:
    """Whether a client has closed its connection while it waited for an answer."""
    listening = asyncio.ensure_future(receive())
    for _ in range(_TURNS):
        await asyncio.sleep(0)
        if listening.done():
            return True
    listening.cancel()
    return False

"""Events of change: who is told what, when a stream ends, and how many there may be."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
from server_caller import Caller

from barograph.errors import NotSupported, TooManyRequests
from barograph.model.changes import Marks
from barograph.server import feed
from barograph.server.feed import Feed
from barograph.store.memory import MemoryStore
from barograph.store.opening import open_store
from barograph.testing.contract.making import new_experiment, new_run, point
from barograph.testing.server import running_server

EVENTS = "/api/barograph/1/events"


class Stream:
    """An open stream, read event by event."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self._lines = self._read()

    def _read(self) -> Iterator[str]:
        rest = b""
        for piece in self.answer.stream(1, decode_content=False):
            rest += piece
            while b"\n" in rest:
                line, _, rest = rest.partition(b"\n")
                yield line.decode()

    def next(self) -> tuple[str, Any]:
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        return "end", None


@contextmanager
def stream(base: str, query: str) -> Iterator[Stream]:
    pool = urllib3.PoolManager(retries=False, timeout=30)
    answer = pool.request("GET", f"{base}{EVENTS}?{query}", preload_content=False)
    assert answer.status == 200, answer.read()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    try:
        yield Stream(answer)
    finally:
        answer.close()
        pool.clear()


def test_a_page_is_told_what_changes_in_its_experiment(server: Caller) -> None:
    experiment, other = new_experiment(server.store), new_experiment(server.store)
    with stream(server.base, f"experiment_ids={experiment}") as news:
        assert news.next() == ("ready", {})
        new_run(server.store, other)
        run_id = new_run(server.store, experiment)
        assert news.next() == ("change", {"experiments": [experiment]})
        server.store.log_batch(run_id, metrics=[point("loss", 1.0)])
        assert news.next() == ("change", {"metrics": [run_id]})


def test_a_page_is_told_of_its_runs(server: Caller) -> None:
    runs = [new_run(server.store) for _ in range(2)]
    with stream(server.base, "&".join(f"run_ids={run_id}" for run_id in runs)) as news:
        assert news.next() == ("ready", {})
        server.store.log_batch(runs[1], metrics=[point("loss", 1.0)], tags={"a": "b"})
        assert news.next() == ("change", {"runs": [runs[1]], "metrics": [runs[1]]})


def test_a_page_is_told_of_the_list_of_experiments(server: Caller) -> None:
    with stream(server.base, "lists=experiments") as news:
        assert news.next() == ("ready", {})
        new_experiment(server.store)
        assert news.next() == ("change", {"lists": ["experiments"]})


@pytest.mark.parametrize("query", ["", "lists=colours", "&".join(["run_ids=r"] * 201), "&".join(["experiment_ids=1"] * 21)])
def test_too_much_or_nothing_is_refused(server: Caller, query: str) -> None:
    answer = server.raw("GET", f"{EVENTS}?{query}")
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_what_another_process_writes_is_told_in_every_process(tmp_path: Path) -> None:
    with running_server(tmp_path, "--workers", "2") as server:
        store = open_store(f"sqlite:///{tmp_path / 'barograph.db'}")
        experiment = new_experiment(store)
        with stream(server.url, f"experiment_ids={experiment}") as one, stream(server.url, f"experiment_ids={experiment}") as other:
            assert one.next() == other.next() == ("ready", {})
            new_run(store, experiment)
            assert one.next() == other.next() == ("change", {"experiments": [experiment]})
        store.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_with_open_streams_ends_at_once(tmp_path: Path, workers: str) -> None:
    with running_server(tmp_path, "--workers", workers) as server, stream(server.url, "experiment_ids=0") as news:
        assert news.next() == ("ready", {})
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert news.next() == ("end", None)
        server.process.wait(30)
        assert time.monotonic() - began < 9, "the stream kept the server until its patience was over"


async def _in_thread(work: Any) -> Any:
    return await asyncio.to_thread(work)


def test_only_so_many_may_listen_and_leaving_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST_LISTENERS", 2)

    async def play() -> None:
        made = Feed(MemoryStore(), _in_thread, rest_s=0.01)
        first, _ = made.listen(["0"], []), made.listen(["0"], [])
        with pytest.raises(TooManyRequests, match="2 pages"):
            made.listen(["0"], [])
        made.leave(first)
        third = made.listen(["0"], [])
        await third.listening()
        made.end()
        assert third.ended
        assert made.listen(["0"], []).ended

    asyncio.run(play())


def test_news_is_put_together_until_it_is_taken() -> None:
    async def play() -> None:
        store = MemoryStore()
        runs = [new_run(store) for _ in range(2)]
        made = Feed(store, _in_thread, rest_s=0.01)
        listener = made.listen([], runs)
        await listener.listening()
        assert not await listener.next(0.05)
        seen: set[str] = set()
        for run_id in runs:
            store.log_batch(run_id, metrics=[point("loss", 1.0)])
        while seen != set(runs):
            seen |= set((await listener.next(10)).metrics)
        made.end()

    asyncio.run(play())


def test_looking_stops_when_nobody_listens_and_begins_again() -> None:
    async def play() -> None:
        made = Feed(MemoryStore(), _in_thread, rest_s=0.01)
        for _ in range(2):
            listener = made.listen(["0"], [])
            await listener.listening()
            made.leave(listener)
            assert made._task is not None
            await asyncio.wait_for(made._task, 10)

    asyncio.run(play())


def test_who_joins_while_nothing_changes_costs_only_what_was_not_looked_at() -> None:
    class Counting(MemoryStore):
        def __init__(self) -> None:
            super().__init__()
            self.looks: list[tuple[set[str], set[str]]] = []
            self.commits = 0

        def pulse(self) -> Hashable:
            return self.commits

        def marks(self, experiment_ids: Collection[str], run_ids: Collection[str], *, lists: Collection[str] = ()) -> Marks:
            self.looks.append((set(experiment_ids), set(run_ids)))
            return super().marks(experiment_ids, run_ids, lists=lists)

    async def play() -> None:
        store = Counting()
        run = new_run(store, "0")
        made = Feed(store, _in_thread, rest_s=0.01)
        first = made.listen(["0"], [])
        await first.listening()
        made.leave(first)
        await asyncio.sleep(0.1)  # nobody listens, and the watch ends
        second, third = made.listen(["0"], []), made.listen(["0"], [run])
        await second.listening()
        await third.listening()
        assert store.looks == [({"0"}, set()), (set(), {run})]
        store.log_batch(run, metrics=[point("loss", 1.0)])
        store.commits += 1
        assert (await second.next(10)).metrics == (await third.next(10)).metrics == (run,)
        assert store.looks[2] == ({"0"}, {run})
        made.end()

    asyncio.run(play())


def test_a_store_that_cannot_be_watched_says_so() -> None:
    class Plain:
        pass

    with pytest.raises(NotSupported):
        Feed(Plain(), _in_thread).listen(["0"], [])  # type: ignore[arg-type]  # less than a store

"""A server gives memory back that it no longer needs."""

from __future__ import annotations

import asyncio

import pytest

from barograph.server import memory


def test_freed_memory_is_given_back_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    trimmed: list[int] = []

    class Library:
        def __init__(self, _name: None) -> None:
            self.malloc_trim = trimmed.append

    monkeypatch.setattr(memory.ctypes, "CDLL", Library)
    monkeypatch.setattr(memory, "_EVERY_S", 0.01)

    async def wait() -> None:
        memory.give_back_from_time_to_time()
        while len(trimmed) < 3:
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(wait(), 30))
    assert set(trimmed) == {0}


def test_where_the_library_cannot_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _name: object())

    async def begin() -> None:
        memory.give_back_from_time_to_time()

    asyncio.run(begin())

"""A server gives memory back that it no longer needs."""

from __future__ import annotations

import asyncio
import threading

import pytest

from barograph.server import memory


def test_freed_memory_is_given_back_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    trimmed: list[int] = []
    often = threading.Event()

    class Library:
        def __init__(self, _name: None) -> None:
            pass

        def malloc_trim(self, kept: int) -> None:
            trimmed.append(kept)
            if len(trimmed) == 3:
                often.set()

    monkeypatch.setattr(memory.ctypes, "CDLL", Library)
    monkeypatch.setattr(memory, "_EVERY_S", 0.01)

    async def wait() -> bool:
        memory.give_back_from_time_to_time()
        return await asyncio.to_thread(often.wait, 30)

    assert asyncio.run(wait())
    assert set(trimmed) == {0}


def test_where_the_library_cannot_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _name: object())

    async def begin() -> None:
        memory.give_back_from_time_to_time()

    asyncio.run(begin())

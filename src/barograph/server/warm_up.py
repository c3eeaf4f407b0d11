"""Loads what a server needs only later, once it answers: the first merge, read of a series or filter would keep requests waiting for it."""

import asyncio
from importlib import import_module
from threading import Thread

import anyio

from barograph.store.query.syntax import parse_clauses

_AFTER_S = 0.5
_LATER = ("numpy", "barograph.store.series.sample", "barograph.store.series.words")


def warm_up_soon() -> None:
    """Begin shortly after the running loop has started to answer."""
    asyncio.get_running_loop().call_later(_AFTER_S, Thread(target=_load, name="barograph-warm-up", daemon=True).start)


def _load() -> None:
    for name in _LATER:
        import_module(name)
    parse_clauses("metrics.a > 0")
    anyio.run(anyio.sleep, 0)  # what answers with files imports its own part of asyncio when it is first used

"""Memory that the C library keeps after it was freed goes back to the system, so that a server stays as large as its work."""

import asyncio
import ctypes
from collections.abc import Callable
from threading import Thread
from typing import Any

_EVERY_S = 30.0


def give_back_from_time_to_time() -> None:
    """Begin on the running loop. What is freed between things that stay is not given back by glibc by itself; others do so."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # no glibc
        return
    loop = asyncio.get_running_loop()
    loop.call_later(_EVERY_S, _trim, loop, trim)


def _trim(loop: asyncio.AbstractEventLoop, trim: Callable[[int], Any]) -> None:
    Thread(target=trim, args=(0,), name="barograph-memory", daemon=True).start()  # it takes some milliseconds
    loop.call_later(_EVERY_S, _trim, loop, trim)

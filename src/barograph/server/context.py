"""What handlers reach the rest of the program through."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from barograph.server.artifact_roots import ArtifactRoots
from barograph.server.feed import Feed
from barograph.server.previews.places import TablePlaces
from barograph.server.run_writes import RunWrites
from barograph.server.settings import ServerSettings
from barograph.store.base import EncodedRunStore, Store

T = TypeVar("T")


class Context:
    """Settings, store, artifacts and threads of one server.

    Tracking calls and transfers of files have threads of their own, so that long uploads do not keep metrics waiting.
    """

    def __init__(self, settings: ServerSettings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.started_ms = time.time_ns() // 1_000_000
        self.artifacts = ArtifactRoots(settings)
        self.table_places = TablePlaces()
        self.encoded_store = store if isinstance(store, EncodedRunStore) else None
        self.runs = RunWrites(store, self.call)
        self.feed = Feed(store, self.call)
        self._calls = ThreadPoolExecutor(settings.worker_threads, thread_name_prefix="barograph-call")
        self._transfers = ThreadPoolExecutor(settings.worker_threads, thread_name_prefix="barograph-transfer")

    async def call(self, work: Callable[[], T]) -> T:
        """Run a tracking call in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._calls, work)

    async def transfer(self, work: Callable[[], T]) -> T:
        """Run a step of a file transfer in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._transfers, work)

    def close(self) -> None:
        """Wait for running calls and end the threads."""
        self._calls.shutdown()
        self._transfers.shutdown(cancel_futures=True)

"""The writes that runs consist of, as handlers on the event loop make them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from barograph.model import Metric, NewRun, Run, RunInfo, RunStatus
from barograph.store.base import LoopRunStore, Store


class RunWrites:
    """Writes to runs of a store: on the event loop if the store can, else in a thread. They keep `RunStore`."""

    def __init__(self, store: Store, in_thread: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        self._store = store
        self._loop_store = store if isinstance(store, LoopRunStore) else None
        self._in_thread = in_thread

    async def create_run(self, new: NewRun) -> Run:
        if self._loop_store is not None:
            return await self._loop_store.create_run_soon(new)
        created: Run = await self._in_thread(partial(self._store.create_run, new))
        return created

    async def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        if self._loop_store is not None:
            return await self._loop_store.update_run_soon(run_id, status=status, end_time_ms=end_time_ms, name=name)
        change = partial(self._store.update_run, run_id, status=status, end_time_ms=end_time_ms, name=name)
        info: RunInfo = await self._in_thread(change)
        return info

    async def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        if self._loop_store is not None:
            await self._loop_store.log_batch_soon(run_id, metrics=metrics, params=params, tags=tags)
            return
        await self._in_thread(partial(self._store.log_batch, run_id, metrics=metrics, params=params, tags=tags))

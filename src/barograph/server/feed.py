"""News of what changed in the store, for those who listen.

One task looks at the store while anybody listens, at most once a second, whoever wrote and in whichever process; what a look costs decides
how long it rests. Listeners get what concerns them, put together until they take it.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Hashable
from functools import partial, reduce
from operator import or_
from typing import Any, Self

import msgspec

from barograph.errors import BarographError, NotSupported, TooManyRequests
from barograph.model.changes import Changes, Marks, changes_between
from barograph.store.base import Store
from barograph.store.watch_base import WatchedStore

MOST_LISTENERS = 200
_REST_S = 1.0
_REST_FOR_COST = 10.0
_log = logging.getLogger("barograph.server")


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to know of."""

    experiment_ids: frozenset[str] = frozenset()
    run_ids: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.experiment_ids or self.run_ids or self.lists)

    def __or__(self, other: Self) -> Self:
        return type(self)(
            experiment_ids=self.experiment_ids | other.experiment_ids, run_ids=self.run_ids | other.run_ids, lists=self.lists | other.lists
        )

    def __sub__(self, other: Self) -> Self:
        return type(self)(
            experiment_ids=self.experiment_ids - other.experiment_ids, run_ids=self.run_ids - other.run_ids, lists=self.lists - other.lists
        )

    def marks_in(self, store: WatchedStore) -> Marks:
        return store.marks(self.experiment_ids, self.run_ids, lists=self.lists)


class Listener:
    """One who wants to know of some experiments and runs, and of lists."""

    def __init__(self, experiment_ids: Collection[str], run_ids: Collection[str], lists: Collection[str] = ()) -> None:
        self.wanted = _Wanted(experiment_ids=frozenset(experiment_ids), run_ids=frozenset(run_ids), lists=frozenset(lists))
        self.ended = False
        self._seen: Marks | None = None
        self._changes = Changes()
        self._news = asyncio.Event()

    @property
    def has_begun(self) -> bool:
        """Whether everything that changes from now on will be told."""
        return self._seen is not None

    async def listening(self) -> None:
        """Return once everything that changes from now on will be told."""
        while not self.has_begun and not self.ended:
            self._news.clear()
            await self._news.wait()

    async def next(self, patience_s: float) -> Changes:
        """What changed since the last call: nothing once the patience is over, or `ended` is true."""
        if not self._changes and not self.ended:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), patience_s)
            except TimeoutError:
                return Changes()
        changes, self._changes = self._changes, Changes()
        return changes

    def look(self, marks: Marks) -> None:
        """Compare marks with those seen before."""
        own = self._own(marks)
        if self._seen is not None:
            self._changes = _joined(self._changes, changes_between(self._seen, own))
        first, self._seen = self._seen is None, own
        if first or self._changes:
            self._news.set()

    def end(self) -> None:
        """There will be no more news."""
        self.ended = True
        self._news.set()

    def _own(self, marks: Marks) -> Marks:
        wanted = self.wanted

        def concerns(run_id: str, mark: Hashable) -> bool:
            return run_id in wanted.run_ids or (isinstance(mark, tuple) and mark[0] in wanted.experiment_ids)

        return Marks(
            experiments={key: mark for key, mark in marks.experiments.items() if key in wanted.experiment_ids},
            runs={key: mark for key, mark in marks.runs.items() if key in wanted.run_ids},
            metrics={key: mark for key, mark in marks.metrics.items() if concerns(key, mark)},
            lists={key: mark for key, mark in marks.lists.items() if key in wanted.lists},
        )


class _Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the store saw, kept as long as its pulse: who opens a page of what was looked at has nothing to wait for."""

    pulse: Hashable
    wanted: _Wanted
    marks: Marks


class Feed:
    """Listeners, and the task that looks for them. To be used on one event loop."""

    def __init__(self, store: Store, in_thread: Callable[[Callable[[], Any]], Awaitable[Any]], *, rest_s: float = _REST_S) -> None:
        self._store = store if isinstance(store, WatchedStore) else None
        self._in_thread = in_thread
        self._rest_s = rest_s
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._looked: _Looked | None = None
        self._joined = asyncio.Event()
        self._ended = False

    def listen(self, experiment_ids: Collection[str], run_ids: Collection[str], lists: Collection[str] = ()) -> Listener:
        """A listener, who is to leave. More than 200 raise `TooManyRequests`."""
        if self._store is None:
            raise NotSupported("This server's store cannot be watched. Ask again from time to time.")
        if len(self._listeners) >= MOST_LISTENERS:
            raise TooManyRequests(f"{MOST_LISTENERS} pages are told of changes already. Ask again from time to time.")
        listener = Listener(experiment_ids, run_ids, lists)
        if self._ended:
            listener.end()
            return listener
        self._listeners.add(listener)
        self._joined.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch(self._store))
        return listener

    def leave(self, listener: Listener) -> None:
        """Tell a listener no more."""
        self._listeners.discard(listener)

    def end(self) -> None:
        """Tell everyone that there will be no more news, and stop looking."""
        self._ended = True
        self._end_all()
        if self._task is not None:
            self._task.cancel()

    async def _watch(self, store: WatchedStore) -> None:
        try:
            while self._listeners:
                began = time.monotonic()
                self._joined.clear()
                try:
                    looked = await self._in_thread(partial(_look, store, self._looked, self._wanted()))
                except BarographError as error:
                    _log.warning("changes could not be looked for: %s", error.message)
                else:
                    changed, self._looked = looked is not self._looked, looked
                    for listener in self._listeners:
                        if changed or not listener.has_begun:
                            listener.look(looked.marks)
                rest_s = max(self._rest_s, _REST_FOR_COST * (time.monotonic() - began))
                try:
                    await asyncio.wait_for(self._joined.wait(), rest_s)
                except TimeoutError:
                    continue
        finally:
            self._end_all()

    def _end_all(self) -> None:
        for listener in self._listeners:
            listener.end()
        self._listeners.clear()

    def _wanted(self) -> _Wanted:
        return reduce(or_, [listener.wanted for listener in self._listeners], _Wanted())


def _look(store: WatchedStore, last: _Looked | None, wanted: _Wanted) -> _Looked:
    """What is to be seen now: the last look itself where that holds all that is wanted and nothing changed since.

    The pulse is taken before the marks, so that no change is lost.
    """
    pulse = store.pulse()
    if last is None or pulse != last.pulse:
        return _Looked(pulse=pulse, wanted=wanted, marks=wanted.marks_in(store))
    missing = wanted - last.wanted
    return _Looked(pulse=pulse, wanted=wanted | last.wanted, marks=last.marks | missing.marks_in(store)) if missing else last


def _joined(one: Changes, other: Changes) -> Changes:
    return Changes(
        experiments=tuple(sorted({*one.experiments, *other.experiments})),
        runs=tuple(sorted({*one.runs, *other.runs})),
        metrics=tuple(sorted({*one.metrics, *other.metrics})),
        lists=tuple(sorted({*one.lists, *other.lists})),
    )

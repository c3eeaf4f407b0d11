"""From the bytes of a journal to what was logged to each run."""

import struct
import zlib
from typing import NamedTuple

from barograph.model import DatasetInput, Logged, Metric, ModelOutput, NewRun, RunStatus, Series
from barograph.store.wrap.journal.record import HEAD, KEY_KIND, LOGGED_KIND, NAME, POINT, POINT_KIND, RUN_KIND, TITLE_KIND, read_logged

_POINT, _LOGGED, _RUN, _KEY, _TITLE = (kind[0] for kind in (POINT_KIND, LOGGED_KIND, RUN_KIND, KEY_KIND, TITLE_KIND))


class Gathered(NamedTuple):
    """What stood in a stretch of a journal: `records` of them in the first `size` bytes, those that were to be skipped included."""

    runs: tuple[Logged, ...]
    records: int
    size: int


class _Heap:
    """What was logged to one run, as it comes together."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.new: NewRun | None = None
        self.params: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.columns: dict[str, list[float]] = {}  # step, timestamp, value, step, timestamp, value...
        self.points: list[Metric] = []
        self.datasets: list[DatasetInput] = []
        self.model_ids: list[str] = []
        self.outputs: list[ModelOutput] = []
        self.status: RunStatus | None = None
        self.end_time_ms: int | None = None

    def takes(self, logged: Logged) -> bool:
        """Whether it can be told together with what is here: a param with two values must be seen to have them."""
        return all(self.params.get(key, value) == value for key, value in logged.params.items())

    def add(self, logged: Logged) -> None:
        self.new = logged.new or self.new
        self.params.update(logged.params)
        self.tags.update(logged.tags)
        self.points += logged.points
        self.datasets += logged.datasets
        self.model_ids += logged.model_ids
        self.outputs += logged.outputs
        self.status = logged.status or self.status
        self.end_time_ms = self.end_time_ms if logged.end_time_ms is None else logged.end_time_ms

    def whole(self) -> Logged:
        return Logged(
            run_id=self.run_id,
            new=self.new,
            params=self.params,
            series=tuple([_series(key, column) for key, column in self.columns.items()]),
            points=tuple(self.points),
            tags=self.tags,
            datasets=tuple(self.datasets),
            model_ids=tuple(self.model_ids),
            outputs=tuple(self.outputs),
            status=self.status,
            end_time_ms=self.end_time_ms,
        )


class Gatherer:
    """Reads one journal file from its start, stretch by stretch. It remembers what numbers stand for."""

    def __init__(self) -> None:
        self._run_ids: dict[int, str] = {}
        self._keys: dict[int, str] = {}

    def gather(self, content: bytes, *, skip: int = 0, at_most: int = 2**63) -> Gathered:
        """What stands in whole and undamaged records at the start of `content`: `at_most` of them, after the first `skip`."""
        heaps: dict[str, _Heap] = {}
        columns: dict[tuple[int, int], list[float]] = {}
        records, at, size = 0, 0, len(content)
        head_size, unpack_head, unpack_point, crc32 = HEAD.size, HEAD.unpack_from, POINT.unpack_from, zlib.crc32
        enough = skip + at_most
        while records < enough and (start := at + head_size) <= size:
            length, checksum = unpack_head(content, at)
            end = start + length
            if not length or end > size or crc32(content[start:end]) != checksum:
                break
            kind = content[start]
            if kind == _POINT and length == POINT.size:
                if records >= skip:
                    _, run, key, step, timestamp_ms, value = unpack_point(content, start)
                    column = columns.get((run, key))
                    if column is None:
                        column = self._column(heaps, run, key)
                        if column is None:
                            break
                        columns[run, key] = column
                    column += (step, timestamp_ms, value)
                records += 1
            elif kind == _LOGGED:
                if records >= skip and not self._add(heaps, content[start:end]):
                    break
                records += 1
            elif not self._define(content[start:end]):
                break
            at = end
        return Gathered(tuple([heap.whole() for heap in heaps.values()]), records, at)

    def _column(self, heaps: dict[str, _Heap], run: int, key: int) -> list[float] | None:
        run_id, name = self._run_ids.get(run), self._keys.get(key)
        if run_id is None or name is None:
            return None
        heap = heaps.setdefault(run_id, _Heap(run_id))
        return heap.columns.setdefault(name, [])

    @staticmethod
    def _add(heaps: dict[str, _Heap], payload: bytes) -> bool:
        logged = read_logged(payload)
        if logged is None:
            return False
        heap = heaps.setdefault(logged.run_id, _Heap(logged.run_id))
        if not heap.takes(logged):
            return False
        heap.add(logged)
        return True

    def _define(self, payload: bytes) -> bool:
        """Remember what a number stands for; whether the payload is one that may stand here."""
        kind = payload[0]
        if kind == _TITLE:
            return True
        if kind not in (_RUN, _KEY) or len(payload) <= NAME.size:
            return False
        _, number = NAME.unpack_from(payload)
        try:
            text = payload[NAME.size :].decode()
        except UnicodeDecodeError:
            return False
        (self._run_ids if kind == _RUN else self._keys)[number] = text
        return True


def _series(key: str, column: list[float]) -> Series:
    n = len(column) // 3
    return Series(
        key=key,
        steps=struct.pack(f"<{n}q", *column[0::3]),
        timestamps_ms=struct.pack(f"<{n}q", *column[1::3]),
        values=struct.pack(f"<{n}d", *column[2::3]),
    )

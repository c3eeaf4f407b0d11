"""Made-up runs: what a batch of them consists of, as rows of the store's tables. The same seed gives the same runs."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from barograph.model import Lifecycle, RunStatus
from barograph.model.number_text import as_number
from barograph.store.series.codec import RAW
from barograph.store.sql.run_rows import RUN_NAME_TAG
from barograph.store.sql.schema import PLAIN_ATTRIBUTES_ID

RUNS_A_BATCH = 2000
FIRST_START_MS = 1_767_225_600_000
A_RUN_EVERY_MS = 60_000
STATUSES = (RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED, RunStatus.RUNNING)
STATUS_SHARES = (0.8, 0.1, 0.04, 0.06)
INTEGERS = tuple(str(number) for number in range(97))
RATES = tuple(f"{digit}e-{power}" for power in (2, 3, 4, 5) for digit in range(1, 10))
WORDS = ("adam", "adamw", "sgd", "rmsprop", "lion", "adagrad", "lamb")
VOCABULARIES = (INTEGERS, INTEGERS, RATES, INTEGERS, WORDS)
TAG_VALUES = tuple(f"v{number}" for number in range(5))

Row = tuple[Any, ...]

COLUMNS = {
    "run": (
        "id",
        "uuid",
        "experiment_id",
        "name",
        "user_id",
        "status",
        "start_ms",
        "end_ms",
        "lifecycle",
        "artifact_uri",
        "deleted_ms",
        "revision",
    ),
    "param": ("run_id", "key_id", "text", "long_text", "number"),
    "run_tag": ("run_id", "key_id", "text", "long_text", "number"),
    "series": (
        *("id", "run_id", "key_id", "attributes_id", "next_sequence", "point_count", "nan_count"),
        *("first_step", "first_ms", "first_value", "last_step", "last_ms", "last_value"),
        *("min_step", "min_ms", "min_value", "max_step", "max_ms", "max_value"),
    ),
    "chunk": ("series_id", "sequence", "point_count", "min_step", "max_step", "codec", "payload"),
}
"""Tables that runs fill, in the order in which rows may refer to rows, with the columns of the rows made here."""


@dataclass(frozen=True)
class Shape:
    """What each run has: so many metrics of so many points, params, and tags (one of them the name)."""

    metrics: int
    params: int
    tags: int
    points: int

    def metric_keys(self) -> list[str]:
        return [f"m{number}" for number in range(self.metrics)]

    def param_keys(self) -> list[str]:
        return [f"p{number}" for number in range(self.params)]

    def tag_keys(self) -> list[str]:
        return [RUN_NAME_TAG, *(f"t{number}" for number in range(self.tags - 1))]


class Place(NamedTuple):
    """Where a batch goes: the experiment, the numbers of the keys, and the last row ids in use."""

    experiment: int
    location: str
    key_ids: dict[str, int]
    last_run: int
    last_series: int


def rows(shape: Shape, seed: tuple[int, ...], first: int, count: int, place: Place) -> dict[str, list[Row]]:
    """Rows by table of the runs numbered `first` to `first + count - 1` within their experiment."""
    draw = np.random.default_rng([*seed, first])
    run_ids = range(place.last_run + 1, place.last_run + 1 + count)
    names = [f"run-{number}" for number in range(first, first + count)]
    starts = (FIRST_START_MS + A_RUN_EVERY_MS * np.arange(first, first + count) + draw.integers(0, A_RUN_EVERY_MS, count)).tolist()
    out = {"run": list(_runs(draw, place, run_ids, names, starts))}
    vocabularies = itertools.cycle(VOCABULARIES)
    out["param"] = _texts(draw, run_ids, {place.key_ids[key]: next(vocabularies) for key in shape.param_keys()})
    _, *tags = shape.tag_keys()
    named = [(run, place.key_ids[RUN_NAME_TAG], name, None, None) for run, name in zip(run_ids, names, strict=True)]
    out["run_tag"] = [*named, *_texts(draw, run_ids, {place.key_ids[key]: TAG_VALUES for key in tags})]
    keys = [place.key_ids[key] for key in shape.metric_keys()]
    values = draw.random((count, len(keys), shape.points))
    owners = [(run, key, start) for run, start in zip(run_ids, starts, strict=True) for key in keys]
    ids = range(place.last_series + 1, place.last_series + 1 + len(owners))
    series = one_point(ids, owners, values) if shape.points == 1 else many_points(ids, owners, values)
    out["series"], out["chunk"] = series
    return out


def _runs(draw: np.random.Generator, place: Place, ids: range, names: list[str], starts: list[int]) -> Iterator[Row]:
    count = len(names)
    uuids = [draw.bytes(16).hex() for _ in range(count)]
    statuses = draw.choice(len(STATUSES), count, p=STATUS_SHARES).tolist()
    lengths = draw.integers(1_000, 7_200_000, count).tolist()
    for run, uuid, name, start, choice, length in zip(ids, uuids, names, starts, statuses, lengths, strict=True):
        status = STATUSES[choice]
        end = start + length if status.is_terminated else None
        uri = f"{place.location}/{uuid}/artifacts"
        yield (run, uuid, place.experiment, name, "someone", status.value, start, end, Lifecycle.ACTIVE.value, uri, None, 0)


def _texts(draw: np.random.Generator, run_ids: range, vocabularies: dict[int, tuple[str, ...]]) -> list[Row]:
    """Rows of a table of keyed texts, by run and key: each key takes a word of its vocabulary."""
    columns = []
    for key, words in vocabularies.items():
        ends = [(key, word, None, as_number(word)) for word in words]
        columns.append([ends[choice] for choice in draw.integers(0, len(words), len(run_ids)).tolist()])
    return [(run, *end) for run, ends in zip(run_ids, zip(*columns, strict=True), strict=False) for end in ends]


def one_point(ids: range, owners: list[tuple[int, int, int]], values: np.ndarray) -> tuple[list[Row], list[Row]]:
    """Series and chunk rows where each series has a single point at step 0. `values` has shape (runs, keys, 1)."""
    series, chunks = [], []
    packed = struct.Struct("<qqd").pack
    for number, (run, key, at), value in zip(ids, owners, values.ravel().tolist(), strict=True):
        series.append((number, run, key, PLAIN_ATTRIBUTES_ID, 1, 1, 0, 0, at, value, 0, at, value, 0, at, value, 0, at, value))
        chunks.append((number, 0, 1, 0, 0, RAW, packed(0, at, value)))
    return series, chunks


def many_points(ids: range, owners: list[tuple[int, int, int]], values: np.ndarray) -> tuple[list[Row], list[Row]]:
    """Series and chunk rows of series of several points a second apart, each in one chunk. `values` has shape (runs, keys, points)."""
    count = values.shape[2]
    flat = values.reshape(-1, count)
    least, greatest = flat.argmin(axis=1).tolist(), flat.argmax(axis=1).tolist()
    packed = struct.Struct(f"<{count}q{count}q{count}d").pack
    steps = range(count)
    series, chunks = [], []
    for number, (run, key, start), column, low, high in zip(ids, owners, flat.tolist(), least, greatest, strict=True):
        times = range(start, start + 1000 * count, 1000)
        ends = [part for step in (0, count - 1, low, high) for part in (step, times[step], column[step])]
        series.append((number, run, key, PLAIN_ATTRIBUTES_ID, 1, count, 0, *ends))
        chunks.append((number, 0, count, 0, count - 1, RAW, packed(*steps, *times, *column)))
    return series, chunks

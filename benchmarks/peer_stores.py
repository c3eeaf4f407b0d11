"""Databases of the peers, filled with the same made-up runs by SQL: through their servers it would take hours.

The peer makes its own tables and the experiment; only rows are added, such as its server writes for these requests. That they are right
is seen from its answers, which `growth.py` compares with Barograph's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import made_up
from barograph.model import Metric
from servers import FASTTRACKML, Contestant, running
from tracking_requests import Requests

_RUN = "run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version,"
_COLUMNS = {
    "runs": f"{_RUN} lifecycle_stage, artifact_uri, experiment_id, deleted_time",
    "params": "run_uuid, key, {param_value}",
    "tags": "run_uuid, key, value",
    "metrics": "run_uuid, key, step, timestamp, value, is_nan",
    "latest_metrics": "run_uuid, key, step, timestamp, value, is_nan",
}
_PLAIN_CONTEXT = 1

Rows = dict[str, list[tuple[Any, ...]]]


class PeerStore:
    """A SQLite file of a peer."""

    def __init__(self, peer: Contestant, file: Path) -> None:
        self.peer = peer
        self.uri = peer.sqlite.format(file=file)
        self._file = file
        self._own = peer is FASTTRACKML
        self._rows = count()

    def new_experiment(self) -> str:
        """Let the peer make its tables, if need be, and an experiment."""
        with running(self.peer, self.uri) as up:
            return Requests(up.url).create_experiment()

    def add_runs(self, experiment_id: str, shape: made_up.Shape, runs: int, seed: int = 0) -> None:
        """Add the runs that `generate` makes of the same shape and seed."""
        keys = dict(zip([*shape.metric_keys(), *shape.param_keys(), *shape.tag_keys()], count(1), strict=False))
        place = made_up.Place(int(experiment_id), f"artifacts/{experiment_id}", keys, last_run=0, last_series=0)
        for first in range(0, runs, made_up.RUNS_A_BATCH):
            made = made_up.rows(shape, (seed, runs), first, min(made_up.RUNS_A_BATCH, runs - first), place)
            self._insert(_translated(made, {number: key for key, number in keys.items()}, experiment_id))

    def add_series(self, experiment_id: str, run_id: str, points: Sequence[Metric]) -> None:
        """Add a run with the points of one key, in order of steps."""
        metrics = [(run_id, p.key, p.step, p.timestamp_ms, p.value, 0) for p in points]
        run = (run_id, run_id, "UNKNOWN", "", "", "someone", "RUNNING", points[0].timestamp_ms, None, "", "active", "artifacts")
        self._insert({"runs": [(*run, experiment_id, None)], "params": [], "tags": [], "metrics": metrics, "latest_metrics": metrics[-1:]})

    def size(self) -> int:
        """Bytes on disk."""
        return self._file.stat().st_size

    def _insert(self, rows: Rows) -> None:
        with sqlite3.connect(self._file) as connection:
            connection.execute("PRAGMA cache_size = -1000000")
            for table, columns in _COLUMNS.items():
                names = columns.format(param_value="value_str" if self._own else "value").split(", ")
                values: Any = rows[table]
                if self._own:
                    names, values = self._with_own_columns(table, names, values)
                connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values)
        connection.close()

    def _with_own_columns(self, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """FastTrackML numbers its runs, and the points of a series in `iter`; a point belongs to a context."""
        if table == "runs":
            return [*names, "row_num"], ((*row, next(self._rows)) for row in rows)
        if table in ("metrics", "latest_metrics"):
            return [*names, "iter" if table == "metrics" else "last_iter", "context_id"], (
                (*row, row[2] + 1, _PLAIN_CONTEXT) for row in rows
            )
        return names, iter(rows)


def _translated(made: dict[str, list[made_up.Row]], key_of: dict[int, str], experiment_id: str) -> Rows:
    uuid_of = {row[0]: row[1] for row in made["run"]}
    runs = [
        (uuid, name, "UNKNOWN", "", "", user, status, start, end, "", lifecycle, uri, experiment_id, None)
        for _, uuid, _, name, user, status, start, end, lifecycle, uri, *_ in made["run"]
    ]
    texts = {
        table: [(uuid_of[run], key_of[key], text) for run, key, text, _, _ in made[source]]
        for table, source in (("params", "param"), ("tags", "run_tag"))
    }
    last = [(uuid_of[row[1]], key_of[row[2]], *row[10:13], 0) for row in made["series"]]
    return {"runs": runs, **texts, "metrics": last, "latest_metrics": last}

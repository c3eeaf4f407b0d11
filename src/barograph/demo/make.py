"""The demo from beginning to end."""

import time
from pathlib import Path

import msgspec
import numpy as np

from barograph.demo.registry import write_registry, write_version_of_parts
from barograph.demo.reports import write_report
from barograph.demo.scribe import Scribe
from barograph.demo.sweep import write_folds, write_sweeps
from barograph.demo.training import write_training
from barograph.demo.wind_farm import write_wind_farm
from barograph.errors import InvalidValue, shown
from barograph.model import Query
from barograph.store.base import Store
from barograph.store.opening import open_store

_DATABASE = "barograph.db"
_ARTIFACTS = "artifacts"
_SCRATCH_RUNS = 6
PROXIED = "mlflow-artifacts:"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """Where a demo is: what a server needs to serve it. `is_new` is false where a store was there already and was left as it is."""

    store_uri: str
    artifacts: Path
    is_new: bool


def make_demo(directory: Path, *, seed: int = 1, now_ms: int | None = None) -> Made:
    """Make a store with sample experiments in a directory, unless it holds one.

    The same seed makes the same runs with the same values and ids; their times lie before `now_ms`, by default the present. A directory
    with other files in it raises `InvalidValue`.
    """
    directory = directory.absolute()
    database = directory / _DATABASE
    made = Made(store_uri=f"sqlite:///{database}", artifacts=directory / _ARTIFACTS, is_new=not database.exists())
    if not made.is_new:
        return made
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise InvalidValue(f"{shown(str(directory))} holds other files. Name a new or empty directory with --dir.")
    store = open_store(made.store_uri, artifact_root=PROXIED)
    try:
        now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
        _write(Scribe(store, made.artifacts, np.random.default_rng(seed), now))
    finally:
        store.close()
    return made


def _write(scribe: Scribe) -> None:
    measured = write_wind_farm(scribe)
    vision = write_training(scribe)
    write_sweeps(scribe)
    write_folds(scribe)
    _write_trash(scribe)
    scribe.flush()
    write_registry(scribe, measured)
    write_version_of_parts(scribe, vision, _best_network(scribe.store, vision))
    write_report(scribe.store)


def _best_network(store: Store, experiment_id: str) -> str:
    query = Query(filter="status = 'FINISHED'", order_by=("metrics.`val/accuracy` DESC",), max_results=1)
    return store.search_runs([experiment_id], query).items[0].info.run_id


def _write_trash(scribe: Scribe) -> None:
    """An experiment that was given up, and is deleted with its runs."""
    experiment_id = scribe.experiment("first-tries", "Kept until nobody asks for it any more.")
    for number in range(_SCRATCH_RUNS):
        values = np.abs(scribe.random.normal(1, 0.3, 40))
        run_id = scribe.run(experiment_id, f"try-{number}", start_ms=scribe.now_ms - 10**9, lasted_ms=60_000, series={"loss": values})
        scribe.put(experiment_id, run_id, "weights.bin", scribe.random.bytes(2_000))
    scribe.flush()
    scribe.store.delete_experiment(experiment_id)

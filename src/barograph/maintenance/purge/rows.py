"""Deletes rows in transactions that are short, however much hangs on a run.

The points of a run go first, some at a time, then its series, then the run with what little is left. Whoever restores a run or a model
before that keeps it: each transaction looks again.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from sqlalchemy import ColumnElement, Connection, Delete, bindparam, delete, exists, select

from barograph.maintenance.purge.selection import Owner
from barograph.model import Lifecycle
from barograph.store.sql import schema
from barograph.store.sql.database import Database

_CHUNKS_AT_ONCE = 250
_POINTS_AT_ONCE = 500_000
_SERIES_AT_ONCE = 250
_OWNERS_AT_ONCE = 8
_run, _model, _experiment = schema.run, schema.logged_model, schema.experiment
_series, _chunk, _attributes = schema.series, schema.chunk, schema.series_attributes
_RANGE = delete(_chunk).where(
    _chunk.c.series_id == bindparam("series"), _chunk.c.sequence >= bindparam("low"), _chunk.c.sequence <= bindparam("high")
)

Chunk = tuple[int, int, int]


def delete_runs(database: Database, runs: Sequence[Owner]) -> set[str]:
    """Delete deleted runs with all they have. Returns the ids of those that are gone: not those restored meanwhile."""
    return _some_at_a_time(runs, partial(_delete_runs, database))


def _delete_runs(database: Database, runs: Sequence[Owner]) -> set[str]:
    numbers, ids = [run.number for run in runs], [run.id for run in runs]
    still = (_run.c.id.in_(numbers), _run.c.lifecycle == Lifecycle.DELETED.value)
    of_runs = _series.c.run_id.in_(select(_run.c.id).where(*still))
    _delete_points(database, of_runs, ids)

    def job(connection: Connection) -> set[str]:
        going = set(connection.execute(select(_run.c.uuid).where(*still)).scalars())
        connection.execute(delete(_run).where(*still))
        return going

    return database.write(job, run_ids=ids)


def delete_models(database: Database, models: Sequence[Owner]) -> set[str]:
    """Delete logged models with what was measured on them; the runs keep the same points without the model. Returns the ids."""
    return _some_at_a_time(models, partial(_delete_models, database))


def _some_at_a_time(owners: Sequence[Owner], delete_some: Callable[[Sequence[Owner]], set[str]]) -> set[str]:
    gone: set[str] = set()
    for start in range(0, len(owners), _OWNERS_AT_ONCE):
        gone |= delete_some(owners[start : start + _OWNERS_AT_ONCE])
    return gone


def _delete_models(database: Database, models: Sequence[Owner]) -> set[str]:
    numbers = [model.number for model in models]
    gone = exists().where(_experiment.c.id == _model.c.experiment_id, _experiment.c.lifecycle == Lifecycle.DELETED.value)
    still = (_model.c.id.in_(numbers), (_model.c.lifecycle == Lifecycle.DELETED.value) | gone)
    with database.read() as connection:
        attributes = select(_attributes.c.id).where(_attributes.c.logged_model_id.in_(select(_model.c.id).where(*still)))
        ids = list(connection.execute(attributes).scalars())
    if ids:
        _delete_points(database, _series.c.attributes_id.in_(ids), None)

    def job(connection: Connection) -> set[str]:
        going = set(connection.execute(select(_model.c.model_id).where(*still)).scalars())
        connection.execute(delete(_model).where(*still))
        return going

    return database.write(job)


def delete_experiment(database: Database, number: int) -> bool:
    """Delete an experiment in which nothing is left. Returns whether it is gone."""
    inside = [exists().where(table.c.experiment_id == number) for table in (_run, _model)]
    place = (_experiment.c.id == number, _experiment.c.lifecycle == Lifecycle.DELETED.value)

    def job(connection: Connection) -> bool:
        if any(connection.execute(select(held)).scalar() for held in inside):
            return False
        return connection.execute(delete(_experiment).where(*place)).rowcount == 1

    return database.write(job)


def _delete_points(database: Database, which: ColumnElement[bool], run_ids: Collection[str] | None) -> None:
    chunks = select(_chunk.c.series_id, _chunk.c.sequence, _chunk.c.point_count).join(_series, _series.c.id == _chunk.c.series_id)
    with database.read() as connection:
        found: list[Chunk] = [tuple(row) for row in connection.execute(chunks.where(which).order_by(_chunk.c.series_id, _chunk.c.sequence))]
        series = list(connection.execute(select(_series.c.id).where(which)).scalars())
    for batch in _batches(found):
        database.write(partial(_delete_ranges, which, _ranges(batch)), run_ids=run_ids)
    for start in range(0, len(series), _SERIES_AT_ONCE):
        part = series[start : start + _SERIES_AT_ONCE]
        database.write(partial(_execute, delete(_series).where(which, _series.c.id.in_(part))), run_ids=run_ids)


def _delete_ranges(which: ColumnElement[bool], ranges: Sequence[dict[str, int]], connection: Connection) -> None:
    numbers = [it["series"] for it in ranges]
    standing = set(connection.execute(select(_series.c.id).where(which, _series.c.id.in_(numbers))).scalars())
    going = [it for it in ranges if it["series"] in standing]
    if going:
        connection.execute(_RANGE, going)


def _execute(statement: Delete, connection: Connection) -> None:
    connection.execute(statement)


def _batches(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    batch: list[Chunk] = []
    points = 0
    for chunk in chunks:
        if batch and (len(batch) == _CHUNKS_AT_ONCE or points + chunk[2] > _POINTS_AT_ONCE):
            yield batch
            batch, points = [], 0
        batch.append(chunk)
        points += chunk[2]
    if batch:
        yield batch


def _ranges(batch: Sequence[Chunk]) -> list[dict[str, int]]:
    """The chunks as ranges of numbers per series."""
    ranges: dict[int, dict[str, int]] = {}
    for series, sequence, _ in batch:
        place = ranges.setdefault(series, {"series": series, "low": sequence, "high": sequence})
        place["high"] = sequence
    return list(ranges.values())

"""Reads the points of series."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from barograph.store.series.codec import unpack
from barograph.store.series.points import Points, joined
from barograph.store.sql import schema

_series = schema.series.c
_chunk = schema.chunk.c
_SELECT = select(_chunk.codec, _chunk.point_count, _chunk.payload).order_by(_chunk.sequence)
_OF_SERIES = _SELECT.where(_chunk.series_id == bindparam("series"))
_OF_KEY = _SELECT.join(schema.series, _series.id == _chunk.series_id).where(
    _series.run_id == bindparam("run"), _series.key_id == bindparam("key"), _series.attributes_id == schema.PLAIN_ATTRIBUTES_ID
)
_OF_KEY_BETWEEN = _OF_KEY.where(_chunk.max_step >= bindparam("start"), _chunk.min_step <= bindparam("end"))
_RUN = select(schema.run.c.id).where(schema.run.c.uuid == bindparam("uuid"))
_RUNS = select(schema.run.c.uuid, schema.run.c.id).where(schema.run.c.uuid.in_(bindparam("uuids", expanding=True)))


def run_numbers(connection: Connection, run_ids: Sequence[str]) -> dict[str, int]:
    """Row id of each run that exists."""
    return dict(connection.execute(_RUNS, {"uuids": list(run_ids)}).all())


def points_of_key(connection: Connection, run: int, key: int) -> Points:
    """Points of a run's plain series, as stored: unordered, maybe with exact duplicates."""
    return joined(unpack(*row) for row in connection.execute(_OF_KEY, {"run": run, "key": key}))


def points_between(connection: Connection, run: int, key: int, start: int, end: int) -> Points:
    """Points of a run's plain series from step `start` to `end`, both included, as stored."""
    rows = connection.execute(_OF_KEY_BETWEEN, {"run": run, "key": key, "start": start, "end": end})
    points = joined(unpack(*row) for row in rows)
    return points.take((points.steps >= start) & (points.steps <= end))


def points_of_series(connection: Connection, series_id: int) -> Points:
    """Points of a series, as stored."""
    return joined(unpack(*row) for row in connection.execute(_OF_SERIES, {"series": series_id}))

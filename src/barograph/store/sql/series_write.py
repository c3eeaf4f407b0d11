"""Appends points to series: chunk rows, summary rows, and marks of series whose chunks are due to be merged."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from barograph.errors import BadRequest, shown
from barograph.store.series.merge import CHUNKS_UNTIL_DUE, WORTH_MERGING, is_due
from barograph.store.series.summary import Point, Summary, combined
from barograph.store.sql import schema
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.metric_groups import PLAIN, Attributes, MetricGroup
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.upsert import insert_or_ignore

_series = schema.series
_chunk = schema.chunk
_attributes = schema.series_attributes
_NAN = float("nan")

_SUMMARY_COLUMNS = tuple(column.name for column in _series.columns if column.name not in ("id", "run_id", "key_id", "attributes_id"))
_OF_KEYS = select(_series).where(_series.c.run_id == bindparam("run"), _series.c.key_id.in_(bindparam("keys", expanding=True)))
_INSERT = insert(_series)
_UPDATE = update(_series).where(_series.c.id == bindparam("row")).values({name: bindparam(name) for name in _SUMMARY_COLUMNS})
_INSERT_CHUNKS = insert(_chunk)
_WORTH_MERGING = select(_series.c.id).where(
    _series.c.run_id == bindparam("run"), or_(_series.c.point_count >= WORTH_MERGING, _series.c.next_sequence >= CHUNKS_UNTIL_DUE)
)
_MODEL = select(schema.logged_model.c.id).where(schema.logged_model.c.model_id == bindparam("model"))
_ATTRIBUTES = select(_attributes.c.id).where(_attributes.c.document == bindparam("wanted"))


def append(connection: Connection, run: int, groups: Sequence[MetricGroup], key_ids: Mapping[str, int]) -> bool:
    """Append points to series of a run, and return whether one of them is due to be merged. An unknown logged model raises `BadRequest`."""
    targets = [(key_ids[group.key], _attributes_id(connection, group.attributes)) for group in groups]
    keys = list({key for key, _ in targets})
    stored = _stored(connection, run, keys)
    new, changed = [], []
    for target, group in zip(targets, groups, strict=True):
        row = stored.get(target)
        if row is None:
            key, attributes = target
            new.append({"run_id": run, "key_id": key, "attributes_id": attributes, **_columns(group.summary, len(group.chunks))})
        else:
            changed.append({"row": row.id, **_columns(combined(_summary(row), group.summary), row.next_sequence + len(group.chunks))})
    if changed:
        connection.execute(_UPDATE, changed)
    if new:
        connection.execute(_INSERT, new)
    ids = {target: row.id for target, row in (_stored(connection, run, keys) if new else stored).items()}
    starts = {target: row.next_sequence for target, row in stored.items()}
    rows: list[dict[str, Any]] = []
    for target, group in zip(targets, groups, strict=True):
        series_id, start = ids[target], starts.get(target, 0)
        rows += [{"series_id": series_id, "sequence": start + i, **chunk._asdict()} for i, chunk in enumerate(group.chunks)]
    connection.execute(_INSERT_CHUNKS, rows)
    due = []
    for target, group in zip(targets, groups, strict=True):
        known, added = stored.get(target), len(group.chunks)
        points = group.summary.count + (known.point_count if known else 0)
        if is_due(points, group.summary.count, starts.get(target, 0) + added, added):
            due.append(ids[target])
    _mark(connection, due)
    return bool(due)


def mark_ended(connection: Connection, run: int) -> None:
    """Mark the series of a run that has ended where merging is worth it."""
    _mark(connection, connection.execute(_WORTH_MERGING, {"run": run}).scalars().all())


def _mark(connection: Connection, series_ids: Sequence[int]) -> None:
    if series_ids:
        now = now_ms()
        mark = insert_or_ignore(connection, schema.series_due, "series_id")
        connection.execute(mark, [{"series_id": series_id, "since_ms": now} for series_id in series_ids])


def _stored(connection: Connection, run: int, keys: Sequence[int]) -> dict[tuple[int, int], AnyRow]:
    rows = connection.execute(_OF_KEYS, {"run": run, "keys": keys}).all()
    return {(row.key_id, row.attributes_id): row for row in rows}


def _attributes_id(connection: Connection, attributes: Attributes) -> int:
    if attributes == PLAIN:
        return schema.PLAIN_ATTRIBUTES_ID
    wanted = {"wanted": attributes.document()}
    found = connection.execute(_ATTRIBUTES, wanted).scalar()
    if found is None:
        model = None
        if attributes.model_id is not None:
            model = connection.execute(_MODEL, {"model": attributes.model_id}).scalar()
            if model is None:
                raise BadRequest(f"Logged model {shown(attributes.model_id)}, which a metric names, does not exist. Create it first.")
        row = {"document": wanted["wanted"], "logged_model_id": model}
        row |= {"dataset_name": attributes.dataset_name, "dataset_digest": attributes.dataset_digest}
        connection.execute(insert_or_ignore(connection, _attributes, "document"), row)
        found = connection.execute(_ATTRIBUTES, wanted).scalar_one()
    return int(found)


def _summary(row: AnyRow) -> Summary:
    least = None if row.min_step is None else Point(row.min_step, row.min_ms, row.min_value)
    greatest = None if row.max_step is None else Point(row.max_step, row.max_ms, row.max_value)
    first = Point(row.first_step, row.first_ms, _NAN if row.first_value is None else row.first_value)
    last = Point(row.last_step, row.last_ms, _NAN if row.last_value is None else row.last_value)
    return Summary(row.point_count, row.nan_count, first, last, least, greatest)


def _columns(summary: Summary, next_sequence: int) -> dict[str, Any]:
    first, last = summary.first, summary.last
    least, greatest = summary.least or (None, None, None), summary.greatest or (None, None, None)
    return {
        "next_sequence": next_sequence,
        "point_count": summary.count,
        "nan_count": summary.nan_count,
        "first_step": first[0],
        "first_ms": first[1],
        "first_value": _null_if_nan(first[2]),
        "last_step": last[0],
        "last_ms": last[1],
        "last_value": _null_if_nan(last[2]),
        "min_step": least[0],
        "min_ms": least[1],
        "min_value": least[2],
        "max_step": greatest[0],
        "max_ms": greatest[1],
        "max_value": greatest[2],
    }


def _null_if_nan(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124  # only NaN differs from itself

"""Appends points to series: chunk rows, summary rows, and marks of series whose chunks are due to be merged."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, insert, or_, select, update

from barograph.errors import BadRequest, shown
from barograph.store.series.merge import CHUNKS_UNTIL_DUE, WORTH_MERGING, Chunk, is_due
from barograph.store.series.summary import Point, Summary, combined
from barograph.store.sql import schema
from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.metric_groups import PLAIN, Attributes, MetricGroup
from barograph.store.sql.prepared import Prepared, PreparedList, listed
from barograph.store.sql.upsert import insert_or_ignore

_series = schema.series
_chunk = schema.chunk
_attributes = schema.series_attributes
_NAN = float("nan")

_SUMMARY_COLUMNS = tuple(column.name for column in _series.columns if column.name not in ("id", "run_id", "key_id", "attributes_id"))
_UPDATE = Prepared(
    update(_series).where(_series.c.id == bindparam("row")).values({name: bindparam(name) for name in _SUMMARY_COLUMNS}),
    *_SUMMARY_COLUMNS,
    "row",
)
_INSERT = Prepared(insert(_series).inline(), "run_id", "key_id", "attributes_id", *_SUMMARY_COLUMNS)
_INSERT_CHUNKS = Prepared(insert(_chunk), "series_id", "sequence", *Chunk._fields)
_WORTH_MERGING = Prepared(
    select(_series.c.id).where(
        _series.c.run_id == bindparam("run"),
        or_(_series.c.point_count >= bindparam("points"), _series.c.next_sequence >= bindparam("chunks")),
    ),
    "run",
    "points",
    "chunks",
)
_MARK = Prepared(lambda connection: insert_or_ignore(connection, schema.series_due, "series_id"), "series_id", "since_ms")
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
            new.append((run, *target, *_columns(group.summary, len(group.chunks))))
        else:
            changed.append((*_columns(combined(row.summary, group.summary), row.next_sequence + len(group.chunks)), row.number))
    if changed:
        _UPDATE.many(connection, changed)
    if new:
        _INSERT.many(connection, new)
    numbers = _numbers(connection, run, keys) if new else {target: row.number for target, row in stored.items()}
    rows: list[tuple[Any, ...]] = []
    for target, group in zip(targets, groups, strict=True):
        start = stored[target].next_sequence if target in stored else 0
        rows += [(numbers[target], start + i, *chunk) for i, chunk in enumerate(group.chunks)]
    _INSERT_CHUNKS.many(connection, rows)
    due = []
    for target, group in zip(targets, groups, strict=True):
        known, added = stored.get(target), len(group.chunks)
        points = group.summary.count + (known.summary.count if known else 0)
        if is_due(points, group.summary.count, (known.next_sequence if known else 0) + added, added):
            due.append(numbers[target])
    _mark(connection, due)
    return bool(due)


def mark_ended(connection: Connection, run: int) -> bool:
    """Mark the series of a run that has ended where merging is worth it, and return whether there are any."""
    worth = [number for (number,) in _WORTH_MERGING.all(connection, run, WORTH_MERGING, CHUNKS_UNTIL_DUE)]
    _mark(connection, worth)
    return bool(worth)


def _mark(connection: Connection, series_ids: Sequence[int]) -> None:
    if series_ids:
        now = now_ms()
        _MARK.many(connection, [(series_id, now) for series_id in series_ids])


class _Stored(NamedTuple):
    """What the table says of a series."""

    number: int
    next_sequence: int
    summary: Summary


def _of_keys(length: int) -> Select[*tuple[Any, ...]]:
    columns = [_series.c[name] for name in ("id", "key_id", "attributes_id", *_SUMMARY_COLUMNS)]
    return select(*columns).where(_series.c.run_id == bindparam("run"), _series.c.key_id.in_(listed(length)))


def _numbers_of_keys(length: int) -> Select[int, int, int]:
    columns = (_series.c.id, _series.c.key_id, _series.c.attributes_id)
    return select(*columns).where(_series.c.run_id == bindparam("run"), _series.c.key_id.in_(listed(length)))


_OF_KEYS = PreparedList(_of_keys, "run")
_NUMBERS_OF_KEYS = PreparedList(_numbers_of_keys, "run")


def _numbers(connection: Connection, run: int, keys: Sequence[int]) -> dict[tuple[int, int], int]:
    return {(key, attributes): number for number, key, attributes in _NUMBERS_OF_KEYS.all(connection, run, keys)}


def _stored(connection: Connection, run: int, keys: Sequence[int]) -> dict[tuple[int, int], _Stored]:
    rows = _OF_KEYS.all(connection, run, keys)
    return {(key, attributes): _Stored(number, sequence, _summary(*told)) for number, key, attributes, sequence, *told in rows}


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


def _summary(count: int, nan_count: int, *points: Any) -> Summary:
    """From the columns in the order of the table: step, time and value of the first, last, least and greatest point."""
    first_step, first_ms, first_value, last_step, last_ms, last_value, *extremes = points
    least, greatest = extremes[:3], extremes[3:]
    return Summary(
        count,
        nan_count,
        Point(first_step, first_ms, _NAN if first_value is None else first_value),
        Point(last_step, last_ms, _NAN if last_value is None else last_value),
        None if least[0] is None else Point(*least),
        None if greatest[0] is None else Point(*greatest),
    )


def _columns(summary: Summary, next_sequence: int) -> tuple[Any, ...]:
    """The summary in the order of the table's columns."""
    first, last = summary.first, summary.last
    least, greatest = summary.least or (None, None, None), summary.greatest or (None, None, None)
    values = (first[0], first[1], _null_if_nan(first[2]), last[0], last[1], _null_if_nan(last[2]))
    return (next_sequence, summary.count, summary.nan_count, *values, *least, *greatest)


def _null_if_nan(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124  # only NaN differs from itself

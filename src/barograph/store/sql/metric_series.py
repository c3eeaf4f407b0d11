"""Reads of many series at once."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from barograph.model import MetricName, MetricSeries, SeriesQuery
from barograph.model.metric import Axis
from barograph.model.series_query import check_series_points, check_series_query, check_series_runs, metric_name
from barograph.store.series.codec import unpack
from barograph.store.series.merge import CHUNKS_UNTIL_DUE, MAX_CHUNK_POINTS
from barograph.store.series.points import Points, by_step, by_time, joined
from barograph.store.series.sample import Sampler
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.keyed_texts import IDS_PER_SELECT
from barograph.store.sql.rows import AnyRow

_POINTS_PER_SELECT = 262_144
_POINTS_AT_ONCE = 2_000_000  # beyond which even packed chunks do not go to memory all at once
_ROWS_AT_ONCE = 4
_MANY_CHUNKS = 2 * CHUNKS_UNTIL_DUE
_FEW_POINTS = MAX_CHUNK_POINTS // 8  # of a full chunk
_LARGEST = 2**63 - 1

_series, _chunk, _run, _name = schema.series.c, schema.chunk.c, schema.run.c, schema.name.c
_OF_RUNS = (_run.uuid.in_(bindparam("runs", expanding=True)), _series.attributes_id == schema.PLAIN_ATTRIBUTES_ID)
_SERIES = select(_series.id, _run.uuid, _series.key_id, _series.point_count, _series.first_step, _series.last_step)
_SERIES = _SERIES.join(schema.run, _run.id == _series.run_id).where(*_OF_RUNS)
_SERIES_OF_KEYS = _SERIES.where(_series.key_id.in_(bindparam("keys", expanding=True)))
_KEYS = select(_series.key_id).join(schema.run, _run.id == _series.run_id).where(*_OF_RUNS).distinct()
_NAMES = select(_name.id, _name.text)
_EXACTLY = _NAMES.where(_name.text.in_(bindparam("texts", expanding=True)))
_CHUNKS = (
    select(_chunk.series_id, _chunk.codec, _chunk.point_count, _chunk.payload)
    .where(_chunk.series_id.in_(bindparam("series", expanding=True)))
    .order_by(_chunk.series_id, _chunk.sequence)
)
_CHUNKS_BETWEEN = _CHUNKS.where(_chunk.max_step >= bindparam("start"), _chunk.min_step <= bindparam("end"))


class SqlMetricSeries(Aggregate):
    """The part of `MetricStore` that reads many series at once."""

    def metric_series(self, query: SeriesQuery) -> tuple[MetricSeries, ...]:
        check_series_query(query)
        order = {run_id: place for place, run_id in enumerate(dict.fromkeys(query.run_ids))}
        with self._database.read() as connection:
            rows, names = self._wanted(connection, query)
            check_series_points(sum(min(row.point_count, query.max_points or row.point_count) for row in rows))
            found = {series_id: (points, chunks) for series_id, points, chunks in _read(connection, rows, query)}
        for run_id in {row.uuid for row in rows if found[row.id][1] > _MANY_CHUNKS + row.point_count // _FEW_POINTS}:
            self._merger.note(run_id)  # a process that died has left them
        rows.sort(key=lambda row: (order[row.uuid], names[row.key_id].name))
        return tuple([_built(row, names[row.key_id], found[row.id][0]) for row in rows])

    def metric_names(self, run_ids: Sequence[str]) -> tuple[MetricName, ...]:
        check_series_runs(tuple(run_ids))
        with self._database.read() as connection:
            numbers = connection.execute(_KEYS, {"runs": list(set(run_ids))}).scalars().all()
            texts = self._names.texts(connection, numbers)
        return tuple(map(metric_name, sorted(texts[number] for number in numbers)))

    def _wanted(self, connection: Connection, query: SeriesQuery) -> tuple[list[AnyRow], dict[int, MetricName]]:
        """Rows of the series asked for, and names by number."""
        runs = {"runs": list(set(query.run_ids))}
        if query.keys is None:
            rows = list(connection.execute(_SERIES, runs))
            texts = self._names.texts(connection, {row.key_id for row in rows})
            names = {number: metric_name(texts[number]) for number in {row.key_id for row in rows}}
            return [row for row in rows if query.wants(names[row.key_id])], names
        names = {number: name for number, text in _candidates(connection, query) if query.wants(name := metric_name(text))}
        numbers = list(names)
        rows = []
        for start in range(0, len(numbers), IDS_PER_SELECT):
            rows += connection.execute(_SERIES_OF_KEYS, {**runs, "keys": numbers[start : start + IDS_PER_SELECT]}).all()
        return rows, names


def _candidates(connection: Connection, query: SeriesQuery) -> Iterator[tuple[int, str]]:
    """Number and text of every name that may be asked for."""
    exact = query.names()
    if exact is not None:
        texts = sorted(exact)
        for start in range(0, len(texts), IDS_PER_SELECT):
            yield from connection.execute(_EXACTLY, {"texts": texts[start : start + IDS_PER_SELECT]}).all()
    elif query.keys:
        # A name with a context is its key, a space and more; "!" is the character after the space.
        places: list[ColumnElement[bool]] = [_name.text.in_(query.keys)]
        places += [(_name.text >= f"{key} ") & (_name.text < f"{key}!") for key in query.keys]
        yield from connection.execute(_NAMES.where(or_(*places))).all()


def _read(connection: Connection, rows: Collection[AnyRow], query: SeriesQuery) -> Iterator[tuple[int, Points, int]]:
    """Id and points of each series, and how many chunks they stood in."""
    start = -_LARGEST - 1 if query.start_step is None else query.start_step
    end = _LARGEST if query.end_step is None else query.end_step
    for group in _groups(rows):
        gathered = {row.id: _Gathered(query) for row in group}
        wanted = {"series": list(gathered)}
        whole = query.start_step is None and query.end_step is None
        statement, bounds = (_CHUNKS, wanted) if whole else (_CHUNKS_BETWEEN, wanted | {"start": start, "end": end})
        options = {"yield_per": _ROWS_AT_ONCE} if group[0].point_count > _POINTS_AT_ONCE else {}
        with connection.execute(statement, bounds, execution_options=options) as chunks:
            for series_id, codec, count, payload in chunks:
                points = unpack(codec, count, payload)
                gathered[series_id].add(points if whole else points.take((points.steps >= start) & (points.steps <= end)))
        for series_id, each in gathered.items():
            yield series_id, each.points(), each.chunks


def _groups(rows: Collection[AnyRow]) -> Iterator[list[AnyRow]]:
    """Series that are read by one statement; one with many points is alone, so that its chunks come one after the other."""
    group: list[AnyRow] = []
    points = 0
    for row in sorted(rows, key=lambda row: row.point_count):
        if group and (points + row.point_count > _POINTS_PER_SELECT or len(group) == IDS_PER_SELECT):
            yield group
            group, points = [], 0
        group.append(row)
        points += row.point_count
    if group:
        yield group


class _Gathered:
    """Points of a series, whole or as a sample, as the query says."""

    def __init__(self, query: SeriesQuery) -> None:
        self._sampler = None if query.max_points is None else Sampler(query.max_points, query.axis)
        self._parts: list[Points] = []
        self.chunks = 0
        self._ordered = by_step if query.axis is Axis.STEP else by_time

    def add(self, points: Points) -> None:
        self.chunks += 1
        if self._sampler is None:
            self._parts.append(points)
        else:
            self._sampler.add(points)

    def points(self) -> Points:
        return self._ordered(joined(self._parts)) if self._sampler is None else self._sampler.points()


def _built(row: AnyRow, name: MetricName, points: Points) -> MetricSeries:
    return MetricSeries(
        run_id=row.uuid,
        name=name.name,
        key=name.key,
        context=name.context,
        count=row.point_count,
        first_step=row.first_step,
        last_step=row.last_step,
        steps=points.steps,
        timestamps_ms=points.timestamps_ms,
        values=points.values,
    )

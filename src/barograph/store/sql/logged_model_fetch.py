"""Whole logged models from their rows."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from barograph.errors import LoggedModelNotFound
from barograph.model import Lifecycle, LoggedModel, LoggedModelStatus, ModelMetric
from barograph.store.series.points import by_time
from barograph.store.sql import schema
from barograph.store.sql.keyed_texts import IDS_PER_SELECT, KeyedTexts
from barograph.store.sql.names import Names
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.series_read import points_of_series

PARAMS = KeyedTexts(schema.logged_model_param, "logged_model_id")
TAGS = KeyedTexts(schema.logged_model_tag, "logged_model_id")

_c = schema.logged_model.c
_series, _attributes = schema.series.c, schema.series_attributes.c
_BY_MODEL_ID = select(schema.logged_model).where(_c.model_id == bindparam("wanted"))
_SERIES = (
    select(
        _attributes.logged_model_id,
        _attributes.dataset_name,
        _attributes.dataset_digest,
        schema.run.c.uuid,
        _series.id,
        _series.key_id,
        _series.point_count,
        _series.last_step,
        _series.last_ms,
        _series.last_value,
    )
    .join(schema.series, _series.attributes_id == _attributes.id)
    .join(schema.run, schema.run.c.id == _series.run_id)
    .where(_attributes.logged_model_id.in_(bindparam("models", expanding=True)))
    .order_by(_series.id)
)
_NAN = float("nan")


def model_row(connection: Connection, model_id: str) -> AnyRow:
    """The row of a logged model, deleted or not."""
    row = connection.execute(_BY_MODEL_ID, {"wanted": model_id}).first()
    if row is None:
        raise LoggedModelNotFound(model_id)
    return row


def whole_models(connection: Connection, names: Names, rows: Sequence[AnyRow]) -> list[LoggedModel]:
    """Logged models of rows, in the order of the rows."""
    return [
        model for start in range(0, len(rows), IDS_PER_SELECT) for model in _some(connection, names, rows[start : start + IDS_PER_SELECT])
    ]


def _some(connection: Connection, names: Names, rows: Sequence[AnyRow]) -> list[LoggedModel]:
    numbers = [row.id for row in rows]
    params, tags = PARAMS.of_owners(connection, numbers), TAGS.of_owners(connection, numbers)
    series = connection.execute(_SERIES, {"models": numbers}).all()
    keys = {row[1] for part in (params, tags) for row in part} | {row.key_id for row in series}
    text_of = names.texts(connection, keys)
    params_of: dict[int, dict[str, str]] = defaultdict(dict)
    tags_of: dict[int, dict[str, str]] = defaultdict(dict)
    for texts, found in ((params, params_of), (tags, tags_of)):
        for number, key, value in texts:
            found[number][text_of[key]] = value
    model_id_of = {row.id: row.model_id for row in rows}
    metrics: dict[int, list[ModelMetric]] = defaultdict(list)
    for row in series:
        metrics[row.logged_model_id] += _points(connection, row, model_id_of[row.logged_model_id], text_of[row.key_id])
    return [_built(row, params_of.get(row.id, {}), tags_of.get(row.id, {}), metrics.get(row.id, [])) for row in rows]


def _points(connection: Connection, row: AnyRow, model_id: str, key: str) -> list[ModelMetric]:
    if row.point_count == 1:
        columns = [(row.last_step, row.last_ms, _NAN if row.last_value is None else row.last_value)]
    else:
        points = by_time(points_of_series(connection, row.id))
        columns = list(zip(points.steps.tolist(), points.timestamps_ms.tolist(), points.values.tolist(), strict=True))
    return [
        ModelMetric(
            model_id=model_id,
            run_id=row.uuid,
            key=key,
            value=value,
            timestamp_ms=timestamp_ms,
            step=step,
            dataset_name=row.dataset_name,
            dataset_digest=row.dataset_digest,
        )
        for step, timestamp_ms, value in columns
    ]


def _built(row: AnyRow, params: dict[str, str], tags: dict[str, str], metrics: list[ModelMetric]) -> LoggedModel:
    return LoggedModel(
        model_id=row.model_id,
        experiment_id=str(row.experiment_id),
        name=row.name,
        artifact_location=row.artifact_location,
        created_ms=row.created_ms,
        updated_ms=row.updated_ms,
        status=LoggedModelStatus(row.status),
        status_message=row.status_message,
        model_type=row.model_type,
        source_run_id=row.source_run_id,
        lifecycle=Lifecycle(row.lifecycle),
        params=params,
        tags=tags,
        metrics=tuple(metrics),
    )

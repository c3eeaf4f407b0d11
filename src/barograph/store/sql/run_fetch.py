"""Whole runs from their rows: a handful of statements for any number of runs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from barograph.model import Dataset, DatasetInput, Metric, ModelOutput, Run
from barograph.store.sql import schema
from barograph.store.sql.keyed_texts import IDS_PER_SELECT, KeyedTexts
from barograph.store.sql.names import Names
from barograph.store.sql.rows import plain
from barograph.store.sql.run_rows import info_of

PARAMS = KeyedTexts(schema.param, "run_id")
TAGS = KeyedTexts(schema.run_tag, "run_id")

_series = schema.series.c
_input, _dataset, _input_tag = schema.run_input.c, schema.dataset.c, schema.run_input_tag.c
_runs: BindParameter[int] = bindparam("runs", expanding=True)
_METRICS = select(_series.run_id, _series.key_id, _series.last_value, _series.last_ms, _series.last_step).where(
    _series.run_id.in_(_runs), _series.attributes_id == schema.PLAIN_ATTRIBUTES_ID
)
_DATASETS = (
    select(
        _input.run_id, _input.id, _dataset.name, _dataset.digest, _dataset.source_type, _dataset.source, _dataset.schema, _dataset.profile
    )
    .join(schema.dataset, _dataset.id == _input.dataset_id)
    .where(_input.run_id.in_(_runs))
    .order_by(_input.id)
)
_DATASET_TAGS = (
    select(_input.id, _input_tag.key, _input_tag.value)
    .join(schema.run_input, _input.id == _input_tag.run_input_id)
    .where(_input.run_id.in_(_runs))
)
_MODEL_INPUTS = select(schema.run_model_input).where(schema.run_model_input.c.run_id.in_(_runs))
_MODEL_OUTPUTS = (
    select(schema.run_model_output)
    .where(schema.run_model_output.c.run_id.in_(_runs))
    .order_by(schema.run_model_output.c.step, schema.run_model_output.c.model_id)
)
_NAN = float("nan")


def whole_runs(connection: Connection, names: Names, rows: Sequence[Sequence[Any]]) -> list[Run]:
    """Runs of rows of `INFO_COLUMNS`, in the order of the rows."""
    return [run for start in range(0, len(rows), IDS_PER_SELECT) for run in _some(connection, names, rows[start : start + IDS_PER_SELECT])]


def _some(connection: Connection, names: Names, rows: Sequence[Sequence[Any]]) -> Iterable[Run]:
    numbers = [row[0] for row in rows]
    runs = {"runs": numbers}
    values = plain(connection.execute(_METRICS, runs))
    params = PARAMS.of_owners(connection, numbers)
    tags = TAGS.of_owners(connection, numbers)
    text_of = names.texts(connection, {row[1] for part in (values, params, tags) for row in part})
    metrics: dict[int, list[Metric]] = defaultdict(list)
    for number, key, value, at, step in values:
        metrics[number].append(Metric(key=text_of[key], value=_NAN if value is None else value, timestamp_ms=at, step=step))
    datasets = _dataset_inputs(connection, runs)
    inputs: dict[int, list[str]] = defaultdict(list)
    for number, model_id in connection.execute(_MODEL_INPUTS, runs):
        inputs[number].append(model_id)
    outputs: dict[int, list[ModelOutput]] = defaultdict(list)
    for number, model_id, step in connection.execute(_MODEL_OUTPUTS, runs):
        outputs[number].append(ModelOutput(model_id=model_id, step=step))
    params_of, tags_of = _texts(params, text_of), _texts(tags, text_of)
    for row in rows:
        number = row[0]
        yield Run(
            info=info_of(row),
            metrics=tuple(metrics.get(number, ())),
            params=params_of.get(number, {}),
            tags=tags_of.get(number, {}),
            dataset_inputs=tuple(datasets.get(number, ())),
            model_inputs=tuple(inputs.get(number, ())),
            model_outputs=tuple(outputs.get(number, ())),
        )


def _texts(rows: Sequence[tuple[Any, ...]], text_of: dict[int, str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for number, key, value in rows:
        found[number][text_of[key]] = value
    return found


def _dataset_inputs(connection: Connection, runs: dict[str, list[int]]) -> dict[int, list[DatasetInput]]:
    rows = connection.execute(_DATASETS, runs).all()
    tags: dict[int, dict[str, str]] = defaultdict(dict)
    if rows:
        for edge, key, value in connection.execute(_DATASET_TAGS, runs):
            tags[edge][key] = value
    found: dict[int, list[DatasetInput]] = defaultdict(list)
    for run, edge, name, digest, source_type, source, schema_text, profile in rows:
        described = Dataset(name=name, digest=digest, source_type=source_type, source=source, schema=schema_text, profile=profile)
        found[run].append(DatasetInput(dataset=described, tags=tags.get(edge, {})))
    return found

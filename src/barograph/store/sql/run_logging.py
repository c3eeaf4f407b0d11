"""What is logged to runs: metrics, params, tags, inputs and outputs."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from barograph.errors import ParamChanged, TagNotFound, shown
from barograph.model import Dataset, DatasetInput, Metric, ModelOutput
from barograph.model.limits import check_run_id
from barograph.store.sql import schema, series_write
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.key_values import checked_params, checked_tags
from barograph.store.sql.metric_groups import grouped
from barograph.store.sql.run_fetch import PARAMS, TAGS
from barograph.store.sql.run_rows import RUN_NAME_TAG, writable
from barograph.store.sql.upsert import insert_or_ignore

_RENAME = update(schema.run).where(schema.run.c.id == bindparam("number")).values(name=bindparam("new_name"))
_dataset = schema.dataset.c
_DATASET = select(_dataset.id).where(
    _dataset.experiment_id == bindparam("experiment"), _dataset.name == bindparam("called"), _dataset.digest == bindparam("hashed")
)
_input = schema.run_input.c
_INPUT = select(_input.id).where(_input.run_id == bindparam("run"), _input.dataset_id == bindparam("dataset"))


class SqlRunLogging(Aggregate):
    """The part of `RunStore` that adds to runs."""

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        check_run_id(run_id)
        groups = grouped(metrics)
        new_params, new_tags = checked_params(params), checked_tags(tags)
        key_ids = self._names.numbered([*(group.key for group in groups), *new_params, *new_tags])

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if new_params:
                _add_params(connection, run_id, run, {key_ids[key]: (key, value) for key, value in new_params.items()})
            if groups:
                series_write.append(connection, run, groups, key_ids)
            if new_tags:
                TAGS.put(connection, run, {key_ids[key]: value for key, value in new_tags.items()})
                if new_tags.get(RUN_NAME_TAG):
                    connection.execute(_RENAME, {"number": run, "new_name": new_tags[RUN_NAME_TAG]})

        self._database.write(job)

    def delete_tag(self, run_id: str, key: str) -> None:
        check_run_id(run_id)
        key_id = self._names.known([key]).get(key, -1)

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if not TAGS.delete(connection, run, key_id):
                raise TagNotFound(key, f"run {shown(run_id)}")

        self._database.write(job)

    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        check_run_id(run_id)

        def job(connection: Connection) -> None:
            run, experiment = writable(connection, run_id)
            for given in datasets:
                _add_input(connection, run, _dataset_id(connection, experiment, given.dataset), given.tags)
            if model_ids:
                statement = insert_or_ignore(connection, schema.run_model_input, "run_id", "model_id")
                connection.execute(statement, [{"run_id": run, "model_id": model_id} for model_id in model_ids])

        self._database.write(job)

    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        check_run_id(run_id)

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if models:
                statement = insert_or_ignore(connection, schema.run_model_output, "run_id", "model_id")
                connection.execute(statement, [{"run_id": run, "model_id": model.model_id, "step": model.step} for model in models])

        self._database.write(job)


def _add_params(connection: Connection, run_id: str, run: int, params: Mapping[int, tuple[str, str]]) -> None:
    stored = PARAMS.of_keys(connection, run, list(params))
    changes = [(params[key_id][0], old, params[key_id][1]) for key_id, old in stored.items() if params[key_id][1] != old]
    if changes:
        raise ParamChanged(run_id, changes)
    PARAMS.add(connection, run, {key_id: value for key_id, (_, value) in params.items() if key_id not in stored})


def _dataset_id(connection: Connection, experiment: int, dataset: Dataset) -> int:
    place = {"experiment": experiment, "called": dataset.name, "hashed": dataset.digest}
    found = connection.execute(_DATASET, place).scalar()
    if found is not None:
        return int(found)
    row = {
        "experiment_id": experiment,
        "name": dataset.name,
        "digest": dataset.digest,
        "source_type": dataset.source_type,
        "source": dataset.source,
        "schema": dataset.schema,
        "profile": dataset.profile,
    }
    (number,) = connection.execute(insert(schema.dataset), row).inserted_primary_key or (0,)
    return int(number)


def _add_input(connection: Connection, run: int, dataset: int, tags: Mapping[str, str]) -> None:
    if connection.execute(_INPUT, {"run": run, "dataset": dataset}).scalar() is not None:
        return
    (number,) = connection.execute(insert(schema.run_input), {"run_id": run, "dataset_id": dataset}).inserted_primary_key or (0,)
    if tags:
        connection.execute(
            insert(schema.run_input_tag), [{"run_input_id": number, "key": key, "value": value} for key, value in tags.items()]
        )

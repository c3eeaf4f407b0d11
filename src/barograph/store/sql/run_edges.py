"""What runs read and produce: datasets and logged models."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select

from barograph.model import Dataset, DatasetInput, ModelOutput
from barograph.model.dataset import check_inputs
from barograph.model.limits import check_run_id
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.run_rows import writable
from barograph.store.sql.upsert import insert_or_ignore

_dataset = schema.dataset.c
_DATASET = select(_dataset.id).where(
    _dataset.experiment_id == bindparam("experiment"), _dataset.name == bindparam("called"), _dataset.digest == bindparam("hashed")
)
_input = schema.run_input.c
_INPUT = select(_input.id).where(_input.run_id == bindparam("run"), _input.dataset_id == bindparam("dataset"))


class SqlRunEdges(Aggregate):
    """The part of `RunStore` that ties runs to what they read and produce."""

    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        self._database.write(self._adding_inputs(run_id, datasets, model_ids))

    def _adding_inputs(self, run_id: str, datasets: Sequence[DatasetInput], model_ids: Sequence[str]) -> Callable[[Connection], None]:
        """The job that adds inputs, which are checked."""
        check_run_id(run_id)
        check_inputs(datasets, model_ids)

        def job(connection: Connection) -> None:
            run, experiment = writable(connection, run_id)
            for given in datasets:
                _add_input(connection, run, _dataset_id(connection, experiment, given.dataset), given.tags)
            if model_ids:
                statement = insert_or_ignore(connection, schema.run_model_input, "run_id", "model_id")
                connection.execute(statement, [{"run_id": run, "model_id": model_id} for model_id in model_ids])

        return job

    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        self._database.write(self._adding_outputs(run_id, models), run_ids=(run_id,))

    def _adding_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> Callable[[Connection], None]:
        """The job that adds outputs, which are checked."""
        check_run_id(run_id)
        check_inputs((), [model.model_id for model in models])

        def job(connection: Connection) -> None:
            run, _ = writable(connection, run_id)
            if models:
                statement = insert_or_ignore(connection, schema.run_model_output, "run_id", "model_id")
                connection.execute(statement, [{"run_id": run, "model_id": model.model_id, "step": model.step} for model in models])

        return job


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

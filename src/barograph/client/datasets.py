"""Recording the datasets that the active run reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.client.open_runs import ActiveRun
from barograph.client.runs import active_or_new_run
from barograph.client.tracking_client import MlflowClient
from barograph.entities.dataset import DatasetInput
from barograph.entities.logged_model import LoggedModelInput
from barograph.entities.tag import InputTag
from barograph.errors import InvalidValue

_CONTEXT = "mlflow.data.context"


def log_input(
    dataset: Any = None, context: str | None = None, tags: Mapping[str, str] | None = None, model: LoggedModelInput | None = None
) -> None:
    """Record a dataset (of `barograph.data`) as read by the active run; `context` names its use, such as "training"."""
    if dataset is None and (context or tags):
        raise InvalidValue("context and tags describe a dataset, but no dataset is given. Give one or leave them out.")
    datasets = [] if dataset is None else [_input(dataset, context, tags)]
    if datasets or model:
        run = active_or_new_run()
        _record(run, datasets, [model] if model else [])


def log_inputs(
    datasets: Sequence[Any] | None = None,
    contexts: Sequence[str | None] | None = None,
    tags_list: Sequence[Mapping[str, str] | None] | None = None,
    models: Sequence[LoggedModelInput] | None = None,
) -> None:
    """Record several datasets at once; `datasets`, `contexts` and `tags_list` are of equal length."""
    given = list(datasets or [])
    uses, marks = list(contexts or [None] * len(given)), list(tags_list or [None] * len(given))
    if not len(given) == len(uses) == len(marks):
        raise InvalidValue(f"Got {len(given)} datasets, {len(uses)} contexts and {len(marks)} tags_list. Give lists of equal length.")
    inputs = [_input(dataset, use, tags) for dataset, use, tags in zip(given, uses, marks, strict=True)]
    if inputs or models:
        run = active_or_new_run()
        _record(run, inputs, list(models or []))


def _record(run: ActiveRun, datasets: list[DatasetInput], models: list[LoggedModelInput]) -> None:
    MlflowClient(run.tracking_uri).log_inputs(run.info.run_id, datasets, models)
    run.linked_datasets.update((given.dataset.name, given.dataset.digest) for given in datasets)
    run.linked_models.update(given.model_id for given in models)


def _input(dataset: Any, context: str | None, tags: Mapping[str, str] | None) -> DatasetInput:
    if not callable(getattr(dataset, "to_entity", None)):
        raise InvalidValue(
            f"Cannot log an object of type {type(dataset).__name__} as a dataset. Make one with data.from_pandas or data.from_numpy."
        )
    marks = [InputTag(str(key), str(value)) for key, value in (tags or {}).items()]
    if context:
        marks.append(InputTag(_CONTEXT, context))
    return DatasetInput(dataset.to_entity(), marks)

"""Datasets as inputs of runs."""

from collections.abc import Sequence

import msgspec

from barograph.errors import MissingValue
from barograph.model import DatasetInput
from barograph.model.limits import check_length
from barograph.store.memory.checks import check_text
from barograph.store.memory.state import RunRecord, State

_LIMITS = {"name": 500, "digest": 36, "source_type": 36, "source": 65_535, "schema": 1_048_575, "profile": 16_777_215}
_MAX_TAG_KEY = 255
_MAX_TAG_VALUE = 500


def check_datasets(datasets: Sequence[DatasetInput]) -> None:
    """Raise if a dataset has no name or anything in it is too long."""
    for read in datasets:
        for field, limit in _LIMITS.items():
            value = getattr(read.dataset, field)
            if value is not None:
                check_length(check_text(value, f"Dataset {field}"), limit, f"Dataset {field}")
        if not read.dataset.name:
            raise MissingValue("dataset name")
        for key, value in read.tags.items():
            check_length(check_text(key, "Input tag key"), _MAX_TAG_KEY, "Input tag key")
            check_length(check_text(value, "Input tag value"), _MAX_TAG_VALUE, "Input tag value")


def add_dataset(state: State, run: RunRecord, read: DatasetInput) -> None:
    """Make a dataset an input of the run. The experiment's first description of it and the run's first tags stay."""
    identity = (read.dataset.name, read.dataset.digest)
    dataset = state.experiments[run.info.experiment_id].datasets.setdefault(identity, read.dataset)
    run.dataset_inputs.setdefault(identity, DatasetInput(dataset=msgspec.structs.replace(dataset), tags=dict(read.tags)))

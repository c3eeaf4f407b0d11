"""Datasets that runs read. Identity within an experiment is (name, digest); the first description logged wins."""

from collections.abc import Sequence

import msgspec

from barograph.errors import MissingValue, shown
from barograph.model.limits import check_length, check_text

_LIMITS = {"name": 500, "digest": 36, "source_type": 36, "source": 65_535, "schema": 1_048_575, "profile": 16_777_215}
_MAX_TAG_KEY = 255
_MAX_TAG_VALUE = 500


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of a dataset. `source`, `schema` and `profile` are JSON texts that the store keeps unread."""

    name: str
    digest: str
    source_type: str = ""
    source: str = ""
    schema: str | None = None
    profile: str | None = None


class DatasetInput(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset as an input of one run. The tag `mlflow.data.context` names its use (train, eval...)."""

    dataset: Dataset
    tags: dict[str, str] = {}


class DatasetSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A distinct (experiment, dataset, context) triple, for pickers in the UI."""

    experiment_id: str
    name: str
    digest: str
    context: str | None = None


def check_inputs(datasets: Sequence[DatasetInput], model_ids: Sequence[str]) -> None:
    """Raise if a data set has no name, anything in it is too long, or a model id is empty."""
    for given in datasets:
        if not given.dataset.name:
            raise MissingValue("dataset name")
        for field, limit in _LIMITS.items():
            value = getattr(given.dataset, field)
            if value is not None:
                check_length(value, limit, f"Dataset {field}")
        for key, value in given.tags.items():
            check_length(key, _MAX_TAG_KEY, "Input tag key")
            check_length(value, _MAX_TAG_VALUE, f"Value of input tag {shown(key)}")
    for model_id in model_ids:
        if not check_text(model_id, "model_id"):
            raise MissingValue("model_id")

"""Datasets that runs read. Identity within an experiment is (name, digest); the first description logged wins."""

import msgspec


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

"""Inputs and outputs of runs: datasets and logged models."""

from collections.abc import Iterable

from barograph import model
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag, from_mapping, to_mapping


class Dataset(Answer, kw_only=True):
    """Metadata of a dataset; `source`, `schema` and `profile` are JSON texts."""

    name: Required
    digest: str | None = None
    source_type: str | None = None
    source: str | None = None
    schema: str | None = None
    profile: str | None = None

    @classmethod
    def from_model(cls, dataset: model.Dataset) -> "Dataset":
        return cls(
            name=dataset.name,
            digest=dataset.digest,
            source_type=dataset.source_type,
            source=dataset.source,
            schema=dataset.schema,
            profile=dataset.profile,
        )

    def to_model(self) -> model.Dataset:
        return model.Dataset(
            name=self.name,
            digest=self.digest or "",
            source_type=self.source_type or "",
            source=self.source or "",
            schema=self.schema,
            profile=self.profile,
        )


class DatasetInput(Answer, kw_only=True):
    """A dataset as an input of one run; the tag `mlflow.data.context` names its use."""

    tags: tuple[Tag, ...] = ()
    dataset: Dataset

    @classmethod
    def from_model(cls, given: model.DatasetInput) -> "DatasetInput":
        return cls(tags=from_mapping(given.tags), dataset=Dataset.from_model(given.dataset))

    def to_model(self) -> model.DatasetInput:
        return model.DatasetInput(dataset=self.dataset.to_model(), tags=to_mapping(self.tags))


class ModelInput(Answer, kw_only=True):
    """A logged model that a run read."""

    model_id: Required


class ModelOutput(Answer, kw_only=True):
    """A logged model that a run made at a step."""

    model_id: Required
    step: Int64 | None = None

    @classmethod
    def from_model(cls, made: model.ModelOutput) -> "ModelOutput":
        return cls(model_id=made.model_id, step=made.step)

    def to_model(self) -> model.ModelOutput:
        return model.ModelOutput(model_id=self.model_id, step=self.step or 0)


class RunInputs(Answer, kw_only=True):
    """What a run read."""

    dataset_inputs: tuple[DatasetInput, ...] = ()
    model_inputs: tuple[ModelInput, ...] = ()


class RunOutputs(Answer, kw_only=True):
    """What a run made."""

    model_outputs: tuple[ModelOutput, ...] = ()


class LogInputs(Request, kw_only=True):
    """POST runs/log-inputs."""

    run_id: Required
    datasets: tuple[DatasetInput, ...] = ()
    models: tuple[ModelInput, ...] = ()

    @classmethod
    def from_model(cls, run_id: str, *, datasets: Iterable[model.DatasetInput] = (), model_ids: Iterable[str] = ()) -> "LogInputs":
        return cls(
            run_id=run_id,
            datasets=tuple([DatasetInput.from_model(dataset) for dataset in datasets]),
            models=tuple([ModelInput(model_id=model_id) for model_id in model_ids]),
        )


class LogOutputs(Request, kw_only=True):
    """POST runs/outputs."""

    run_id: Required
    models: tuple[ModelOutput, ...]

    @classmethod
    def from_model(cls, run_id: str, models: Iterable[model.ModelOutput]) -> "LogOutputs":
        return cls(run_id=run_id, models=tuple([ModelOutput.from_model(made) for made in models]))

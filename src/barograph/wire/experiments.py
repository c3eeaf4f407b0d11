"""Experiments and the datasets that their runs read."""

from collections.abc import Mapping

from barograph import model
from barograph.model import Lifecycle, View
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag, from_mapping, to_mapping


class Experiment(Answer, kw_only=True):
    """An experiment."""

    experiment_id: str
    name: str
    artifact_location: str = ""
    lifecycle_stage: Lifecycle
    last_update_time: int | None = None
    creation_time: int | None = None
    tags: tuple[Tag, ...] = ()

    @classmethod
    def from_model(cls, experiment: model.Experiment) -> "Experiment":
        return cls(
            experiment_id=experiment.experiment_id,
            name=experiment.name,
            artifact_location=experiment.artifact_location,
            lifecycle_stage=experiment.lifecycle,
            last_update_time=experiment.updated_ms,
            creation_time=experiment.created_ms,
            tags=from_mapping(experiment.tags),
        )

    def to_model(self) -> model.Experiment:
        return model.Experiment(
            experiment_id=self.experiment_id,
            name=self.name,
            artifact_location=self.artifact_location,
            lifecycle=self.lifecycle_stage,
            created_ms=self.creation_time or 0,
            updated_ms=self.last_update_time or 0,
            tags=to_mapping(self.tags),
        )


class CreateExperiment(Request, kw_only=True):
    """POST experiments/create."""

    name: Required
    artifact_location: str | None = None
    tags: tuple[Tag, ...] = ()

    @classmethod
    def from_model(cls, name: str, artifact_location: str | None = None, tags: Mapping[str, str] = {}) -> "CreateExperiment":
        return cls(name=name, artifact_location=artifact_location, tags=from_mapping(tags))


class ExperimentCreated(Answer, kw_only=True):
    """The id of a new experiment."""

    experiment_id: str


class GetExperiment(Request, kw_only=True):
    """GET experiments/get."""

    experiment_id: Required


class GetExperimentByName(Request, kw_only=True):
    """GET experiments/get-by-name."""

    experiment_name: Required


class ExperimentFound(Answer, kw_only=True):
    """One experiment."""

    experiment: Experiment


class SearchExperiments(Request, kw_only=True):
    """POST or GET experiments/search. `max_results` must be given, 1 to 50,000."""

    max_results: Int64 = 0
    page_token: str | None = None
    filter: str | None = None
    order_by: tuple[str, ...] = ()
    view_type: View = View.ACTIVE_ONLY

    @classmethod
    def from_model(cls, query: model.Query) -> "SearchExperiments":
        return cls(
            max_results=1000 if query.max_results is None else query.max_results,
            page_token=query.page_token,
            filter=query.filter or None,
            order_by=query.order_by,
            view_type=query.view,
        )

    def to_model(self) -> model.Query:
        return model.Query(
            filter=self.filter or "",
            order_by=self.order_by,
            view=self.view_type,
            max_results=self.max_results,
            page_token=self.page_token or None,
        )


class ExperimentsFound(Answer, kw_only=True):
    """One page of experiments."""

    experiments: tuple[Experiment, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[model.Experiment]) -> "ExperimentsFound":
        return cls(experiments=tuple([Experiment.from_model(item) for item in page.items]), next_page_token=page.next_token)

    def to_model(self) -> model.Page[model.Experiment]:
        return model.Page(tuple([item.to_model() for item in self.experiments]), self.next_page_token or None)


class UpdateExperiment(Request, kw_only=True):
    """POST experiments/update: rename."""

    experiment_id: Required
    new_name: Required


class DeleteExperiment(Request, kw_only=True):
    """POST experiments/delete."""

    experiment_id: Required


class RestoreExperiment(Request, kw_only=True):
    """POST experiments/restore."""

    experiment_id: Required


class SetExperimentTag(Request, kw_only=True):
    """POST experiments/set-experiment-tag."""

    experiment_id: Required
    key: Required
    value: str = ""


class DeleteExperimentTag(Request, kw_only=True):
    """POST experiments/delete-experiment-tag."""

    experiment_id: Required
    key: Required


class SearchDatasets(Request, kw_only=True):
    """POST experiments/search-datasets, for browsers: datasets of 1 to 20 experiments."""

    experiment_ids: tuple[str, ...] = ()


class DatasetSummary(Answer, kw_only=True):
    """A distinct (experiment, dataset, context)."""

    experiment_id: str
    name: str
    digest: str
    context: str | None = None

    @classmethod
    def from_model(cls, summary: model.DatasetSummary) -> "DatasetSummary":
        return cls(experiment_id=summary.experiment_id, name=summary.name, digest=summary.digest, context=summary.context)

    def to_model(self) -> model.DatasetSummary:
        return model.DatasetSummary(experiment_id=self.experiment_id, name=self.name, digest=self.digest, context=self.context)


class DatasetsFound(Answer, kw_only=True):
    """Datasets, at most 1,000."""

    dataset_summaries: tuple[DatasetSummary, ...] = ()

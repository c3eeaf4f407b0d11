"""Experiments of a tracking server."""

from collections.abc import Mapping, Sequence

from barograph.model import DatasetSummary, Experiment, Page, Query
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import BROWSER_API
from barograph.wire import experiments as wire


class RemoteExperiments(RemoteAggregate):
    """`store.base.ExperimentStore` over HTTP."""

    def create_experiment(self, name: str, *, artifact_location: str | None = None, tags: Mapping[str, str] = {}) -> str:
        request = wire.CreateExperiment.from_model(name, artifact_location, tags)
        return self._connection.post("experiments/create", request, wire.ExperimentCreated).experiment_id

    def get_experiment(self, experiment_id: str) -> Experiment:
        request = wire.GetExperiment(experiment_id=experiment_id)
        return self._connection.get("experiments/get", request, wire.ExperimentFound).experiment.to_model()

    def get_experiment_by_name(self, name: str) -> Experiment:
        request = wire.GetExperimentByName(experiment_name=name)
        return self._connection.get("experiments/get-by-name", request, wire.ExperimentFound).experiment.to_model()

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        self._connection.tell("experiments/update", wire.UpdateExperiment(experiment_id=experiment_id, new_name=new_name))

    def delete_experiment(self, experiment_id: str) -> None:
        self._connection.tell("experiments/delete", wire.DeleteExperiment(experiment_id=experiment_id))

    def restore_experiment(self, experiment_id: str) -> None:
        self._connection.tell("experiments/restore", wire.RestoreExperiment(experiment_id=experiment_id))

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        request = wire.SetExperimentTag(experiment_id=experiment_id, key=key, value=value)
        self._connection.tell("experiments/set-experiment-tag", request)

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        self._connection.tell("experiments/delete-experiment-tag", wire.DeleteExperimentTag(experiment_id=experiment_id, key=key))

    def search_experiments(self, query: Query) -> Page[Experiment]:
        return self._connection.post("experiments/search", wire.SearchExperiments.from_model(query), wire.ExperimentsFound).to_model()

    def search_datasets(self, experiment_ids: Sequence[str]) -> tuple[DatasetSummary, ...]:
        request = wire.SearchDatasets(experiment_ids=tuple(experiment_ids))
        found = self._connection.post("experiments/search-datasets", request, wire.DatasetsFound, api=BROWSER_API)
        return tuple([summary.to_model() for summary in found.dataset_summaries])

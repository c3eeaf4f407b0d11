"""Experiments."""

from barograph.artifacts.resolve import check_location
from barograph.errors import InvalidValue
from barograph.model.limits import MAX_SEARCH_RESULTS
from barograph.server.context import Context
from barograph.server.mlflow_wire import check_page_size
from barograph.server.route import Family, Policy, Route
from barograph.wire import activity
from barograph.wire import experiments as wire
from barograph.wire.message import Empty
from barograph.wire.tags import to_unique_mapping

__all__ = ["ROUTES"]

MAX_EXPERIMENTS_OF_DATASETS = 20


def create(context: Context, request: wire.CreateExperiment) -> wire.ExperimentCreated:
    location = check_location(request.artifact_location) if request.artifact_location else None
    tags = to_unique_mapping(request.tags)
    return wire.ExperimentCreated(experiment_id=context.store.create_experiment(request.name, artifact_location=location, tags=tags))


def get(context: Context, request: wire.GetExperiment) -> wire.ExperimentFound:
    return wire.ExperimentFound(experiment=wire.Experiment.from_model(context.store.get_experiment(request.experiment_id)))


def get_by_name(context: Context, request: wire.GetExperimentByName) -> wire.ExperimentFound:
    return wire.ExperimentFound(experiment=wire.Experiment.from_model(context.store.get_experiment_by_name(request.experiment_name)))


def search(context: Context, request: wire.SearchExperiments) -> wire.ExperimentsFound:
    check_page_size(request.max_results, MAX_SEARCH_RESULTS)
    return wire.ExperimentsFound.from_model(context.store.search_experiments(request.to_model()))


def update(context: Context, request: wire.UpdateExperiment) -> Empty:
    context.store.rename_experiment(request.experiment_id, request.new_name)
    return Empty()


def delete(context: Context, request: wire.DeleteExperiment) -> Empty:
    context.store.delete_experiment(request.experiment_id)
    return Empty()


def restore(context: Context, request: wire.RestoreExperiment) -> Empty:
    context.store.restore_experiment(request.experiment_id)
    return Empty()


def set_tag(context: Context, request: wire.SetExperimentTag) -> Empty:
    context.store.set_experiment_tag(request.experiment_id, request.key, request.value)
    return Empty()


def delete_tag(context: Context, request: wire.DeleteExperimentTag) -> Empty:
    context.store.delete_experiment_tag(request.experiment_id, request.key)
    return Empty()


def search_datasets(context: Context, request: wire.SearchDatasets) -> wire.DatasetsFound:
    given = len(request.experiment_ids)
    if not 1 <= given <= MAX_EXPERIMENTS_OF_DATASETS:
        raise InvalidValue(f"{given} experiment_ids were given. Give 1 to {MAX_EXPERIMENTS_OF_DATASETS}.")
    found = context.store.search_datasets(request.experiment_ids)
    return wire.DatasetsFound(dataset_summaries=tuple([wire.DatasetSummary.from_model(summary) for summary in found]))


def active(context: Context, request: activity.GetActivity) -> activity.ActivityFound:
    found = context.store.experiment_activity(request.to_model())
    return activity.ActivityFound(experiments=tuple([activity.ExperimentActivity.from_model(each) for each in found]))


ROUTES = [
    Route("POST", "experiments/create", Policy.WRITE, create),
    Route("GET", "experiments/get", Policy.READ, get),
    Route("GET", "experiments/get-by-name", Policy.READ, get_by_name),
    Route("POST", "experiments/search", Policy.READ, search),
    Route("GET", "experiments/search", Policy.READ, search),
    Route("POST", "experiments/update", Policy.WRITE, update),
    Route("POST", "experiments/delete", Policy.WRITE, delete),
    Route("POST", "experiments/restore", Policy.WRITE, restore),
    Route("POST", "experiments/set-experiment-tag", Policy.WRITE, set_tag),
    Route("POST", "experiments/delete-experiment-tag", Policy.WRITE, delete_tag),
    Route("POST", "experiments/search-datasets", Policy.READ, search_datasets, family=Family.BROWSER),
    Route("POST", "experiments/activity", Policy.READ, active, family=Family.NATIVE),
]

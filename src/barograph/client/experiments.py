"""Experiments by fluent functions, and the one that new runs go to."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from barograph import settings
from barograph.client.origin import StoreOrigin
from barograph.client.paging import all_pages
from barograph.client.session import tracking_store, tracking_uri
from barograph.client.tracking_client import MlflowClient
from barograph.client.tracking_client.runs import one_experiment_id
from barograph.entities.experiment import Experiment
from barograph.entities.lifecycle_stage import LifecycleStage
from barograph.entities.view_type import view_of
from barograph.errors import AlreadyExists, BarographError, InvalidValue, NotFound, NotSupported, shown
from barograph.model import DEFAULT_EXPERIMENT_ID, Query

_LOG = logging.getLogger(__name__)
_PAGE = 1_000


class _Active:
    """The experiment that new runs of this process go to, once one is set."""

    experiment_id: str | None = None


def set_experiment(experiment_name: str | None = None, experiment_id: str | None = None, trace_location: Any = None) -> Experiment:
    """Make an experiment the one that new runs go to, in child processes too, and return it. A name that is not there is created.

    Exactly one of name and id is needed. A deleted experiment raises INVALID_PARAMETER_VALUE: it must be restored first.
    """
    if trace_location is not None:
        raise NotSupported("trace_location is given, but traces are not offered. Leave it out.")
    if (experiment_name is None) == (experiment_id is None):
        raise InvalidValue("set_experiment needs either experiment_name or experiment_id. Give exactly one of them.")
    client = MlflowClient()
    if experiment_id is not None:
        experiment = client.get_experiment(one_experiment_id(experiment_id))
    else:
        experiment = _named(client, str(experiment_name))
    if experiment.lifecycle_stage != LifecycleStage.ACTIVE:
        raise InvalidValue(
            f"Experiment {shown(experiment.name)} is deleted and cannot be active. Restore it with"
            f" restore_experiment('{experiment.experiment_id}'), or choose another name."
        )
    _Active.experiment_id = experiment.experiment_id
    settings.EXPERIMENT_ID.set(experiment.experiment_id)
    # A name left in the environment would contradict the id in child processes.
    settings.EXPERIMENT_NAME.unset()
    return experiment


def _named(client: MlflowClient, name: str) -> Experiment:
    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            created = client.create_experiment(name)
        except BarographError as error:
            if error.error_code != AlreadyExists.code:
                raise
            # Someone else was faster.
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
        else:
            _LOG.info("Experiment %s did not exist and was created.", shown(name))
            return client.get_experiment(created)
    return found


def active_experiment_id() -> str:
    """The experiment for a new run: the one set, else that of the environment by name (created if missing) or id, else the default."""
    if _Active.experiment_id is not None:
        return _Active.experiment_id
    name, wanted = settings.EXPERIMENT_NAME.get(), settings.EXPERIMENT_ID.get()
    client = MlflowClient()
    if name:
        experiment = _named(client, name)
        if wanted and wanted != experiment.experiment_id:
            raise InvalidValue(
                f"Environment variables {settings.EXPERIMENT_NAME.name} = {shown(name)} and {settings.EXPERIMENT_ID.name} = {shown(wanted)}"
                f" contradict each other: the experiment of that name has the id {experiment.experiment_id}. Unset one of them."
            )
        return experiment.experiment_id
    if wanted:
        try:
            return client.get_experiment(wanted).experiment_id
        except NotFound:
            raise InvalidValue(
                f"Environment variable {settings.EXPERIMENT_ID.name} is {shown(wanted)}, but no such experiment exists."
            ) from None
    return DEFAULT_EXPERIMENT_ID


def named_experiment_id(name: str) -> str:
    """The experiment of that name, which is created if it is not there; a deleted one raises INVALID_PARAMETER_VALUE."""
    experiment = _named(MlflowClient(), name)
    if experiment.lifecycle_stage != LifecycleStage.ACTIVE:
        raise InvalidValue(f"Experiment {shown(name)} is deleted. Restore it, or choose another name.")
    return experiment.experiment_id


def chosen_experiment_id() -> str | None:
    """The experiment that was set in this process, None if none was."""
    return _Active.experiment_id


def forget_active_experiment() -> None:
    """Go back to the experiment of the environment or the default one."""
    _Active.experiment_id = None
    settings.EXPERIMENT_ID.unset()


def create_experiment(
    name: str, artifact_location: str | None = None, tags: Mapping[str, Any] | None = None, trace_location: Any = None
) -> str:
    """Create an experiment and return its id, without making it active. A name in use raises RESOURCE_ALREADY_EXISTS."""
    if trace_location is not None:
        raise NotSupported("trace_location is given, but traces are not offered. Leave it out.")
    return MlflowClient().create_experiment(name, artifact_location, tags)


def get_experiment(experiment_id: str) -> Experiment:
    """Return an experiment, deleted or not; unknown raises RESOURCE_DOES_NOT_EXIST."""
    return MlflowClient().get_experiment(experiment_id)


def get_experiment_by_name(name: str) -> Experiment | None:
    """Return the experiment of that name, deleted or not, or None."""
    return MlflowClient().get_experiment_by_name(name)


def search_experiments(
    view_type: int = 1, max_results: int | None = None, filter_string: str | None = None, order_by: Sequence[str] | None = None
) -> list[Experiment]:
    """All experiments that match, newest first unless `order_by` says otherwise; at most `max_results` of them."""
    store, view = tracking_store(), view_of(view_type)
    found = all_pages(
        lambda size, token: store.search_experiments(
            Query(filter=filter_string or "", order_by=tuple(order_by or ()), view=view, max_results=size, page_token=token)
        ),
        max_results,
        _PAGE,
    )
    origin = StoreOrigin(tracking_uri())
    return [Experiment.of(experiment, origin) for experiment in found]


def delete_experiment(experiment_id: str) -> None:
    """Mark an experiment and its runs deleted."""
    MlflowClient().delete_experiment(experiment_id)


def restore_experiment(experiment_id: str) -> None:
    """Make a deleted experiment and its runs active."""
    MlflowClient().restore_experiment(experiment_id)


def set_experiment_tag(key: str, value: Any) -> None:
    """Set a tag of the active experiment."""
    MlflowClient().set_experiment_tag(active_experiment_id(), key, value)


def set_experiment_tags(tags: Mapping[str, Any]) -> None:
    """Set tags of the active experiment, one request each."""
    for key, value in tags.items():
        set_experiment_tag(key, value)


def delete_experiment_tag(key: str) -> None:
    """Remove a tag of the active experiment; absent raises RESOURCE_DOES_NOT_EXIST."""
    MlflowClient().delete_experiment_tag(active_experiment_id(), key)

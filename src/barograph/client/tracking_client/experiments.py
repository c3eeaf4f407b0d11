"""Experiments of the client."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.artifacts.resolve import check_location
from barograph.client.paging import PagedList, check_count
from barograph.client.text_value import checked_key
from barograph.client.tracking_client.connection import Connection
from barograph.entities.experiment import Experiment
from barograph.entities.view_type import view_of
from barograph.errors import MissingValue, NotFound
from barograph.model import Query
from barograph.store.opening import is_server


class ExperimentMethods(Connection):
    """Create, read, change and search experiments."""

    def create_experiment(self, name: str, artifact_location: str | None = None, tags: Mapping[str, Any] | None = None) -> str:
        """Create an experiment and return its id. A name in use raises RESOURCE_ALREADY_EXISTS."""
        texts = {checked_key(key, "tag key"): str(value) for key, value in (tags or {}).items()}
        if artifact_location and not is_server(self._tracking_uri):
            artifact_location = check_location(artifact_location)  # a server checks locations itself, against its own directory
        return self._store.create_experiment(name, artifact_location=artifact_location or None, tags=texts)

    def get_experiment(self, experiment_id: str | int) -> Experiment:
        """Return an experiment, deleted or not; unknown raises RESOURCE_DOES_NOT_EXIST."""
        return Experiment.of(self._store.get_experiment(str(experiment_id)), self._origin)

    def get_experiment_by_name(self, name: str) -> Experiment | None:
        """Return the experiment of that name, deleted or not, or None."""
        if not name:
            raise MissingValue("name")
        try:
            return Experiment.of(self._store.get_experiment_by_name(name), self._origin)
        except NotFound:
            return None

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        """Give an active experiment another name."""
        self._store.rename_experiment(str(experiment_id), new_name)

    def delete_experiment(self, experiment_id: str) -> None:
        """Mark an experiment and its runs deleted."""
        self._store.delete_experiment(str(experiment_id))

    def restore_experiment(self, experiment_id: str) -> None:
        """Make a deleted experiment and its runs active."""
        self._store.restore_experiment(str(experiment_id))

    def set_experiment_tag(self, experiment_id: str, key: str, value: Any) -> None:
        """Set or replace a tag."""
        self._store.set_experiment_tag(str(experiment_id), checked_key(key, "tag key"), str(value))

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        """Remove a tag; absent raises RESOURCE_DOES_NOT_EXIST."""
        self._store.delete_experiment_tag(str(experiment_id), key)

    def search_experiments(
        self,
        view_type: int = 1,
        max_results: int | None = 1000,
        filter_string: str | None = None,
        order_by: Sequence[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Experiment]:
        """One page of experiments, newest first unless `order_by` says otherwise."""
        query = Query(
            filter=filter_string or "",
            order_by=tuple(order_by or ()),
            view=view_of(view_type),
            max_results=check_count(max_results) if max_results is not None else None,
            page_token=page_token,
        )
        page = self._store.search_experiments(query)
        return PagedList([Experiment.of(item, self._origin) for item in page.items], page.next_token)

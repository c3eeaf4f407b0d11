"""Runs of the client: create, read, end, delete and search."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.client import session
from barograph.client.links import print_links
from barograph.client.metric_value import now_ms
from barograph.client.paging import PagedList, check_count
from barograph.client.text_value import tag_values
from barograph.client.tracking_client.connection import Connection
from barograph.entities.run import Run
from barograph.entities.run_status import status_of
from barograph.entities.view_type import view_of
from barograph.errors import InvalidValue, shown
from barograph.model import NewRun, Query, RunStatus
from barograph.model import Run as StoredRun


class RunMethods(Connection):
    """Runs, independent of the active one."""

    def create_run(
        self,
        experiment_id: str | int,
        start_time: int | None = None,
        tags: Mapping[str, Any] | None = None,
        run_name: str | None = None,
    ) -> Run:
        """Create a run in status RUNNING. Nothing is added to the tags but the name, which is made up if not given."""
        texts = tag_values(tags or {})
        created = self._store.create_run(
            NewRun(
                experiment_id=one_experiment_id(experiment_id),
                name=run_name or texts.get("mlflow.runName") or None,
                user_id=texts.get("mlflow.user", "unknown"),
                start_time_ms=now_ms() if start_time is None else int(start_time),
                tags=texts,
            )
        )
        return self._read(created)

    def get_run(self, run_id: str) -> Run:
        """Return a run, deleted or not; unknown raises RESOURCE_DOES_NOT_EXIST."""
        return self._read(self._store.get_run(run_id))

    def get_parent_run(self, run_id: str) -> Run | None:
        """Return the run that this one is nested in, None if there is none."""
        parent_id = self.get_run(run_id).data.tags.get("mlflow.parentRunId")
        return self.get_run(parent_id) if parent_id else None

    def set_terminated(self, run_id: str, status: str | None = None, end_time: int | None = None) -> None:
        """End a run, FINISHED and now unless said otherwise, and print its address if a server shows it."""
        info = self._store.update_run(
            run_id,
            status=RunStatus.FINISHED if status is None else status_of(status),
            end_time_ms=now_ms() if end_time is None else int(end_time),
        )
        print_links(self.tracking_uri, info.experiment_id, info.run_id, info.name)

    def update_run(self, run_id: str, status: str | None = None, name: str | None = None) -> None:
        """Change status or name; the end time stays as it is."""
        self._store.update_run(run_id, status=None if status is None else status_of(status), name=name)

    def delete_run(self, run_id: str) -> None:
        """Mark a run deleted."""
        self._store.delete_run(run_id)

    def restore_run(self, run_id: str) -> None:
        """Make a deleted run active."""
        self._store.restore_run(run_id)

    def search_runs(
        self,
        experiment_ids: Sequence[str | int] | str | int,
        filter_string: str = "",
        run_view_type: int = 1,
        max_results: int = 1000,
        order_by: Sequence[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Run]:
        """One page of runs, newest first unless `order_by` says otherwise."""
        query = Query(
            filter=filter_string or "",
            order_by=tuple(order_by or ()),
            view=view_of(run_view_type),
            max_results=check_count(max_results),
            page_token=page_token,
        )
        page = self._store.search_runs(experiment_ids_of(experiment_ids), query)
        return PagedList(map(self._read, page.items), page.next_token)

    def _read(self, run: StoredRun) -> Run:
        session.session.remember_artifact_uri(run.info.run_id, run.info.artifact_uri, self.tracking_uri)
        return Run.of(run, self._origin)


def one_experiment_id(given: object) -> str:
    """An experiment id as text; whole numbers are accepted."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise InvalidValue(f"Invalid experiment id {shown(given)}. Experiment ids are decimal numbers, such as '0' or '12'.")
    return str(given)


def experiment_ids_of(given: Sequence[str | int] | str | int) -> list[str]:
    """Experiment ids as texts, from one or several."""
    return [one_experiment_id(given)] if isinstance(given, str | int) else [one_experiment_id(item) for item in given]

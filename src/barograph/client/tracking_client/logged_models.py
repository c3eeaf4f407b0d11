"""Logged models of the client, and datasets and models as inputs and outputs of runs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from barograph.client.open_runs import open_runs
from barograph.client.paging import PagedList
from barograph.client.tracking_client.artifacts import upload, upload_contents
from barograph.client.tracking_client.connection import Connection
from barograph.client.tracking_client.runs import experiment_ids_of, one_experiment_id
from barograph.entities.dataset import DatasetInput
from barograph.entities.file_info import FileInfo
from barograph.entities.logged_model import LoggedModel, LoggedModelInput, LoggedModelOutput, final_status
from barograph.errors import InvalidValue, shown
from barograph.model import MetricOrder, ModelOutput, NewLoggedModel, Query


class LoggedModelMethods(Connection):
    """Create, read, change and search logged models, and tie them to runs."""

    def create_logged_model(
        self,
        experiment_id: str,
        name: str | None = None,
        source_run_id: str | None = None,
        tags: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        model_type: str | None = None,
    ) -> LoggedModel:
        """Create a model in status PENDING; finish it with `finalize_logged_model`."""
        new = NewLoggedModel(
            experiment_id=one_experiment_id(experiment_id),
            name=name,
            model_type=model_type,
            source_run_id=source_run_id,
            params=_texts(params),
            tags=_texts(tags),
        )
        return LoggedModel.of(self._store.create_logged_model(new))

    def get_logged_model(self, model_id: str) -> LoggedModel:
        """Return a model; unknown or deleted raises RESOURCE_DOES_NOT_EXIST."""
        return LoggedModel.of(self._store.get_logged_model(model_id))

    def finalize_logged_model(self, model_id: str, status: str) -> LoggedModel:
        """Say that the files are there (READY) or could not be stored (FAILED)."""
        return LoggedModel.of(self._store.finalize_logged_model(model_id, final_status(status)))

    def delete_logged_model(self, model_id: str) -> None:
        """Mark a model deleted."""
        self._store.delete_logged_model(model_id)

    def set_logged_model_tags(self, model_id: str, tags: Mapping[str, Any]) -> None:
        """Set or replace tags."""
        self._store.set_logged_model_tags(model_id, _texts(tags))

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        """Remove a tag; absent raises RESOURCE_DOES_NOT_EXIST."""
        self._store.delete_logged_model_tag(model_id, key)

    def log_model_params(self, model_id: str, params: Mapping[str, Any]) -> None:
        """Add params."""
        self._store.log_logged_model_params(model_id, _texts(params))

    def search_logged_models(
        self,
        experiment_ids: Sequence[str | int] | str | int,
        filter_string: str | None = None,
        datasets: Sequence[Mapping[str, Any]] | None = None,
        max_results: int | None = None,
        order_by: Sequence[Mapping[str, Any]] | None = None,
        page_token: str | None = None,
    ) -> PagedList[LoggedModel]:
        """One page of models, newest first.

        `datasets` are mappings with dataset_name and perhaps dataset_digest; `order_by` are mappings with field_name and perhaps ascending,
        dataset_name, dataset_digest.
        """
        query = Query(filter=filter_string or "", max_results=max_results, page_token=page_token)
        page = self._store.search_logged_models(
            experiment_ids_of(experiment_ids),
            query,
            datasets=[_dataset_of(given) for given in datasets or ()],
            order_by=[_order_of(given) for given in order_by or ()],
        )
        return PagedList(map(LoggedModel.of, page.items), page.next_token)

    def log_model_artifact(self, model_id: str, local_path: str | Path, artifact_path: str | None = None) -> None:
        """Upload a file of a model."""
        upload(self._model_store(model_id), Path(local_path), artifact_path)

    def log_model_artifacts(self, model_id: str, local_dir: str | Path, artifact_path: str | None = None) -> None:
        """Upload the contents of a directory as files of a model."""
        upload_contents(self._model_store(model_id), Path(local_dir), artifact_path)

    def list_logged_model_artifacts(self, model_id: str, path: str | None = None) -> list[FileInfo]:
        """Direct children of a directory of a model's files."""
        return [FileInfo.of(info) for info in self._model_store(model_id).list(path or "")]

    def log_inputs(
        self, run_id: str, datasets: Sequence[DatasetInput] | None = None, models: Sequence[LoggedModelInput] | None = None
    ) -> None:
        """Record datasets and models as inputs of a run."""
        if datasets or models:
            inputs = [given.to_model() for given in datasets or ()]
            self._store.log_inputs(run_id, datasets=inputs, model_ids=[given.model_id for given in models or ()])

    def log_outputs(self, run_id: str, models: Sequence[LoggedModelOutput]) -> None:
        """Record models as outputs of a run."""
        self._store.log_outputs(run_id, [ModelOutput(model_id=made.model_id, step=made.step) for made in models])
        open_runs.note_outputs(run_id, models)

    def _model_store(self, model_id: str) -> Any:
        return self._open(self._store.get_logged_model(model_id).artifact_location)


def _texts(given: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(key): str(value) for key, value in (given or {}).items()}


def _dataset_of(given: Mapping[str, Any]) -> tuple[str, str | None]:
    try:
        return given["dataset_name"], given.get("dataset_digest")
    except (KeyError, TypeError, AttributeError):
        raise InvalidValue(f"Invalid dataset {shown(given)}. Give a dict with dataset_name and perhaps dataset_digest.") from None


def _order_of(given: Mapping[str, Any]) -> MetricOrder:
    try:
        return MetricOrder(
            field_name=given["field_name"],
            ascending=given.get("ascending", True),
            dataset_name=given.get("dataset_name"),
            dataset_digest=given.get("dataset_digest"),
        )
    except (KeyError, TypeError, AttributeError):
        raise InvalidValue(f"Invalid order_by {shown(given)}. Give a dict with field_name and perhaps ascending.") from None

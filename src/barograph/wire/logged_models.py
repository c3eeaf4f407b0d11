"""Logged models."""

from collections.abc import Sequence

from barograph import model
from barograph.model import LoggedModelStatus
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.message import Answer, Request
from barograph.wire.metrics import ModelMetric
from barograph.wire.params import Param
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag


class LoggedModelInfo(Answer, kw_only=True):
    """Identity and state."""

    model_id: str
    experiment_id: str
    name: str
    creation_timestamp_ms: int
    last_updated_timestamp_ms: int
    artifact_uri: str
    status: LoggedModelStatus = LoggedModelStatus.UNSPECIFIED
    model_type: str | None = None
    source_run_id: str | None = None
    status_message: str | None = None
    tags: tuple[Tag, ...] = ()


class LoggedModelData(Answer, kw_only=True):
    """Params and the full history of metrics."""

    params: tuple[Param, ...] = ()
    metrics: tuple[ModelMetric, ...] = ()


class LoggedModel(Answer, kw_only=True):
    """A logged model."""

    info: LoggedModelInfo
    data: LoggedModelData = LoggedModelData()

    @classmethod
    def from_model(cls, logged: model.LoggedModel) -> "LoggedModel":
        return cls(
            info=LoggedModelInfo(
                model_id=logged.model_id,
                experiment_id=logged.experiment_id,
                name=logged.name,
                creation_timestamp_ms=logged.created_ms,
                last_updated_timestamp_ms=logged.updated_ms,
                artifact_uri=logged.artifact_location,
                status=logged.status,
                model_type=logged.model_type or "",
                source_run_id=logged.source_run_id or "",
                status_message=logged.status_message,
                tags=wire_tags.from_mapping(logged.tags),
            ),
            data=LoggedModelData(
                params=wire_params.from_mapping(logged.params),
                metrics=tuple([ModelMetric.from_model(metric) for metric in logged.metrics]),
            ),
        )

    def to_model(self) -> model.LoggedModel:
        info = self.info
        return model.LoggedModel(
            model_id=info.model_id,
            experiment_id=info.experiment_id,
            name=info.name,
            artifact_location=info.artifact_uri,
            created_ms=info.creation_timestamp_ms,
            updated_ms=info.last_updated_timestamp_ms,
            status=info.status,
            status_message=info.status_message or None,
            model_type=info.model_type or None,
            source_run_id=info.source_run_id or None,
            params=wire_params.to_mapping(self.data.params),
            tags=wire_tags.to_mapping(info.tags),
            metrics=tuple([metric.to_model() for metric in self.data.metrics]),
        )


class CreateLoggedModel(Request, kw_only=True):
    """POST logged-models."""

    experiment_id: Required
    name: str | None = None
    model_type: str | None = None
    source_run_id: str | None = None
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()

    @classmethod
    def from_model(cls, new: model.NewLoggedModel) -> "CreateLoggedModel":
        return cls(
            experiment_id=new.experiment_id,
            name=new.name,
            model_type=new.model_type,
            source_run_id=new.source_run_id,
            params=wire_params.from_mapping(new.params),
            tags=wire_tags.from_mapping(new.tags),
        )

    def to_model(self) -> model.NewLoggedModel:
        return model.NewLoggedModel(
            experiment_id=self.experiment_id,
            name=self.name or None,
            model_type=self.model_type or None,
            source_run_id=self.source_run_id or None,
            params=wire_params.to_mapping(self.params),
            tags=wire_tags.to_unique_mapping(self.tags),
        )


class LoggedModelFound(Answer, kw_only=True):
    """One logged model."""

    model: LoggedModel


class GetLoggedModel(Request, kw_only=True):
    """GET logged-models/{model_id}."""

    model_id: Required
    allow_deleted: bool = False


class FinalizeLoggedModel(Request, kw_only=True):
    """PATCH logged-models/{model_id}: set the status."""

    model_id: Required
    status: LoggedModelStatus


class DeleteLoggedModel(Request, kw_only=True):
    """DELETE logged-models/{model_id}."""

    model_id: Required


class SetLoggedModelTags(Request, kw_only=True):
    """PATCH logged-models/{model_id}/tags."""

    model_id: Required
    tags: tuple[Tag, ...] = ()


class DeleteLoggedModelTag(Request, kw_only=True):
    """DELETE logged-models/{model_id}/tags/{tag_key}."""

    model_id: Required
    tag_key: Required


class LogLoggedModelParams(Request, kw_only=True):
    """POST logged-models/{model_id}/params."""

    model_id: Required
    params: tuple[Param, ...] = ()


class DatasetFilter(Request, kw_only=True):
    """A dataset that metric clauses are restricted to; without a digest any of that name."""

    dataset_name: Required
    dataset_digest: str | None = None


class OrderBy(Request, kw_only=True):
    """A sort key: an attribute or `metrics.<key>`."""

    field_name: Required
    ascending: bool = True
    dataset_name: str | None = None
    dataset_digest: str | None = None


class SearchLoggedModels(Request, kw_only=True):
    """POST logged-models/search. No experiment ids give no models."""

    experiment_ids: tuple[str, ...]
    filter: str | None = None
    datasets: tuple[DatasetFilter, ...] = ()
    max_results: Int64 | None = None
    order_by: tuple[OrderBy, ...] = ()
    page_token: str | None = None

    @classmethod
    def from_model(
        cls,
        experiment_ids: Sequence[str],
        query: model.Query,
        *,
        datasets: Sequence[tuple[str, str | None]] = (),
        order_by: Sequence[model.MetricOrder] = (),
    ) -> "SearchLoggedModels":
        return cls(
            experiment_ids=tuple(experiment_ids),
            filter=query.filter or None,
            datasets=tuple([DatasetFilter(dataset_name=name, dataset_digest=digest) for name, digest in datasets]),
            max_results=query.max_results,
            order_by=tuple(
                [
                    OrderBy(
                        field_name=key.field_name,
                        ascending=key.ascending,
                        dataset_name=key.dataset_name,
                        dataset_digest=key.dataset_digest,
                    )
                    for key in order_by
                ]
            ),
            page_token=query.page_token,
        )

    def to_model(self) -> model.Query:
        """The query; a page size of 0 means 100."""
        size = 100 if self.max_results == 0 else self.max_results
        return model.Query(filter=self.filter or "", max_results=size, page_token=self.page_token or None)

    def to_datasets(self) -> tuple[tuple[str, str | None], ...]:
        """The datasets as (name, digest)."""
        return tuple([(dataset.dataset_name, dataset.dataset_digest or None) for dataset in self.datasets])

    def to_order(self) -> tuple[model.MetricOrder, ...]:
        """The sort keys."""
        return tuple(
            [
                model.MetricOrder(
                    field_name=key.field_name,
                    ascending=key.ascending,
                    dataset_name=key.dataset_name or None,
                    dataset_digest=key.dataset_digest or None,
                )
                for key in self.order_by
            ]
        )


class LoggedModelsFound(Answer, kw_only=True):
    """One page of logged models."""

    models: tuple[LoggedModel, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[model.LoggedModel]) -> "LoggedModelsFound":
        return cls(models=tuple([LoggedModel.from_model(item) for item in page.items]), next_page_token=page.next_token)

    def to_model(self) -> model.Page[model.LoggedModel]:
        return model.Page(tuple([item.to_model() for item in self.models]), self.next_page_token or None)


class ListLoggedModelFiles(Request, kw_only=True):
    """GET logged-models/{model_id}/artifacts/directories."""

    model_id: Required
    artifact_directory_path: str | None = None

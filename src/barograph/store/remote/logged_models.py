"""Logged models of a tracking server."""

from collections.abc import Mapping, Sequence

import msgspec

from barograph.errors import NotFound
from barograph.model import Lifecycle, LoggedModel, LoggedModelStatus, MetricOrder, NewLoggedModel, Page, Query
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import segment
from barograph.wire import logged_models as wire
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.message import Empty

_PARAMS_AT_ONCE = 100


class RemoteLoggedModels(RemoteAggregate):
    """`store.base.LoggedModelStore` over HTTP."""

    def create_logged_model(self, new: NewLoggedModel) -> LoggedModel:
        """Create a logged model. If the answer is lost it is not asked for again, lest there be two: `Unavailable` is raised."""
        params = list(new.params.items())
        first = msgspec.structs.replace(new, params=dict(params[:_PARAMS_AT_ONCE]))
        request = wire.CreateLoggedModel.from_model(first)
        created = self._connection.post("logged-models", request, wire.LoggedModelFound, repeatable=False).model.to_model()
        if len(params) > _PARAMS_AT_ONCE:
            self.log_logged_model_params(created.model_id, dict(params[_PARAMS_AT_ONCE:]))
            created = msgspec.structs.replace(created, params=new.params)
        return created

    def get_logged_model(self, model_id: str, *, allow_deleted: bool = False) -> LoggedModel:
        try:
            return self._get(model_id, allow_deleted=False)
        except NotFound:
            if not allow_deleted:
                raise
        # The answer does not say that a model is deleted; that it hides unless asked for does.
        return msgspec.structs.replace(self._get(model_id, allow_deleted=True), lifecycle=Lifecycle.DELETED)

    def _get(self, model_id: str, *, allow_deleted: bool) -> LoggedModel:
        request = wire.GetLoggedModel(model_id=model_id, allow_deleted=allow_deleted)
        return self._connection.get(_route(model_id), request, wire.LoggedModelFound).model.to_model()

    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel:
        request = wire.FinalizeLoggedModel(model_id=model_id, status=status)
        return self._connection.patch(_route(model_id), request, wire.LoggedModelFound).model.to_model()

    def delete_logged_model(self, model_id: str) -> None:
        self._connection.delete(_route(model_id), wire.DeleteLoggedModel(model_id=model_id))

    def set_logged_model_tags(self, model_id: str, tags: Mapping[str, str]) -> None:
        request = wire.SetLoggedModelTags(model_id=model_id, tags=wire_tags.from_mapping(tags))
        self._connection.patch(f"{_route(model_id)}/tags", request, Empty)

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        self._connection.delete(f"{_route(model_id)}/tags/{segment(key)}")

    def log_logged_model_params(self, model_id: str, params: Mapping[str, str]) -> None:
        request = wire.LogLoggedModelParams(model_id=model_id, params=wire_params.from_mapping(params))
        self._connection.tell(f"{_route(model_id)}/params", request)

    def search_logged_models(
        self,
        experiment_ids: Sequence[str],
        query: Query,
        *,
        datasets: Sequence[tuple[str, str | None]] = (),
        order_by: Sequence[MetricOrder] = (),
    ) -> Page[LoggedModel]:
        request = wire.SearchLoggedModels.from_model(experiment_ids, query, datasets=datasets, order_by=order_by)
        return self._connection.post("logged-models/search", request, wire.LoggedModelsFound).to_model()


def _route(model_id: str) -> str:
    return f"logged-models/{segment(model_id)}"

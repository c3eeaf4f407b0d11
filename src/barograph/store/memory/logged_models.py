"""Logged models."""

import uuid
from collections.abc import Callable, Mapping, Sequence

import msgspec

from barograph.errors import BadRequest, LoggedModelNotFound, TagNotFound, shown
from barograph.model import Lifecycle, LoggedModel, LoggedModelStatus, MetricOrder, ModelMetric, NewLoggedModel, Page, Query
from barograph.model.filter import Entity, Filter, Key, keys_in
from barograph.model.limits import check_experiment_id, check_logged_model_name, check_order_keys
from barograph.model.names import generate_name
from barograph.store.memory.checks import check_text
from barograph.store.memory.evaluate import Subject, Value, holds
from barograph.store.memory.experiments import active_experiment, in_view
from barograph.store.memory.ordering import sort_by
from barograph.store.memory.paging import page_of
from barograph.store.memory.state import Aggregate, LoggedModelRecord, State, locked, now_ms
from barograph.store.query import LOGGED_MODELS, field_key, page_token, parse_filter

_DEFAULT_PAGE = 100


class MemoryLoggedModels(Aggregate):
    """`LoggedModelStore` in memory."""

    @locked
    def create_logged_model(self, new: NewLoggedModel) -> LoggedModel:
        experiment = active_experiment(self._state, new.experiment_id)
        name = generate_name() if new.name is None else check_logged_model_name(new.name)
        params, tags = _check_texts(new.params, "param"), _check_texts(new.tags, "tag")
        model_id = f"m-{uuid.uuid4().hex}"
        now = now_ms()
        base = LoggedModel(
            model_id=model_id,
            experiment_id=experiment.base.experiment_id,
            name=name,
            artifact_location=f"{experiment.base.artifact_location}/models/{model_id}/artifacts",
            created_ms=now,
            updated_ms=now,
            model_type=new.model_type,
            source_run_id=new.source_run_id,
        )
        record = LoggedModelRecord(base, params, tags)
        self._state.logged_models[model_id] = record
        return _value(record)

    @locked
    def get_logged_model(self, model_id: str, *, allow_deleted: bool = False) -> LoggedModel:
        return _value(_record(self._state, model_id, allow_deleted=allow_deleted))

    @locked
    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel:
        record = _record(self._state, model_id, allow_deleted=True)
        record.base = msgspec.structs.replace(record.base, status=status, updated_ms=now_ms())
        return _value(record)

    @locked
    def delete_logged_model(self, model_id: str) -> None:
        record = _record(self._state, model_id, allow_deleted=True)
        record.base = msgspec.structs.replace(record.base, lifecycle=Lifecycle.DELETED, updated_ms=now_ms())

    @locked
    def set_logged_model_tags(self, model_id: str, tags: Mapping[str, str]) -> None:
        checked = _check_texts(tags, "tag")
        _record(self._state, model_id).tags.update(checked)

    @locked
    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        tags = _record(self._state, model_id).tags
        if key not in tags:
            raise TagNotFound(key, f"logged model {model_id}")
        del tags[key]

    @locked
    def log_logged_model_params(self, model_id: str, params: Mapping[str, str]) -> None:
        record = _record(self._state, model_id)
        checked = _check_texts(params, "param")
        if known := sorted(set(checked) & set(record.params)):
            raise BadRequest(f"Logged model {model_id} already has the params {', '.join(known)}. Params are logged once.")
        record.params.update(checked)

    @locked
    def search_logged_models(
        self,
        experiment_ids: Sequence[str],
        query: Query,
        *,
        datasets: Sequence[tuple[str, str | None]] = (),
        order_by: Sequence[MetricOrder] = (),
    ) -> Page[LoggedModel]:
        wanted = {str(check_experiment_id(experiment_id)) for experiment_id in experiment_ids}
        tree = parse_filter(query.filter, LOGGED_MODELS)
        check_order_keys(len(order_by))
        keys = [(_sort_value(order), order.ascending) for order in order_by]
        found = [
            record
            for record in self._state.logged_models.values()
            if record.base.experiment_id in wanted
            and in_view(record.base.lifecycle, query.view)
            and holds(tree, _subject(record, datasets))
            and (not datasets or _asks_metrics(tree) or any(_is_on(point, datasets) for point in record.points.values()))
        ]
        ordered = sort_by(found, [*keys, (lambda record: record.base.created_ms, False), (lambda record: record.base.model_id, True)])
        return page_of(
            [_value(record) for record in ordered],
            max_results=query.max_results,
            default=_DEFAULT_PAGE,
            limit=None,
            token=query.page_token,
            digest=page_token.fingerprint(sorted(wanted), query.filter, query.view.value, list(datasets), list(order_by)),
        )


def _record(state: State, model_id: str, *, allow_deleted: bool = False) -> LoggedModelRecord:
    record = state.logged_models.get(model_id)
    if record is None or (record.base.lifecycle is Lifecycle.DELETED and not allow_deleted):
        raise LoggedModelNotFound(model_id)
    return record


def _value(record: LoggedModelRecord) -> LoggedModel:
    return msgspec.structs.replace(record.base, params=dict(record.params), tags=dict(record.tags), metrics=tuple(record.points.values()))


def _check_texts(pairs: Mapping[str, str], what: str) -> dict[str, str]:
    return {check_text(key, f"Key of a {what}"): check_text(value, f"Value of {what} {shown(key)}") for key, value in pairs.items()}


def _subject(record: LoggedModelRecord, datasets: Sequence[tuple[str, str | None]] = ()) -> Subject:
    def values(key: Key) -> Sequence[Value]:
        match key.entity:
            case Entity.METRIC:
                return [
                    point.value for point in record.points.values() if point.key == key.name and (not datasets or _is_on(point, datasets))
                ]
            case Entity.PARAM:
                return (record.params[key.name],) if key.name in record.params else ()
            case Entity.TAG:
                return (record.tags[key.name],) if key.name in record.tags else ()
            case _:
                value = getattr(record.base, key.name)
                return () if value is None else (value.value if key.name in ("status", "lifecycle") else value,)

    return values


def _is_on(point: ModelMetric, datasets: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a point was measured on one of the datasets."""
    return any(point.dataset_name == name and digest in (None, point.dataset_digest) for name, digest in datasets)


def _asks_metrics(tree: Filter) -> bool:
    return any(key.entity is Entity.METRIC for key in keys_in(tree))


def _sort_value(order: MetricOrder) -> Callable[[LoggedModelRecord], Value | None]:
    key = field_key(order.field_name, LOGGED_MODELS)

    def value_of(record: LoggedModelRecord) -> Value | None:
        if key.entity is Entity.ATTRIBUTE:
            values = _subject(record)(key)
            return values[0] if values else None
        points = [
            point
            for point in record.points.values()
            if point.key == key.name and (not order.dataset_name or _is_on(point, [(order.dataset_name, order.dataset_digest)]))
        ]
        return max(points, key=lambda point: (point.timestamp_ms, point.step)).value if points else None

    return value_of

"""Search of logged models."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, exists, or_, select, true

from barograph.errors import InvalidFilter, shown
from barograph.model import Lifecycle, LoggedModel, MetricOrder, Page, Query, View
from barograph.model.filter import Between, Comparison, Entity, Filter, Key, Membership, Operator, OrderKey, keys_in
from barograph.model.limits import check_experiment_id, check_order_keys
from barograph.store.query import LOGGED_MODELS, field_key, parse_filter
from barograph.store.query.page_token import fingerprint
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.logged_model_fetch import whole_models
from barograph.store.sql.paging import Window
from barograph.store.sql.series_read import points_of_series

DEFAULT_RESULTS = 100
_NO_LIMIT = 2**62
Datasets = Sequence[tuple[str, str | None]]

_c = schema.logged_model.c
_ATTRIBUTES = {
    "name": _c.name,
    "model_id": _c.model_id,
    "model_type": _c.model_type,
    "status": _c.status,
    "status_message": _c.status_message,
    "source_run_id": _c.source_run_id,
    "artifact_location": _c.artifact_location,
    "lifecycle": _c.lifecycle,
    "experiment_id": _c.experiment_id,
    "created_ms": _c.created_ms,
    "updated_ms": _c.updated_ms,
}
_FILTERED: Mapping[str, ColumnElement[Any]] = {**_ATTRIBUTES, "experiment_id": cast(_c.experiment_id, String)}
"""Ids are texts to callers and numbers here."""
_KEYED = {Entity.PARAM: schema.logged_model_param, Entity.TAG: schema.logged_model_tag}
_VIEWS = {View.ACTIVE_ONLY: Lifecycle.ACTIVE.value, View.DELETED_ONLY: Lifecycle.DELETED.value}


class SqlLoggedModelSearch(Aggregate):
    """The part of `LoggedModelStore` that searches."""

    def search_logged_models(
        self,
        experiment_ids: Sequence[str],
        query: Query,
        *,
        datasets: Datasets = (),
        order_by: Sequence[MetricOrder] = (),
    ) -> Page[LoggedModel]:
        tree = parse_filter(query.filter, LOGGED_MODELS)
        order = _order(order_by)
        digest = fingerprint(sorted(experiment_ids), query.filter, query.view.value, list(order_by), list(datasets))
        window = Window.of(query, default=DEFAULT_RESULTS, limit=_NO_LIMIT, digest=digest)
        experiments = [check_experiment_id(experiment_id) for experiment_id in experiment_ids]
        if not experiments:
            return Page(())
        ids = self._names.known(filters.keys_of(tree, [key for key, _ in order], (Entity.METRIC, Entity.PARAM, Entity.TAG)))
        with self._database.read() as connection:

            def has_metric(key: Key, test: filters.Test) -> filters.Condition:
                return _has_metric(connection, ids.get(key.name, filters.UNKNOWN_KEY), test, datasets)

            objects = select(_c.id).where(_c.experiment_id.in_(experiments))
            having: dict[Entity, filters.Having] = {
                Entity.ATTRIBUTE: filters.attributes(connection, _FILTERED, objects),
                Entity.METRIC: has_metric,
            }
            having |= {entity: filters.keyed(connection, table, "logged_model_id", _c.id, ids) for entity, table in _KEYED.items()}
            statement = select(schema.logged_model).where(_c.experiment_id.in_(experiments), filters.condition(tree, having))
            if datasets and not _mentions_metrics(tree):
                statement = statement.where(_measured_on(datasets))
            if query.view in _VIEWS:
                statement = statement.where(_c.lifecycle == _VIEWS[query.view])
            for key, wish in order:
                statement = _ordered(statement, key, wish, ids)
            statement = statement.order_by(_c.created_ms.desc(), _c.model_id)
            rows, token = window.cut(connection.execute(window.applied(statement)).all())
            return Page(tuple(whole_models(connection, self._names, rows)), token)


def _order(order_by: Sequence[MetricOrder]) -> list[tuple[OrderKey, MetricOrder]]:
    check_order_keys(len(order_by))
    found: list[tuple[OrderKey, MetricOrder]] = []
    for wish in order_by:
        key = OrderKey(field_key(wish.field_name, LOGGED_MODELS), wish.ascending)
        if wish.dataset_digest and not wish.dataset_name:
            raise InvalidFilter(wish.field_name, f"dataset_digest {shown(wish.dataset_digest)} needs a dataset_name beside it.")
        found.append((key, wish))
    return found


def _mentions_metrics(tree: Filter) -> bool:
    return any(key.entity is Entity.METRIC for key in keys_in(tree))


def _on(attributes: Any, datasets: Datasets) -> filters.Condition:
    """The condition that a series was measured on one of the datasets; of no datasets, always."""
    if not datasets:
        return true()
    return or_(
        *(
            and_(attributes.c.dataset_name == name, true() if digest is None else attributes.c.dataset_digest == digest)
            for name, digest in datasets
        )
    )


def _measured_on(datasets: Datasets) -> filters.Condition:
    series, attributes = schema.series.alias(), schema.series_attributes.alias()
    mine = exists().where(attributes.c.logged_model_id == _c.id, series.c.attributes_id == attributes.c.id)
    return mine.where(_on(attributes, datasets))


def _has_metric(connection: Connection, key: int, test: filters.Test, datasets: Datasets) -> filters.Condition:
    """Some point of the key passes, be it the last or not. The summary tells, except of values between least and greatest."""
    series, attributes = schema.series.alias(), schema.series_attributes.alias()
    mine = [attributes.c.logged_model_id.is_not(None), series.c.attributes_id == attributes.c.id, series.c.key_id == key]
    mine.append(_on(attributes, datasets))

    def of_model(*passing: filters.Condition) -> filters.Condition:
        found = select(series.c.id).where(attributes.c.logged_model_id == _c.id, *mine, *passing).correlate(schema.logged_model)
        return found.offset(0).exists()  # as in `filters.among`

    if test is None:
        return of_model()
    least, greatest = series.c.min_value, series.c.max_value
    if isinstance(test, Comparison) and test.operator is not Operator.EQ:
        if test.operator is Operator.NE:
            return of_model(or_(least != test.value, greatest != test.value, series.c.nan_count > 0))
        return of_model(filters.passes(greatest if test.operator in (Operator.GT, Operator.GE) else least, test))
    if test.negated:
        outside = or_(filters.passes(least, test), filters.passes(greatest, test), series.c.nan_count > 0)
        if isinstance(test, Between):
            return of_model(outside)
        candidates = select(series.c.id, least, greatest).where(*mine, or_(outside, least < greatest))
    else:
        candidates = select(series.c.id, least, greatest).where(
            *mine, or_(*(and_(least <= high, greatest >= low) for low, high in _spans(test)))
        )
    matching = [
        number
        for number, *ends in connection.execute(candidates)
        if _one_passes([end for end in ends if end is not None], test) or _one_passes(points_of_series(connection, number).values, test)
    ]
    return of_model(series.c.id.in_(matching))


def _one_passes(values: Any, test: Comparison | Membership | Between) -> bool:
    """Whether a number among these equals what is asked, or with a negated list differs from all of it."""
    import numpy as np

    numbers = np.asarray(values, np.float64)
    if isinstance(test, Between):
        return bool(((numbers >= test.low) & (numbers <= test.high)).any())
    equal = np.isin(numbers, test.values if isinstance(test, Membership) else [test.value])
    return bool((~equal if test.negated else equal).any())


def _spans(test: Comparison | Membership | Between) -> list[tuple[Any, Any]]:
    """From where to where the values lie that pass a test."""
    match test:
        case Comparison():
            return [(test.value, test.value)]
        case Membership():
            return [(value, value) for value in test.values]
        case Between():
            return [(test.low, test.high)]


def _ordered(statement: Select[Any], order: OrderKey, wish: MetricOrder, ids: dict[str, int]) -> Select[Any]:
    if order.key.entity is Entity.ATTRIBUTE:
        return statement.order_by(*filters.ordering(_ATTRIBUTES[order.key.name], ascending=order.ascending))
    series, attributes = schema.series.alias(), schema.series_attributes.alias()
    key = ids.get(order.key.name, filters.UNKNOWN_KEY)
    latest = (
        select(series.c.id)
        .where(attributes.c.logged_model_id == _c.id, series.c.attributes_id == attributes.c.id, series.c.key_id == key)
        .where(_on(attributes, [(wish.dataset_name, wish.dataset_digest)] if wish.dataset_name else []))
        .order_by(series.c.last_ms.desc(), series.c.last_step.desc(), series.c.id.desc())
        .limit(1)
        .correlate(schema.logged_model)
        .scalar_subquery()
    )
    shown_series = schema.series.alias()
    joined = statement.outerjoin(shown_series, shown_series.c.id == latest)
    return joined.order_by(shown_series.c.id.is_(None), *filters.ordering(shown_series.c.last_value, ascending=order.ascending))

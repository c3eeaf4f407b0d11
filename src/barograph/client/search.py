"""Searching runs."""

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from barograph.client.experiments import active_experiment_id
from barograph.client.frames import FRAME_FIELDS, runs_frame, tables_frame
from barograph.client.optional import need
from barograph.client.origin import StoreOrigin
from barograph.client.paging import all_pages, check_count
from barograph.client.session import tracking_store, tracking_uri
from barograph.client.tracking_client.runs import experiment_ids_of
from barograph.entities.run import Run
from barograph.entities.view_type import view_of
from barograph.errors import EndpointNotFound, InvalidValue, NotFound, shown
from barograph.model import Query, RunQuery, RunTable

_LOG = logging.getLogger(__name__)
_PAGE = 10_000
_EXPERIMENT_PAGE = 1_000


def search_runs(
    experiment_ids: Sequence[str | int] | None = None,
    filter_string: str = "",
    run_view_type: int = 1,
    max_results: int = 100000,
    order_by: Sequence[str] | None = None,
    output_format: str = "pandas",
    search_all_experiments: bool = False,
    experiment_names: Sequence[str] | None = None,
) -> Any:
    """Runs that match, newest first unless `order_by` says otherwise: a DataFrame, or with `output_format="list"` a list of `Run`.

    Experiments are given by id or by name; without either it is the active one, or all active ones with `search_all_experiments`.
    """
    if output_format not in ("pandas", "list"):
        raise ValueError(f"Invalid output_format {shown(output_format)}. Use 'pandas' or 'list'.")
    ids = _experiments(experiment_ids, experiment_names, search_all_experiments)
    query = Query(filter=filter_string or "", order_by=tuple(order_by or ()), view=view_of(run_view_type))
    if output_format == "list":
        return _runs(ids, query, max_results)
    need("pandas")
    try:
        return tables_frame(_tables(ids, query, max_results))
    except EndpointNotFound:  # as MLflow's servers answer
        return runs_frame(_runs(ids, query, max_results))


def _runs(ids: Sequence[str], query: Query, max_results: int) -> list[Run]:
    store, origin = tracking_store(), StoreOrigin(tracking_uri())
    found = all_pages(
        lambda size, token: store.search_runs(ids, msgspec.structs.replace(query, max_results=size, page_token=token)), max_results, _PAGE
    )
    return [Run.of(run, origin) for run in found]


def _tables(ids: Sequence[str], query: Query, max_results: int) -> list[RunTable]:
    """Pages of the table that makes the DataFrame; of no experiments, none."""
    left, store, token, tables = check_count(max_results), tracking_store(), None, []
    while ids:
        table = store.query_runs(
            RunQuery(
                experiment_ids=tuple(ids),
                filter=query.filter,
                view=query.view,
                fields=FRAME_FIELDS,
                order_by=query.order_by,
                max_results=min(left, _PAGE),
                page_token=token,
            )
        )
        tables.append(table)
        left, token = left - table.row_count, table.next_token
        if token is None or left <= 0:
            break
    return tables


def _experiments(ids: Sequence[str | int] | None, names: Sequence[str] | None, everywhere: bool) -> list[str]:
    if ids and names:
        raise InvalidValue("Both experiment_ids and experiment_names are given. Give one of them.")
    if names:
        return [found for name in names if (found := _id_of(name))]
    if ids:
        return experiment_ids_of(ids)
    if not everywhere:
        return [active_experiment_id()]
    store = tracking_store()
    listed = all_pages(lambda size, token: store.search_experiments(Query(max_results=size, page_token=token)), None, _EXPERIMENT_PAGE)
    return [experiment.experiment_id for experiment in listed]


def _id_of(name: str) -> str | None:
    try:
        return tracking_store().get_experiment_by_name(name).experiment_id
    except NotFound:
        _LOG.warning("No experiment is named %s; its runs are not searched.", shown(name))
        return None

"""Searching runs."""

import logging
from collections.abc import Sequence
from typing import Any

from barograph.client.experiments import active_experiment_id
from barograph.client.frames import runs_frame
from barograph.client.origin import StoreOrigin
from barograph.client.paging import all_pages
from barograph.client.session import tracking_store, tracking_uri
from barograph.client.tracking_client.runs import experiment_ids_of
from barograph.entities.run import Run
from barograph.entities.view_type import view_of
from barograph.errors import InvalidValue, NotFound, shown
from barograph.model import Query

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
    view, store, origin = view_of(run_view_type), tracking_store(), StoreOrigin(tracking_uri())
    found = all_pages(
        lambda size, token: store.search_runs(
            ids,
            Query(filter=filter_string or "", order_by=tuple(order_by or ()), view=view, max_results=size, page_token=token),
        ),
        max_results,
        _PAGE,
    )
    runs = [Run.of(run, origin) for run in found]
    return runs_frame(runs) if output_format == "pandas" else runs


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

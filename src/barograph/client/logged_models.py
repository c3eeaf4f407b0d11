"""Logged models by fluent functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.client.active_model import ActiveModel, activate, get_active_model_id, last_logged, remember_last
from barograph.client.experiments import active_experiment_id
from barograph.client.frames import models_frame
from barograph.client.paging import PagedList, all_pages
from barograph.client.runs import active_or_new_run, active_run
from barograph.client.tracking_client import MlflowClient
from barograph.entities.logged_model import LoggedModel, LoggedModelOutput, LoggedModelStatus
from barograph.errors import InvalidValue, NotFound, shown
from barograph.model import Page

_PAGE = 100


def initialize_logged_model(
    name: str | None = None,
    source_run_id: str | None = None,
    tags: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    model_type: str | None = None,
    experiment_id: str | None = None,
) -> LoggedModel:
    """Create a model in status PENDING, of the active run if there is one."""
    run = active_run()
    if source_run_id is None and run is not None:
        source_run_id = run.info.run_id
    chosen = experiment_id or (run.info.experiment_id if run else active_experiment_id())
    created = MlflowClient().create_logged_model(chosen, name, source_run_id, tags, params, model_type)
    remember_last(created.model_id)
    return created


def finalize_logged_model(model_id: str, status: str) -> LoggedModel:
    """Say that a model's files are there (READY) or could not be stored (FAILED)."""
    return MlflowClient().finalize_logged_model(model_id, status)


def create_external_model(
    name: str | None = None,
    source_run_id: str | None = None,
    tags: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    model_type: str | None = None,
    experiment_id: str | None = None,
) -> LoggedModel:
    """Create a model whose files are kept elsewhere. It is READY at once and cannot be loaded."""
    marked = {**(tags or {}), "mlflow.model.isExternal": "true"}
    created = initialize_logged_model(name, source_run_id, marked, params, model_type, experiment_id)
    return finalize_logged_model(created.model_id, LoggedModelStatus.READY)


def get_logged_model(model_id: str) -> LoggedModel:
    """Return a model; unknown or deleted raises RESOURCE_DOES_NOT_EXIST."""
    return MlflowClient().get_logged_model(model_id)


def last_logged_model() -> LoggedModel | None:
    """The model that was logged last in this thread, None if there was none."""
    return last_logged(get_logged_model)


def log_model_params(params: Mapping[str, Any], model_id: str | None = None) -> None:
    """Add params to a model, the active one unless named."""
    target = model_id or get_active_model_id()
    if target is None:
        raise InvalidValue("No model is active. Give model_id, or call set_active_model first.")
    MlflowClient().log_model_params(target, params)


def set_logged_model_tags(model_id: str, tags: Mapping[str, Any]) -> None:
    """Set or replace tags of a model."""
    MlflowClient().set_logged_model_tags(model_id, tags)


def delete_logged_model_tag(model_id: str, key: str) -> None:
    """Remove a tag of a model; absent raises RESOURCE_DOES_NOT_EXIST."""
    MlflowClient().delete_logged_model_tag(model_id, key)


def log_outputs(models: Sequence[LoggedModelOutput] | None = None) -> None:
    """Record models that the active run produced."""
    if models:
        run = active_or_new_run()
        MlflowClient(run.tracking_uri).log_outputs(run.info.run_id, models)


def set_active_model(*, name: str | None = None, model_id: str | None = None) -> ActiveModel:
    """Make a model the one that metrics of this thread are about, usable with `with`. A name that is not there is created, external."""
    if (name is None) == (model_id is None):
        raise InvalidValue("set_active_model needs either name or model_id. Give exactly one of them.")
    if model_id is not None:
        return activate(get_logged_model(model_id))
    found = MlflowClient().search_logged_models([active_experiment_id()], f"name = '{_quotable(str(name))}'", max_results=1)
    return activate(found[0] if found else create_external_model(name))


def search_logged_models(
    experiment_ids: Sequence[str] | None = None,
    filter_string: str | None = None,
    datasets: Sequence[Mapping[str, Any]] | None = None,
    max_results: int | None = None,
    order_by: Sequence[Mapping[str, Any]] | None = None,
    output_format: str = "pandas",
) -> Any:
    """Models of the experiments named, or of the active one: a DataFrame, or with `output_format="list"` a list."""
    if output_format not in ("pandas", "list"):
        raise InvalidValue(f"Invalid output_format {shown(output_format)}. Use 'pandas' or 'list'.")
    ids = list(experiment_ids or [active_experiment_id()])
    client = MlflowClient()

    def page(size: int, token: str | None) -> Page[LoggedModel]:
        found: PagedList[LoggedModel] = client.search_logged_models(ids, filter_string, datasets, size, order_by, token)
        return Page(tuple(found), found.token)

    models = all_pages(page, max_results, _PAGE)
    return models_frame(models) if output_format == "pandas" else models


def _quotable(name: str) -> str:
    if "'" in name:
        raise NotFound(f"No logged model can be named {shown(name)}: names hold no quotes.")
    return name

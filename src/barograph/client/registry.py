"""The model registry by fluent functions."""

from collections.abc import Sequence
from typing import Any

from barograph.client.paging import all_pages
from barograph.client.session import registry_store
from barograph.client.tracking_client import MlflowClient
from barograph.entities.model_registry import ModelVersion, RegisteredModel
from barograph.model import Query

_MODEL_PAGE = 100
_VERSION_PAGE = 10_000


def search_registered_models(
    max_results: int | None = None, filter_string: str | None = None, order_by: Sequence[str] | None = None
) -> list[RegisteredModel]:
    """All registered models that match, by name unless `order_by` says otherwise."""
    store = registry_store()
    found = all_pages(
        lambda size, token: store.search_registered_models(
            Query(filter=filter_string or "", order_by=tuple(order_by or ()), max_results=size, page_token=token)
        ),
        max_results,
        _MODEL_PAGE,
    )
    return [RegisteredModel.of(model) for model in found]


def search_model_versions(
    max_results: int | None = None, filter_string: str | None = None, order_by: Sequence[str] | None = None
) -> list[ModelVersion]:
    """All versions that match, last updated first unless `order_by` says otherwise."""
    store = registry_store()
    found = all_pages(
        lambda size, token: store.search_model_versions(
            Query(filter=filter_string or "", order_by=tuple(order_by or ()), max_results=size, page_token=token)
        ),
        max_results,
        _VERSION_PAGE,
    )
    return [ModelVersion.of(version) for version in found]


def set_model_version_tag(name: str, version: str | int | None = None, key: str | None = None, value: Any = None) -> None:
    """Set or replace a tag of a version."""
    MlflowClient().set_model_version_tag(name, version, key, value)

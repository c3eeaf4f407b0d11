"""Registered models of the client."""

from collections.abc import Mapping, Sequence
from typing import Any

from barograph.client.context import user_name
from barograph.client.paging import PagedList, check_count
from barograph.client.tracking_client.connection import Connection
from barograph.client.version_number import version_number
from barograph.entities.model_registry import ModelVersion, RegisteredModel
from barograph.errors import NotSupported, shown
from barograph.model import Query
from barograph.model.limits import check_alias
from barograph.model.model_change import Remark


class RegisteredModelMethods(Connection):
    """Create, read, change and search registered models, their tags and aliases."""

    def create_registered_model(
        self, name: str, tags: Mapping[str, Any] | None = None, description: str | None = None, deployment_job_id: str | None = None
    ) -> RegisteredModel:
        """Create a registered model. A name in use raises RESOURCE_ALREADY_EXISTS."""
        _no_deployment_job(deployment_job_id)
        texts = {str(key): str(value) for key, value in (tags or {}).items()}
        return RegisteredModel.of(self._registry.create_registered_model(name, description=description, tags=texts))

    def get_registered_model(self, name: str) -> RegisteredModel:
        """Return a registered model; unknown raises RESOURCE_DOES_NOT_EXIST."""
        return RegisteredModel.of(self._registry.get_registered_model(name))

    def update_registered_model(self, name: str, description: str | None = None, deployment_job_id: str | None = None) -> RegisteredModel:
        """Set the description; None clears it."""
        _no_deployment_job(deployment_job_id)
        return RegisteredModel.of(self._registry.describe_registered_model(name, description))

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        """Rename with all versions."""
        return RegisteredModel.of(self._registry.rename_registered_model(name, new_name))

    def delete_registered_model(self, name: str) -> None:
        """Delete for good, with all versions."""
        self._registry.delete_registered_model(name)

    def search_registered_models(
        self,
        filter_string: str | None = None,
        max_results: int | None = 100,
        order_by: Sequence[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RegisteredModel]:
        """One page of registered models, by name unless `order_by` says otherwise."""
        query = Query(
            filter=filter_string or "",
            order_by=tuple(order_by or ()),
            max_results=check_count(max_results) if max_results is not None else None,
            page_token=page_token,
        )
        page = self._registry.search_registered_models(query)
        return PagedList(map(RegisteredModel.of, page.items), page.next_token)

    def set_registered_model_tag(self, name: str, key: str, value: Any) -> None:
        """Set or replace a tag."""
        self._registry.set_registered_model_tag(name, key, str(value))

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        """Remove a tag; absent is allowed."""
        self._registry.delete_registered_model_tag(name, key)

    def set_registered_model_alias(self, name: str, alias: str, version: str | int) -> None:
        """Point an alias at a version, moving it if it exists."""
        self._registry.set_alias(name, check_alias(alias), version_number(version), remark=Remark(user_id=user_name()))

    def delete_registered_model_alias(self, name: str, alias: str) -> None:
        """Remove an alias; absent is allowed."""
        self._registry.delete_alias(name, check_alias(alias), remark=Remark(user_id=user_name()))

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """Return the version that an alias points at; unknown aliases raise INVALID_PARAMETER_VALUE."""
        return ModelVersion.of(self._registry.get_version_by_alias(name, alias))


def _no_deployment_job(job_id: str | None) -> None:
    if job_id:
        raise NotSupported(f"deployment_job_id is {shown(job_id)}, but deployment jobs are not offered. Leave it out.")

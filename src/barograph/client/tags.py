"""Tags of the active run."""

from collections.abc import Mapping
from typing import Any

from barograph.client.operations import RunOperations
from barograph.client.runs import active_or_new_run
from barograph.client.text_value import tag_values
from barograph.client.tracking_client import MlflowClient


def set_tag(key: str, value: Any, synchronous: bool | None = None) -> RunOperations | None:
    """Set or replace a tag, kept as text."""
    return set_tags({key: value}, synchronous)


def set_tags(tags: Mapping[str, Any], synchronous: bool | None = None) -> RunOperations | None:
    """Set or replace tags. More than 100 go in several requests, each stored whole or not at all."""
    tag_values(tags)
    run = active_or_new_run()
    return MlflowClient(run.tracking_uri).log_values(run.info.run_id, tags=tags, synchronous=synchronous)


def delete_tag(key: str) -> None:
    """Remove a tag; absent raises RESOURCE_DOES_NOT_EXIST."""
    run = active_or_new_run()
    MlflowClient(run.tracking_uri).delete_tag(run.info.run_id, key)

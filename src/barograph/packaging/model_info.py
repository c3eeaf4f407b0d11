"""What logging a model gives back, and what there is to know about a stored one."""

from __future__ import annotations

from typing import Any

import msgspec

from barograph.model import LoggedModel
from barograph.packaging.manifest import Model
from barograph.packaging.signature import ModelSignature


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A stored model. `model_uri` loads it; `artifact_path` is the URI of its directory, or the path below the run of old models."""

    model_uri: str
    model_id: str | None
    model_uuid: str | None
    name: str | None
    artifact_path: str | None
    run_id: str | None
    flavors: dict[str, Any]
    signature: ModelSignature | None
    saved_input_example_info: dict[str, Any] | None
    utc_time_created: str
    mlflow_version: str | None
    metadata: dict[str, Any] | None = None
    registered_model_version: Any = None
    env_vars: list[str] | None = None
    prompts: list[Any] | None = None
    params: dict[str, str] | None = None
    tags: dict[str, str] | None = None
    metrics: list[Any] | None = None
    creation_timestamp: int | None = None

    @property
    def signature_dict(self) -> dict[str, Any] | None:
        """The signature as it stands in the MLmodel file."""
        return self.signature.to_dict() if self.signature else None


def model_info(manifest: Model, *, model_uri: str | None = None, logged: LoggedModel | None = None, version: Any = None) -> ModelInfo:
    """Info of a model from its manifest and, if it is logged, its entity. `version` is what registering it has made."""
    from barograph.entities.metric import Metric

    if model_uri is None and manifest.model_id:
        model_uri = f"models:/{manifest.model_id}"
    if model_uri is None:
        model_uri = f"runs:/{manifest.run_id}/{manifest.artifact_path}" if manifest.run_id else str(manifest.artifact_path or "")
    return ModelInfo(
        model_uri=model_uri,
        model_id=manifest.model_id,
        model_uuid=manifest.model_uuid,
        name=logged.name if logged else None,
        artifact_path=manifest.artifact_path,
        run_id=manifest.run_id,
        flavors=manifest.flavors,
        signature=manifest.signature,
        saved_input_example_info=manifest.saved_input_example_info,
        utc_time_created=manifest.utc_time_created,
        mlflow_version=manifest.mlflow_version,
        metadata=manifest.metadata,
        registered_model_version=version,
        env_vars=manifest.env_vars,
        prompts=manifest.prompts,
        params=dict(logged.params) if logged else None,
        tags=dict(logged.tags) if logged else None,
        metrics=[Metric.of_model(point) for point in logged.metrics] if logged else None,
        creation_timestamp=logged.created_ms if logged else None,
    )

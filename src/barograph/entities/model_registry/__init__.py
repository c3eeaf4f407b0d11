"""Entities of the model registry."""

from barograph.entities.model_registry.model_version import ModelVersion, ModelVersionTag
from barograph.entities.model_registry.registered_model import RegisteredModel, RegisteredModelAlias, RegisteredModelTag

__all__ = ["ModelVersion", "ModelVersionTag", "RegisteredModel", "RegisteredModelAlias", "RegisteredModelTag"]

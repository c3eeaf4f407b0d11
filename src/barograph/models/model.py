"""Manifests, under the name by which MLflow code imports them."""

from barograph.packaging.manifest import Model
from barograph.packaging.model_info import ModelInfo

__all__ = ["Model", "ModelInfo"]

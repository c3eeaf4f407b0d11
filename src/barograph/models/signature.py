"""Signatures, under the name by which MLflow code imports them."""

from barograph.packaging.infer import infer_signature
from barograph.packaging.signature import ModelSignature

__all__ = ["ModelSignature", "infer_signature"]

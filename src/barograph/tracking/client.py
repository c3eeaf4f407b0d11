"""The client class, where MLflow code looks for it."""

from barograph.client.tracking_client import MlflowClient

__all__ = ["MlflowClient"]

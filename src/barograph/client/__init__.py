"""The client: the active run, fluent functions, and `MlflowClient`."""

from barograph.lazy import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__, {"barograph.client.tracking_client": ("MlflowClient",)})

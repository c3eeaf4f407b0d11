"""Tracking under the names that MLflow code imports."""

from barograph.lazy import lazy_names

_SOURCES = {
    "barograph.client.session": (
        "get_registry_uri",
        "get_tracking_uri",
        "is_tracking_uri_set",
        "set_registry_uri",
        "set_tracking_uri",
    ),
    "barograph.client.tracking_client": ("MlflowClient",),
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES)

"""Barograph: track, compare, package and register machine-learning models.

`import barograph as mlflow` is enough for code written for MLflow's classic API. Names load when they are first used.
"""

from barograph.lazy import lazy_names
from barograph.version import __version__ as __version__

_SUBMODULES = ("artifacts", "client", "data", "entities", "exceptions", "models", "projects", "pyfunc", "sklearn", "tracking", "types")

_SOURCES = {
    "barograph.client.active_model": ("ActiveModel", "clear_active_model", "get_active_model_id"),
    "barograph.client.comparison": ("compare",),
    "barograph.client.datasets": ("log_input", "log_inputs"),
    "barograph.client.experiments": (
        "create_experiment",
        "delete_experiment",
        "delete_experiment_tag",
        "get_experiment",
        "get_experiment_by_name",
        "restore_experiment",
        "search_experiments",
        "set_experiment",
        "set_experiment_tag",
        "set_experiment_tags",
    ),
    "barograph.client.image": ("Image",),
    "barograph.client.logged_models": (
        "create_external_model",
        "delete_logged_model_tag",
        "finalize_logged_model",
        "get_logged_model",
        "initialize_logged_model",
        "last_logged_model",
        "log_model_params",
        "log_outputs",
        "search_logged_models",
        "set_active_model",
        "set_logged_model_tags",
    ),
    "barograph.client.metric_series": ("metric_series",),
    "barograph.client.metrics": ("log_metric", "log_metrics"),
    "barograph.client.open_runs": ("ActiveRun",),
    "barograph.client.operations": ("flush_artifact_async_logging", "flush_async_logging"),
    "barograph.client.params": ("log_param", "log_params"),
    "barograph.client.register": ("register_model",),
    "barograph.client.registry": ("search_model_versions", "search_registered_models", "set_model_version_tag"),
    "barograph.client.run_artifacts": (
        "get_artifact_uri",
        "load_table",
        "log_artifact",
        "log_artifacts",
        "log_dict",
        "log_figure",
        "log_image",
        "log_stream",
        "log_table",
        "log_text",
    ),
    "barograph.client.runs": (
        "active_run",
        "delete_run",
        "end_run",
        "get_parent_run",
        "get_run",
        "last_active_run",
        "restore_run",
        "start_run",
    ),
    "barograph.client.search": ("search_runs",),
    "barograph.client.session": (
        "get_registry_uri",
        "get_tracking_uri",
        "is_tracking_uri_set",
        "set_registry_uri",
        "set_tracking_uri",
    ),
    "barograph.client.system_metrics.monitor": (
        "disable_system_metrics_logging",
        "enable_system_metrics_logging",
        "set_system_metrics_node_id",
        "set_system_metrics_samples_before_logging",
        "set_system_metrics_sampling_interval",
    ),
    "barograph.client.tags": ("delete_tag", "set_tag", "set_tags"),
    "barograph.client.tracking_client": ("MlflowClient",),
    "barograph.client.ui": ("ui",),
    "barograph.exceptions": ("MlflowException",),
    "barograph.projects.start": ("run",),
}


def _missing(name: str) -> Exception | None:
    from barograph.not_offered import MISSING

    if name not in MISSING:
        return None
    from barograph.errors import NotOffered

    return NotOffered(__name__, name, MISSING[name])


__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, _SUBMODULES, ("__version__",), _missing)

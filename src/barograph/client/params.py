"""Logging params of the active run."""

from collections.abc import Mapping
from typing import Any

from barograph.client.operations import RunOperations
from barograph.client.runs import active_or_new_run
from barograph.client.text_value import param_values
from barograph.client.tracking_client import MlflowClient


def log_param(key: str, value: Any, synchronous: bool | None = None) -> Any:
    """Log a param, kept as text, and return its value. Another value than before raises INVALID_PARAMETER_VALUE.

    A mapping is logged as the params that it nests: `log_param("opt", {"lr": 0.001})` logs `opt.lr`.
    """
    param_values({key: value})
    run = active_or_new_run()
    return MlflowClient(run.tracking_uri).log_param(run.info.run_id, key, value, synchronous)


def log_params(params: Mapping[str, Any], synchronous: bool | None = None, run_id: str | None = None) -> RunOperations | None:
    """Log params of the active run, or of the run named. More than 100 go in several requests, each stored whole or not at all.

    Nested mappings become flat, keys joined by periods.
    """
    param_values(params)
    if run_id is not None:
        return MlflowClient().log_values(run_id, params=params, synchronous=synchronous)
    run = active_or_new_run()
    return MlflowClient(run.tracking_uri).log_values(run.info.run_id, params=params, synchronous=synchronous)

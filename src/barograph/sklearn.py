"""scikit-learn models: save, log and load them. `autolog` is not offered yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from barograph.packaging.adapters.sklearn import CLOUDPICKLE, SKOPS, default_requirements
from barograph.packaging.environment import Wishes, conda_env
from barograph.packaging.load import load_native
from barograph.packaging.log import Entry
from barograph.packaging.log import log_model as _log
from barograph.packaging.manifest import Model
from barograph.packaging.model_info import ModelInfo
from barograph.packaging.requirements import merged
from barograph.packaging.save import Description
from barograph.packaging.save import save_model as _save

__all__ = ["get_default_conda_env", "get_default_pip_requirements", "load_model", "log_model", "save_model"]


def log_model(
    sk_model: Any,
    artifact_path: str | None = None,
    conda_env: dict[str, Any] | str | None = None,
    code_paths: Sequence[str] | None = None,
    serialization_format: str | None = None,
    registered_model_name: str | None = None,
    signature: Any = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: str | Sequence[str] | None = None,
    extra_pip_requirements: str | Sequence[str] | None = None,
    pyfunc_predict_fn: str = "predict",
    metadata: Mapping[str, Any] | None = None,
    extra_files: Sequence[str] | None = None,
    params: Mapping[str, Any] | None = None,
    tags: Mapping[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    name: str | None = None,
    skops_trusted_types: Sequence[str] | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log an estimator, of the active run if there is one.

    Saved with skops unless `serialization_format` is "cloudpickle" or "pickle", whose loading executes code. `skops_trusted_types` names
    types of your own to save with skops.
    """
    _refuse(kwargs)
    entry = Entry(
        name=name,
        artifact_path=artifact_path,
        model_id=model_id,
        model_type=model_type,
        params=params,
        tags=tags,
        step=step,
        registered_model_name=registered_model_name,
        await_registration_for=await_registration_for,
    )
    description = Description(
        signature=signature,
        input_example=input_example,
        wishes=Wishes(conda_env=conda_env, pip_requirements=pip_requirements, extra_pip_requirements=extra_pip_requirements),
        code_paths=code_paths,
        extra_files=extra_files,
        metadata=metadata,
    )
    return _log("sklearn", sk_model, entry, description, _options(serialization_format, pyfunc_predict_fn, skops_trusted_types))


def save_model(
    sk_model: Any,
    path: str | Path,
    conda_env: dict[str, Any] | str | None = None,
    code_paths: Sequence[str] | None = None,
    mlflow_model: Model | None = None,
    serialization_format: str | None = None,
    signature: Any = None,
    input_example: Any = None,
    pip_requirements: str | Sequence[str] | None = None,
    extra_pip_requirements: str | Sequence[str] | None = None,
    pyfunc_predict_fn: str = "predict",
    metadata: Mapping[str, Any] | None = None,
    skops_trusted_types: Sequence[str] | None = None,
    extra_files: Sequence[str] | None = None,
) -> None:
    """Save an estimator to a local directory, which must be absent or empty."""
    description = Description(
        signature=signature,
        input_example=input_example,
        wishes=Wishes(conda_env=conda_env, pip_requirements=pip_requirements, extra_pip_requirements=extra_pip_requirements),
        code_paths=code_paths,
        extra_files=extra_files,
        metadata=metadata,
    )
    options = _options(serialization_format, pyfunc_predict_fn, skops_trusted_types)
    _save("sklearn", sk_model, path, description, options, mlflow_model)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """The estimator at a path or URI. Pickled ones load only if you saved them on this machine or vouched for them."""
    return load_native(model_uri, "sklearn", dst_path)


def get_default_pip_requirements(include_cloudpickle: bool = False, include_skops: bool = False) -> list[str]:
    """Pinned packages that saved estimators need."""
    chosen = [form for form, wanted in ((CLOUDPICKLE, include_cloudpickle), (SKOPS, include_skops)) if wanted]
    return merged(*(default_requirements(form) for form in (chosen or ["pickle"])))


def get_default_conda_env(include_cloudpickle: bool = False, include_skops: bool = False) -> dict[str, Any]:
    """The conda environment of saved estimators."""
    return conda_env(get_default_pip_requirements(include_cloudpickle, include_skops))


def _options(form: str | None, predict_fn: str, trusted: Sequence[str] | None) -> dict[str, Any]:
    return {"serialization_format": form, "pyfunc_predict_fn": predict_fn, "skops_trusted_types": trusted}


def _refuse(kwargs: Mapping[str, Any]) -> None:
    if kwargs:
        raise TypeError(f"log_model got unexpected arguments: {', '.join(sorted(kwargs))}.")

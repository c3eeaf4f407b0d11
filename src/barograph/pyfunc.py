"""Models of any library behind one `predict`, and custom models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from barograph.errors import NotSupported
from barograph.packaging.adapters import PYTHON_FUNCTION
from barograph.packaging.adapters.python_function import default_requirements
from barograph.packaging.environment import Wishes, conda_env
from barograph.packaging.fetch import fetch_model
from barograph.packaging.load import load_pyfunc as _load
from barograph.packaging.log import Entry
from barograph.packaging.log import log_model as _log
from barograph.packaging.manifest import Model
from barograph.packaging.model_info import ModelInfo
from barograph.packaging.pyfunc_model import PyFuncModel
from barograph.packaging.python_model import PythonModel, PythonModelContext
from barograph.packaging.save import Description
from barograph.packaging.save import save_model as _save

__all__ = [
    "PyFuncModel",
    "PythonModel",
    "PythonModelContext",
    "add_to_model",
    "get_default_conda_env",
    "get_default_pip_requirements",
    "get_model_dependencies",
    "load_model",
    "load_pyfunc",
    "log_model",
    "save_model",
]

_Custom = PythonModel | Callable[..., Any] | str | Path


def load_model(
    model_uri: str, suppress_warnings: bool = False, dst_path: str | None = None, model_config: str | Path | dict[str, Any] | None = None
) -> PyFuncModel:
    """The model at a path or URI: `runs:/`, `models:/name/version`, `/stage`, `/latest`, `@alias`, `models:/model_id`.

    Code in it runs only if you saved the model on this machine or vouched for it with `barograph.models.trust`.
    """
    return _load(model_uri, dst_path, model_config, quiet=suppress_warnings)


def load_pyfunc(model_uri: str, suppress_warnings: bool = False) -> PyFuncModel:
    """Old name of `load_model`."""
    return load_model(model_uri, suppress_warnings)


def log_model(
    artifact_path: str | None = None,
    loader_module: str | None = None,
    data_path: str | None = None,
    code_paths: Sequence[str] | None = None,
    infer_code_paths: bool = False,
    conda_env: dict[str, Any] | str | None = None,
    python_model: _Custom | None = None,
    artifacts: dict[str, str] | None = None,
    registered_model_name: str | None = None,
    signature: Any = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: str | Sequence[str] | None = None,
    extra_pip_requirements: str | Sequence[str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    model_config: Mapping[str, Any] | None = None,
    streamable: bool | None = None,
    resources: Any = None,
    auth_policy: Any = None,
    uv_project_path: str | None = None,
    uv_groups: Sequence[str] | None = None,
    uv_extras: Sequence[str] | None = None,
    prompts: Any = None,
    name: str | None = None,
    params: Mapping[str, Any] | None = None,
    tags: Mapping[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
) -> ModelInfo:
    """Log a custom model, of the active run if there is one.

    It is a `PythonModel`, a function of one argument or the path of a script, or what a `loader_module` of yours makes of `data_path`.
    """
    _refuse(infer_code_paths=infer_code_paths, resources=resources, auth_policy=auth_policy, uv_project_path=uv_project_path,
            uv_groups=uv_groups, uv_extras=uv_extras, prompts=prompts)  # fmt: skip
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
        metadata=metadata,
    )
    return _log(PYTHON_FUNCTION, python_model, entry, description, _options(loader_module, data_path, artifacts, model_config, streamable))


def save_model(
    path: str | Path,
    loader_module: str | None = None,
    data_path: str | None = None,
    code_paths: Sequence[str] | None = None,
    infer_code_paths: bool = False,
    conda_env: dict[str, Any] | str | None = None,
    mlflow_model: Model | None = None,
    python_model: _Custom | None = None,
    artifacts: dict[str, str] | None = None,
    signature: Any = None,
    input_example: Any = None,
    pip_requirements: str | Sequence[str] | None = None,
    extra_pip_requirements: str | Sequence[str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    model_config: Mapping[str, Any] | None = None,
    streamable: bool | None = None,
    resources: Any = None,
    auth_policy: Any = None,
    uv_project_path: str | None = None,
    uv_groups: Sequence[str] | None = None,
    uv_extras: Sequence[str] | None = None,
    **kwargs: Any,
) -> None:
    """Save a custom model to a local directory, which must be absent or empty."""
    if kwargs:
        raise TypeError(f"save_model got unexpected arguments: {', '.join(sorted(kwargs))}.")
    _refuse(infer_code_paths=infer_code_paths, resources=resources, auth_policy=auth_policy, uv_project_path=uv_project_path,
            uv_groups=uv_groups, uv_extras=uv_extras)  # fmt: skip
    description = Description(
        signature=signature,
        input_example=input_example,
        wishes=Wishes(conda_env=conda_env, pip_requirements=pip_requirements, extra_pip_requirements=extra_pip_requirements),
        code_paths=code_paths,
        metadata=metadata,
    )
    options = _options(loader_module, data_path, artifacts, model_config, streamable)
    _save(PYTHON_FUNCTION, python_model, path, description, options, mlflow_model)


def add_to_model(
    model: Model,
    loader_module: str,
    data: str | None = None,
    code: str | None = None,
    conda_env: str | None = None,
    python_env: str | None = None,
    model_config: Mapping[str, Any] | None = None,
    model_code_path: str | None = None,
    **kwargs: Any,
) -> Model:
    """Add the python_function flavour to a manifest."""
    import platform

    env = {key: value for key, value in (("conda", conda_env), ("virtualenv", python_env)) if value}
    optional = {"data": data, "code": code, "env": env, "config": model_config, "model_code_path": model_code_path}
    given = {key: value for key, value in optional.items() if value}
    return model.add_flavor(PYTHON_FUNCTION, **kwargs, loader_module=loader_module, python_version=platform.python_version(), **given)


def get_default_pip_requirements() -> list[str]:
    """Pinned packages that saved custom models need."""
    return default_requirements()


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment of saved custom models."""
    return conda_env(default_requirements())


def get_model_dependencies(model_uri: str, format: str = "pip") -> str:  # noqa: A002  # MLflow's argument
    """Local path of a model's requirements.txt, or with format "conda" of its conda.yaml."""
    names = {"pip": "requirements.txt", "conda": "conda.yaml"}
    if format not in names:
        raise NotSupported(f"format {format!r} is not known. Use 'pip' or 'conda'.")
    directory, _ = fetch_model(model_uri)
    return str(directory / names[format])


def _options(
    loader_module: str | None,
    data_path: str | None,
    artifacts: dict[str, str] | None,
    model_config: Mapping[str, Any] | None,
    streamable: bool | None,
) -> dict[str, Any]:
    return {
        "loader_module": loader_module,
        "data_path": data_path,
        "artifacts": artifacts,
        "model_config": model_config,
        "streamable": streamable,
    }


def _refuse(**given: Any) -> None:
    asked = sorted(name for name, value in given.items() if value)
    if asked:
        raise NotSupported(f"{', '.join(asked)} are not offered for models. Leave them out.")

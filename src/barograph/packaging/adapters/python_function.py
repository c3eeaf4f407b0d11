"""Custom models: a `PythonModel`, a function, a script that calls `set_model`, or a loader module of the user's own."""

from __future__ import annotations

import bz2
import gzip
import importlib
import lzma
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from barograph.errors import DamagedModel, InvalidValue, shown
from barograph.packaging import foreign_names, python_model
from barograph.packaging.adapters import Predictor, SavedFlavor
from barograph.packaging.adapters.artifact_files import artifact_paths, copy_artifacts
from barograph.packaging.code_model import script_model
from barograph.packaging.gate import Gate
from barograph.packaging.manifest import Model
from barograph.packaging.requirements import merged, packages_of, pinned

_PICKLE = "python_model.pkl"
_LOADER, _CODE_LOADER = "mlflow.pyfunc.model", "mlflow.pyfunc.loaders.code_model"
_DECOMPRESS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "bzip2": bz2.decompress, "lzma": lzma.decompress}


def recognise(model: object) -> bool:
    """Whether it is a `PythonModel`."""
    return isinstance(model, python_model.PythonModel)


def save(model: Any, directory: Path, options: dict[str, Any]) -> SavedFlavor:
    """`model` is the PythonModel, function or path of a script, None with a `loader_module`."""
    loader_module, config = options.get("loader_module"), options.get("model_config")
    if (model is None) == (loader_module is None):
        raise InvalidValue("Give exactly one of python_model and loader_module.")
    keys: dict[str, Any] = {"loader_module": loader_module}
    modules: set[str] = set()
    if loader_module is not None:
        keys["data"] = _copy_data(options.get("data_path"), directory)
    elif isinstance(model, str | Path):
        keys |= {"loader_module": _CODE_LOADER} | _copy_script(Path(model), directory)
    else:
        keys["loader_module"] = _LOADER
        content, modules = _pickled(_as_model(model))
        (directory / _PICKLE).write_bytes(content)
        keys |= {"python_model": _PICKLE, "cloudpickle_version": _cloudpickle_version()}
        keys["streamable"] = type(model).predict_stream is not python_model.PythonModel.predict_stream if recognise(model) else False
    if options.get("streamable") is not None:
        keys["streamable"] = bool(options["streamable"])
    if options.get("artifacts"):
        keys["artifacts"] = copy_artifacts(options["artifacts"], directory)
    if config is not None:
        keys["config"] = dict(config)
    return SavedFlavor(keys=None, python_function=keys, requirements=merged(default_requirements(), packages_of(modules)))


def default_requirements() -> list[str]:
    """Pinned packages that every custom model needs."""
    return [pinned("cloudpickle")]


def _as_model(model: Any) -> python_model.PythonModel:
    if recognise(model):
        return model  # type: ignore[no-any-return]  # recognised
    if isinstance(model, type) or not callable(model):
        raise InvalidValue(f"python_model must be a PythonModel instance, a function or a script's path, not {shown(model)}.")
    return python_model.FunctionModel(model)


def _pickled(model: python_model.PythonModel) -> tuple[bytes, set[str]]:
    try:
        return foreign_names.dump_with_modules(model)
    except (TypeError, pickle.PicklingError, AttributeError, RecursionError) as problem:
        raise InvalidValue(
            f"cloudpickle cannot save {type(model).__name__}: {problem}. Keep what it names out of the model and load it in load_context,"
            " or save the model as a script."
        ) from problem


def _cloudpickle_version() -> str:
    return pinned("cloudpickle").partition("==")[2]


def _copy_data(data_path: str | Path | None, directory: Path) -> str | None:
    if data_path is None:
        return None
    source, target = Path(data_path), directory / "data" / Path(data_path).name
    if not source.exists():
        raise InvalidValue(f"data_path {shown(str(data_path))} does not exist.")
    target.parent.mkdir(exist_ok=True)
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return target.relative_to(directory).as_posix()


def _copy_script(script: Path, directory: Path) -> dict[str, Any]:
    if not script.is_file() or script.suffix != ".py":
        raise InvalidValue(f"python_model is {shown(str(script))}, which is no Python script. Give the path of an existing .py file.")
    shutil.copy(script, directory / script.name)
    return {"model_code_path": str(script.resolve())}


def sealed(manifest: Model) -> list[str]:
    """Pickle, script, data of a loader, and artifacts."""
    keys = manifest.flavors.get("python_function", {})
    script = Path(keys["model_code_path"]).name if keys.get("model_code_path") else None
    artifacts = [entry["path"] for entry in (keys.get("artifacts") or {}).values()]
    return [name for name in (keys.get("python_model"), script, keys.get("data"), *artifacts) if name]


def load(gate: Gate, manifest: Model, model_config: dict[str, Any]) -> Any:
    """The model with its context, or what the loader module returns."""
    keys = manifest.flavors["python_function"]
    loader = keys.get("loader_module")
    if loader == _CODE_LOADER:
        model = script_model(gate, str(keys.get("model_code_path")), model_config)
        model = python_model.FunctionModel(model) if not hasattr(model, "predict") and callable(model) else model
    elif loader == _LOADER:
        compression = keys.get("python_model_compression")
        model = gate.read_pickle(str(keys.get("python_model", _PICKLE)), _DECOMPRESS[compression] if compression else None)
    else:
        gate.require_vouched(f"the module {loader} loads it")
        return _loaded_by(str(loader), gate.directory / (keys.get("data") or ""), model_config)
    if not hasattr(model, "predict"):
        raise DamagedModel("the custom model", f"{type(model).__name__} has no predict")
    context = python_model.PythonModelContext(artifact_paths(gate, keys.get("artifacts") or {}), model_config)
    if hasattr(model, "load_context"):
        model.load_context(context=context)
    return python_model.LoadedModel(model, context)


def _loaded_by(loader: str, data: Path, model_config: dict[str, Any]) -> Any:
    function = importlib.import_module(loader)._load_pyfunc  # noqa: SLF001  # the name that the format prescribes
    return function(str(data), model_config) if model_config else function(str(data))


def predict(model: Any, keys: dict[str, Any]) -> Predictor:  # noqa: ARG001  # custom models say themselves how they predict
    """The model with a context, if it has none yet."""
    if isinstance(model, python_model.LoadedModel):
        return model
    if hasattr(model, "predict") and not recognise(model):
        return python_model.LoadedModel(model, None)
    return python_model.LoadedModel(_as_model(model), python_model.PythonModelContext({}, {}))

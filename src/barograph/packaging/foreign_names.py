"""MLflow's names for our classes in pickles, both ways, so that custom models travel without the other library installed.

Reading maps the few names that MLflow's own base classes and wrappers leave in a pickle; writing names our base classes as MLflow does,
looked up when the pickle is read.
"""

from __future__ import annotations

import dis
import importlib
import io
import pickle
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import cloudpickle  # type: ignore[import-untyped]  # it ships no types

from barograph.errors import BarographError, UntrustedModel

_MODULES = {
    "mlflow": "barograph",
    "mlflow.pyfunc": "barograph.pyfunc",
    "mlflow.pyfunc.model": "barograph.packaging.python_model",
    "mlflow.models": "barograph.models",
    "mlflow.sklearn": "barograph.sklearn",
    "mlflow.types": "barograph.types",
    "mlflow.types.schema": "barograph.types",
    "mlflow.exceptions": "barograph.exceptions",
    "mlflow.entities": "barograph.entities",
    "mlflow.tracking": "barograph.tracking",
    "mlflow.data": "barograph.data",
    "mlflow.artifacts": "barograph.artifacts",
}
"""MLflow's modules and ours of the same surface."""

_OURS = {ours: theirs for theirs, ours in reversed(_MODULES.items())}


class TypeHints:
    """Hints of a predict function, as MLflow records them: of its data and of what it returns."""

    def __init__(self, input: Any = None, output: Any = None) -> None:  # noqa: A002  # MLflow's names
        self.input = input
        self.output = output


class PredictInfo(NamedTuple):
    """Hint and name of a predict function's data argument, as MLflow's wrapper holds them."""

    input_type_hint: Any
    input_param_name: str


def _unvalidated(args: Any, kwargs: Any, *_: Any) -> tuple[Any, Any]:
    return args, kwargs


def _class(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def _known(module: str, name: str) -> Any:
    """Our counterpart of one of MLflow's classes or functions, None if there is none."""
    match module, name:
        case "mlflow.pyfunc.model", "PythonModel" | "PythonModelContext":
            return _class("barograph.packaging.python_model", name)
        case "mlflow.pyfunc.model", "_FunctionPythonModel":
            return _class("barograph.packaging.python_model", "FunctionModel")
        case "mlflow.models.signature", "_TypeHints":
            return TypeHints
        case "mlflow.pyfunc.utils.data_validation", "FuncInfo":
            return PredictInfo
        case "mlflow.pyfunc.utils.data_validation", "_validate_model_input":
            return _unvalidated
        case "mlflow.exceptions", "MlflowException":
            return BarographError
        case _:
            return None


def _import(name: str, package: str | None = None) -> ModuleType:
    """Import a module that a pickle names, ours for MLflow's."""
    return importlib.import_module(_MODULES.get(name, name), package)


class ForeignUnpickler(pickle.Unpickler):
    """Reads a pickle made with cloudpickle, understanding MLflow's names. Only the gate may make one."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in (("cloudpickle.cloudpickle", "subimport"), ("importlib", "import_module")):
            return _import
        known = _known(module, name)
        if known is not None:
            return known
        if module.partition(".")[0] != "mlflow":
            return super().find_class(module, name)
        try:
            return getattr(_import(module), name)
        except (ImportError, AttributeError) as problem:
            raise UntrustedModel(
                f"The model uses {module}.{name}, for which Barograph has no counterpart. Install mlflow in this environment to load it."
            ) from problem


class _Module:
    """Stands in a pickle for a module, found when the pickle is read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __reduce__(self) -> tuple[Any, ...]:
        return importlib.import_module, (self.name,)


class ForeignPickler(cloudpickle.Pickler):  # type: ignore[misc]  # its base has no types
    """Pickles with cloudpickle, naming our base classes and modules as MLflow does; `modules` are those that the pickle needs."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=pickle.DEFAULT_PROTOCOL)
        self.modules: set[str] = set()

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, ModuleType):
            self.modules.add(obj.__name__)
            if obj.__name__ in _OURS:
                return importlib.import_module, (_OURS[obj.__name__],)
        elif isinstance(obj, CodeType):
            self.modules.update(_imported_by(obj))
        else:
            self.modules.add(getattr(obj if isinstance(obj, type | FunctionType) else type(obj), "__module__", None) or "")
        if isinstance(obj, type) and obj.__module__ == "barograph.packaging.python_model":
            name = "_FunctionPythonModel" if obj.__name__ == "FunctionModel" else obj.__name__
            return getattr, (_Module("mlflow.pyfunc.model"), name)
        return super().reducer_override(obj)


def _imported_by(code: CodeType) -> set[str]:
    """Modules that a function's body imports."""
    return {step.argval for step in dis.get_instructions(code) if step.opname == "IMPORT_NAME" and step.argval}


def dump_with_modules(value: object) -> tuple[bytes, set[str]]:
    """The pickle of a value, readable with or without Barograph, and the modules that it needs."""
    stream = io.BytesIO()
    pickler = ForeignPickler(stream)
    pickler.dump(value)
    return stream.getvalue(), pickler.modules

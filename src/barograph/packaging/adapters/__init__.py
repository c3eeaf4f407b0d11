"""One adapter for each library: what makes a flavour of model different from the others. Everything else is written once.

An adapter is a module with the hooks of `Adapter`, found through the table below and imported when it is first needed.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

import msgspec

from barograph.errors import NotSupported, shown
from barograph.packaging.gate import Gate
from barograph.packaging.manifest import Model

PYTHON_FUNCTION = "python_function"

_ADAPTERS = {"sklearn": "barograph.packaging.adapters.sklearn", PYTHON_FUNCTION: "barograph.packaging.adapters.python_function"}
"""Flavour -> adapter. `python_function` stands for custom models, which have no flavour of their own."""

_LOADERS = {
    "mlflow.sklearn": "sklearn",
    "mlflow.pyfunc.model": PYTHON_FUNCTION,
    "mlflow.pyfunc.loaders.code_model": PYTHON_FUNCTION,
}
"""Loader modules, by the names that MLflow reads and writes -> flavour."""


class SavedFlavor(msgspec.Struct, frozen=True, kw_only=True):
    """What an adapter has saved.

    `keys` go under its own flavour (None if it has none), `python_function` under the generic one (None if the model cannot predict).
    `requirements` are pinned.
    """

    keys: dict[str, Any] | None
    python_function: dict[str, Any] | None
    requirements: list[str]


class Predictor(Protocol):
    """A model as callers of the generic flavour see it."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any: ...


class Adapter(Protocol):
    """The hooks of one library."""

    def recognise(self, model: object) -> bool:
        """Whether this library made the model."""
        ...

    def save(self, model: Any, directory: Path, options: dict[str, Any]) -> SavedFlavor:
        """Write the payload into an existing empty directory. What cannot be saved raises `InvalidValue` with a remedy."""
        ...

    def sealed(self, manifest: Model) -> list[str]:
        """Names of the payload's files that loading executes or builds from."""
        ...

    def load(self, gate: Gate, manifest: Model, model_config: dict[str, Any]) -> Any:
        """The native model, read through the gate."""
        ...

    def predict(self, model: Any, keys: dict[str, Any]) -> Predictor:
        """The model for generic callers; `keys` are those of the python_function flavour."""
        ...


def adapter_of(flavor: str) -> Adapter:
    """The adapter of a flavour; one that is not supported raises `NotSupported`."""
    place = _ADAPTERS.get(flavor)
    if place is None:
        raise NotSupported(f"Models of flavour {shown(flavor)} are not supported. Supported are {', '.join(sorted(_ADAPTERS))}.")
    return cast("Adapter", import_module(place))


def adapter_for_loader(loader_module: object) -> Adapter:
    """The adapter that plays the part of a loader module. Other modules are a user's own and belong to custom models."""
    flavor = _LOADERS.get(str(loader_module))
    if flavor is None and str(loader_module).partition(".")[0] == "mlflow":
        raise NotSupported(f"Models loaded by {shown(loader_module)} are not supported. Supported are {', '.join(sorted(_LOADERS))}.")
    return adapter_of(flavor or PYTHON_FUNCTION)


def flavor_of(model: object) -> str | None:
    """The flavour of a model by the first adapter that recognises it, or None."""
    return next((flavor for flavor in _ADAPTERS if adapter_of(flavor).recognise(model)), None)

"""Custom models: the base class that people derive from, and functions as models."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


class PythonModelContext:
    """What a custom model is given: local paths of its artifacts by name, and its configuration."""

    def __init__(self, artifacts: dict[str, str], model_config: dict[str, Any]) -> None:
        self._artifacts = artifacts
        self._model_config = model_config

    @property
    def artifacts(self) -> dict[str, str]:
        """Absolute local path of each artifact."""
        return self._artifacts

    @property
    def model_config(self) -> dict[str, Any]:
        """Configuration saved with the model, with what was overridden at load."""
        return self._model_config


class PythonModel:
    """A model made of Python code: override `predict`, and `load_context` to read artifacts once.

    `predict` takes (context, model_input, params) or the short (model_input, params); `params` may be left out.
    """

    def load_context(self, context: PythonModelContext) -> None:
        """Called once after loading, before the first prediction."""

    @property
    def predict_type_hints(self) -> Any:
        """Type hints of `predict`: of its data and of what it returns, None where there are none."""
        from barograph.packaging.foreign_names import TypeHints

        hints = getattr(self.predict, "__annotations__", {})
        return TypeHints(hints.get("model_input"), hints.get("return"))

    def predict(self, context: Any, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        raise NotImplementedError(f"{type(self).__name__} does not define predict.")

    def predict_stream(self, context: Any, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        raise NotImplementedError(f"{type(self).__name__} does not define predict_stream.")


class FunctionModel(PythonModel):
    """A function of one argument as a model."""

    def __init__(self, func: Callable[[Any], Any], signature: Any = None) -> None:
        self.func = func
        self.signature = signature

    def predict(self, model_input: Any, params: dict[str, Any] | None = None) -> Any:  # type: ignore[override]  # noqa: ARG002  # the short form
        return self.func(model_input)


_FunctionPythonModel = FunctionModel
"""MLflow's name, under which pickles refer to it."""


def takes_context(method: Callable[..., Any]) -> bool:
    """Whether a predict method has the long form, which begins with the context."""
    return next(iter(inspect.signature(method).parameters), "") == "context"


def takes_params(method: Callable[..., Any]) -> bool:
    """Whether a predict method accepts `params`."""
    parameters = inspect.signature(method).parameters
    return "params" in parameters or any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values())


class LoadedModel:
    """A custom model with its context, or what a loader module returned, as generic callers see it."""

    def __init__(self, python_model: Any, context: PythonModelContext | None) -> None:
        self.python_model = python_model
        self.context = context

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        return self._call(self.python_model.predict, data, params)

    def predict_stream(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        return self._call(self.python_model.predict_stream, data, params)

    def _call(self, method: Callable[..., Any], data: Any, params: dict[str, Any] | None) -> Any:
        given = {"params": params} if takes_params(method) else {}
        return method(self.context, data, **given) if takes_context(method) else method(data, **given)

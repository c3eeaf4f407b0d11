"""A loaded model of any flavour, behind one `predict`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from barograph.errors import BarographError, InvalidValue, NotSupported, SchemaViolation
from barograph.packaging.adapters import Predictor
from barograph.packaging.enforce import enforce_params, enforce_schema
from barograph.packaging.manifest import Model
from barograph.packaging.python_model import LoadedModel, PythonModelContext


class PyFuncModel:
    """A model with its signature enforced. `metadata` is the MLmodel file's content."""

    def __init__(
        self,
        model_meta: Model,
        model_impl: Any,
        predict_fn: str = "predict",
        predict_stream_fn: str | None = None,
        model_id: str | None = None,
    ) -> None:
        if not hasattr(model_impl, predict_fn):
            raise InvalidValue(f"Model implementation {type(model_impl).__name__} is missing the required method {predict_fn!r}.")
        self._metadata = model_meta
        self._impl: Predictor = model_impl
        self._predict_fn = predict_fn
        self._predict_stream_fn = predict_stream_fn or "predict_stream"
        self._model_id = model_id or model_meta.model_id

    @property
    def metadata(self) -> Model:
        """The model's manifest."""
        return self._metadata

    @property
    def model_id(self) -> str | None:
        """Id of the logged model, None for others."""
        return self._model_id

    @property
    def loader_module(self) -> Any:
        """Name of the module that the format says loads this model."""
        return self._metadata.flavors["python_function"].get("loader_module")

    @property
    def model_config(self) -> dict[str, Any]:
        """Configuration of a custom model."""
        context: PythonModelContext | None = getattr(self._impl, "context", None)
        return dict(context.model_config) if context else {}

    @property
    def input_example(self) -> Any:
        """The saved input example, or None."""
        place = f"models:/{self._model_id}" if self._model_id else None
        return self._metadata.load_input_example(place)

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """Predictions for data that fit the signature; without one the model gets data as they are."""
        return getattr(self._impl, self._predict_fn)(*self._checked(data, params))

    def predict_stream(self, data: Any, params: dict[str, Any] | None = None) -> Iterator[Any]:
        """Predictions piece by piece, from models that offer it."""
        stream = getattr(self._impl, self._predict_stream_fn, None)
        if stream is None:
            raise NotSupported("This model does not predict as a stream.")
        return stream(*self._checked(data, params))  # type: ignore[no-any-return]  # the model's own iterator

    def _checked(self, data: Any, params: dict[str, Any] | None) -> tuple[Any, dict[str, Any] | None]:
        inputs, known = self._metadata.get_input_schema(), self._metadata.get_params_schema()
        # A signature made from type hints describes values that the model takes as they are, such as a list of texts.
        if inputs is not None and not getattr(self._metadata, "is_signature_from_type_hint", False):
            data = enforce_schema(data, inputs)
        if known is None and params is None:
            return data, None
        try:
            return data, enforce_params(params, known)
        except SchemaViolation:
            raise
        except BarographError as problem:
            raise SchemaViolation(problem.message) from problem

    def unwrap_python_model(self) -> Any:
        """The custom model inside; other flavours raise `InvalidValue`."""
        if not isinstance(self._impl, LoadedModel):
            raise InvalidValue(
                "Unable to retrieve base model object from pyfunc: it is no custom model. get_raw_model gives the native one."
            )
        return self._impl.python_model

    def get_raw_model(self) -> Any:
        """The native model."""
        return getattr(self._impl, "model", None) or getattr(self._impl, "python_model", self._impl)

    def __repr__(self) -> str:
        lines = [f"loaded_model: {self._metadata.flavors['python_function'].get('loader_module')}"]
        for name in ("artifact_path", "run_id", "model_id"):
            value = getattr(self._metadata, name)
            lines += [f"{name}: {value}"] if value else []
        return "<PyFuncModel " + ", ".join(lines) + ">"

"""The columns or tensors of a model's input or output.

A schema is all columns or all tensors, all named or none named; a schema of unnamed tensors has one. JSON forms are those of MLmodel files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.packaging.schema.types import AnyDataType, DataType, JsonObject, as_type, type_from_dict, type_to_dict

_SCALAR_KEYS = {"type", "name", "required"}


class ColSpec(msgspec.Struct, frozen=True):
    """A column. Names are text, or integers from frames without column names; a column that is not required may be absent or null."""

    type: AnyDataType
    name: str | int | None = None
    required: bool = True

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "type", as_type(self.type))
        if self.name is None and not self.required:
            raise InvalidValue("A column without a name must be required.")

    def to_dict(self) -> JsonObject:
        form = type_to_dict(self.type)
        if self.name is not None:
            form["name"] = self.name
        form["required"] = self.required
        return form

    @classmethod
    def from_json_dict(cls, **form: Any) -> ColSpec:
        """Read a column's JSON form. Without `required` a scalar is required, any other type optional."""
        dtype = type_from_dict(form)
        scalar = isinstance(dtype, DataType)
        unknown = set(form) - _SCALAR_KEYS
        if scalar and unknown:
            raise InvalidValue(f"Unknown keys {sorted(unknown)} in column {shown(form)}.")
        name = form.get("name")
        required = form.get("required")
        return cls(dtype, name, scalar or name is None if required is None else bool(required))

    def __repr__(self) -> str:
        label = "" if self.name is None else f"{self.name!r}: "
        return f"{label}{self.type!r} ({'required' if self.required else 'optional'})"


class TensorSpec(msgspec.Struct, frozen=True):
    """An n-dimensional array of a numpy dtype; -1 in the shape stands for any length."""

    type: Any
    shape: tuple[int, ...]
    name: str | None = None

    def __post_init__(self) -> None:
        import numpy as np

        try:
            dtype = np.dtype(self.type)
        except TypeError as problem:
            raise InvalidValue(f"A tensor's type must be a numpy dtype, not {shown(self.type)}.") from problem
        if not isinstance(self.shape, tuple | list):
            raise InvalidValue(f"A tensor's shape must be a tuple of integers, not {shown(self.shape)}.")
        msgspec.structs.force_setattr(self, "type", dtype)
        msgspec.structs.force_setattr(self, "shape", tuple(int(length) for length in self.shape))

    @property
    def required(self) -> bool:
        """Always true: tensors have no optional ones."""
        return True

    def to_dict(self) -> JsonObject:
        form: JsonObject = {} if self.name is None else {"name": self.name}
        return form | {"type": "tensor", "tensor-spec": {"dtype": _dtype_name(self.type), "shape": list(self.shape)}}

    @classmethod
    def from_json_dict(cls, **form: Any) -> TensorSpec:
        """Read a tensor's JSON form."""
        spec = form.get("tensor-spec")
        if not isinstance(spec, dict) or "dtype" not in spec or "shape" not in spec:
            raise InvalidValue(f"Invalid tensor in a schema: {shown(form)}. Expected 'tensor-spec' with dtype and shape.")
        return cls(spec["dtype"], tuple(spec["shape"]), form.get("name"))

    def __repr__(self) -> str:
        label = "" if self.name is None else f"{self.name!r}: "
        return f"{label}Tensor({_dtype_name(self.type)!r}, {self.shape})"


def _dtype_name(dtype: Any) -> str:
    return {"U": "str", "S": "bytes"}.get(dtype.kind, str(dtype))


class Schema:
    """Columns or tensors in order."""

    def __init__(self, inputs: Sequence[ColSpec | TensorSpec]) -> None:
        if not isinstance(inputs, list | tuple) or not inputs:
            raise InvalidValue(f"A schema needs a list of one or more ColSpec or TensorSpec, not {shown(inputs)}.")
        tensors = [isinstance(spec, TensorSpec) for spec in inputs]
        if not all(isinstance(spec, ColSpec | TensorSpec) for spec in inputs) or any(tensors) != all(tensors):
            raise InvalidValue("A schema is made of ColSpec only or of TensorSpec only.")
        named = [spec.name is not None for spec in inputs]
        if any(named) != all(named):
            raise InvalidValue("A schema's inputs are all named or none of them is.")
        if all(tensors) and len(inputs) > 1 and not all(named):
            raise InvalidValue("A schema of several tensors needs names for them.")
        self.inputs = list(inputs)

    def __len__(self) -> int:
        return len(self.inputs)

    def __iter__(self) -> Iterator[ColSpec | TensorSpec]:
        return iter(self.inputs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self.inputs == other.inputs

    __hash__ = None  # type: ignore[assignment]  # the list of inputs is mutable

    def __repr__(self) -> str:
        return json.dumps(self.to_dict())

    def is_tensor_spec(self) -> bool:
        """Whether this is a schema of tensors."""
        return isinstance(self.inputs[0], TensorSpec)

    def has_input_names(self) -> bool:
        """Whether the inputs are named."""
        return self.inputs[0].name is not None

    def input_names(self) -> list[str | int]:
        """The names; positions if there are none."""
        return [i if spec.name is None else spec.name for i, spec in enumerate(self.inputs)]

    def required_input_names(self) -> list[str | int]:
        """Names that data must have."""
        return [spec.name for spec in self.inputs if spec.required and spec.name is not None]

    def optional_input_names(self) -> list[str | int]:
        """Names that data may lack."""
        return [spec.name for spec in self.inputs if not spec.required and spec.name is not None]

    def input_types(self) -> list[Any]:
        """Types, in order."""
        return [spec.type for spec in self.inputs]

    def input_dict(self) -> dict[str | int, ColSpec | TensorSpec]:
        """Inputs by name."""
        return {spec.name: spec for spec in self.inputs if spec.name is not None}

    def numpy_types(self) -> list[Any]:
        """Numpy dtypes, in order; `object` for what is not scalar."""
        return [self._numpy(spec, pandas=False) for spec in self.inputs]

    def pandas_types(self) -> list[Any]:
        """Dtypes of pandas columns, in order."""
        return [self._numpy(spec, pandas=True) for spec in self.inputs]

    @staticmethod
    def _numpy(spec: ColSpec | TensorSpec, *, pandas: bool) -> Any:
        import numpy as np

        if isinstance(spec, TensorSpec):
            return spec.type
        if isinstance(spec.type, DataType):
            return spec.type.to_pandas() if pandas else spec.type.to_numpy()
        return np.dtype("object")

    def to_dict(self) -> list[JsonObject]:
        """Plain lists and dicts of the JSON form."""
        return [spec.to_dict() for spec in self.inputs]

    def to_json(self) -> str:
        """The schema as it stands in an MLmodel file."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Schema:
        """Read the JSON form; what breaks a schema's rules raises `InvalidValue`."""
        forms = _json_list(text, "schema")
        return cls(
            [TensorSpec.from_json_dict(**form) if form.get("type") == "tensor" else ColSpec.from_json_dict(**form) for form in forms]
        )


def _json_list(text: str, what: str) -> list[JsonObject]:
    try:
        forms = json.loads(text)
    except (TypeError, ValueError) as problem:
        raise InvalidValue(f"Invalid {what}: {shown(text)} is not JSON ({problem}).") from problem
    if not isinstance(forms, list) or not all(isinstance(form, dict) for form in forms):
        raise InvalidValue(f"Invalid {what}: {shown(text)} is not a list of objects.")
    return forms

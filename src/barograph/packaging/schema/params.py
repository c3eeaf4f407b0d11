"""Parameters that a caller may give with the data, with their types and defaults."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.packaging.schema.columns import _json_list
from barograph.packaging.schema.types import DataType, JsonObject, Object, as_type, type_from_dict, type_to_dict


class ParamSpec(msgspec.Struct, frozen=True):
    """A parameter: a scalar (`shape` None), a list of scalars (`shape` (-1,)) or an object. Binary is not possible."""

    name: str
    dtype: DataType | Object
    default: Any
    shape: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        dtype = as_type(self.dtype)
        if not isinstance(dtype, DataType | Object) or dtype is DataType.binary:
            raise InvalidValue(f"Parameter {shown(self.name)} cannot be of type {dtype!r}. Use another scalar type or an Object.")
        shape = tuple(self.shape) if self.shape is not None else None
        if shape not in (None, (-1,)):
            raise InvalidValue(f"Parameter {shown(self.name)} has shape {shape}. Use None for one value or (-1,) for a list.")
        msgspec.structs.force_setattr(self, "dtype", dtype)
        msgspec.structs.force_setattr(self, "shape", shape)
        msgspec.structs.force_setattr(self, "default", self.checked(self.default))

    def checked(self, value: Any) -> Any:
        """`value` converted to the parameter's type without loss, or `InvalidValue`. None passes."""
        if value is None:
            return None
        if self.shape is None:
            return self._one(value)
        if hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1:
            value = value.tolist()
        if not isinstance(value, list):
            raise InvalidValue(f"Parameter {shown(self.name)} takes a list of {self.dtype!r}, not {shown(value)}.")
        return [self._one(item) for item in value]

    def _one(self, value: Any) -> Any:
        if isinstance(self.dtype, Object):
            if not isinstance(value, dict):
                raise InvalidValue(f"Parameter {shown(self.name)} takes a dict, not {shown(value)}.")
            return value
        if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
            value = value.item()
        converted = _converted(value, self.dtype)
        if converted is None:
            raise InvalidValue(f"Parameter {shown(self.name)} takes a {self.dtype!r}, not {shown(value)} ({type(value).__name__}).")
        return converted

    def to_dict(self) -> JsonObject:
        default = self.default
        if self.dtype is DataType.datetime and default is not None:
            default = [item.isoformat() for item in default] if isinstance(default, list) else default.isoformat()
        form: JsonObject = {"name": self.name, "default": default}
        if self.shape is not None or isinstance(self.dtype, DataType):
            form["shape"] = None if self.shape is None else list(self.shape)
        return form | type_to_dict(self.dtype)

    @classmethod
    def from_json_dict(cls, **form: Any) -> ParamSpec:
        """Read a parameter's JSON form; `dtype` may stand for `type` and `shape` may be missing."""
        kind = form.get("type", form.get("dtype"))
        if "name" not in form or kind is None or "default" not in form:
            raise InvalidValue(f"Invalid parameter in a schema: {shown(form)}. Expected name, type and default.")
        dtype = type_from_dict(form | {"type": kind})
        shape = form.get("shape")
        return cls(form["name"], dtype, form["default"], tuple(shape) if shape else None)  # type: ignore[arg-type]  # __post_init__ checks

    def __repr__(self) -> str:
        return f"{self.name!r}: {self.dtype!r} (default: {self.default!r}{'' if self.shape is None else ', list'})"


def _converted(value: Any, dtype: DataType) -> Any:
    """`value` as the Python type of `dtype`, None if that would lose or guess something."""
    if isinstance(value, bool):
        return value if dtype is DataType.boolean else None
    if dtype is DataType.datetime:
        if isinstance(value, str):
            try:
                return dt.datetime.fromisoformat(value)
            except ValueError:
                return None
        if isinstance(value, dt.datetime):
            return value
        return dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else None  # noqa: DTZ001  # datetimes of schemas have no zone
    if isinstance(value, str):
        return value if dtype is DataType.string else None
    if isinstance(value, int):
        if dtype in (DataType.integer, DataType.long):
            return value if -(1 << 63) <= value < 1 << 63 else None
        return float(value) if dtype in (DataType.float, DataType.double) else None
    return value if isinstance(value, float) and dtype in (DataType.float, DataType.double) else None


class ParamSchema:
    """The parameters of a model, with different names."""

    def __init__(self, params: Sequence[ParamSpec]) -> None:
        if not isinstance(params, list | tuple) or not params or not all(isinstance(param, ParamSpec) for param in params):
            raise InvalidValue(f"A parameter schema needs a list of one or more ParamSpec, not {shown(params)}.")
        names = [param.name for param in params]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise InvalidValue(f"Parameter names are repeated: {', '.join(map(shown, repeated))}.")
        self.params = list(params)

    def __len__(self) -> int:
        return len(self.params)

    def __iter__(self) -> Iterator[ParamSpec]:
        return iter(self.params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParamSchema) and self.params == other.params

    __hash__ = None  # type: ignore[assignment]  # the list of params is mutable

    def __repr__(self) -> str:
        return json.dumps(self.to_dict())

    def to_dict(self) -> list[JsonObject]:
        """Plain lists and dicts of the JSON form."""
        return [param.to_dict() for param in self.params]

    def to_json(self) -> str:
        """The parameters as they stand in an MLmodel file."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> ParamSchema:
        """Read the JSON form."""
        return cls([ParamSpec.from_json_dict(**form) for form in _json_list(text, "parameter schema")])

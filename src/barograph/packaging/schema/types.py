"""Types of model inputs and outputs: eight scalars, and arrays, objects and maps of them."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec

from barograph.errors import InvalidValue, shown

JsonObject = dict[str, Any]


class DataType(Enum):
    """A scalar type. integer and float have 32 bits, long and double 64; datetime is a time without zone, to the nanosecond."""

    boolean = "boolean"
    integer = "integer"
    long = "long"
    float = "float"
    double = "double"
    string = "string"
    binary = "binary"
    datetime = "datetime"

    def __repr__(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name

    def to_numpy(self) -> Any:
        """The numpy dtype that holds such values; `object` for binary, `str` for string."""
        import numpy as np

        return np.dtype(_NUMPY_NAMES[self])

    def to_pandas(self) -> Any:
        """The numpy dtype of a pandas column of such values."""
        import numpy as np

        return np.dtype("object") if self in (DataType.string, DataType.binary) else self.to_numpy()

    def to_python(self) -> type:
        """The Python type of one such value."""
        import datetime as dt

        return {
            "boolean": bool, "integer": int, "long": int, "float": float, "double": float, "string": str, "binary": bytes,
        }.get(self.value, dt.datetime)  # fmt: skip


_NUMPY_NAMES = {
    DataType.boolean: "bool",
    DataType.integer: "int32",
    DataType.long: "int64",
    DataType.float: "float32",
    DataType.double: "float64",
    DataType.string: "str",
    DataType.binary: "object",
    DataType.datetime: "datetime64[ns]",
}


class Array(msgspec.Struct, frozen=True):
    """A list of values of one type."""

    dtype: AnyDataType

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "dtype", as_type(self.dtype))

    def to_dict(self) -> JsonObject:
        return {"type": "array", "items": type_to_dict(self.dtype)}

    def __repr__(self) -> str:
        return f"Array({self.dtype!r})"


class Property(msgspec.Struct, frozen=True):
    """A named member of an `Object`."""

    name: str
    dtype: AnyDataType
    required: bool = True

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "dtype", as_type(self.dtype))

    def to_dict(self) -> JsonObject:
        return {self.name: type_to_dict(self.dtype) | {"required": self.required}}

    def __repr__(self) -> str:
        return f"{self.name}: {self.dtype!r} ({'required' if self.required else 'optional'})"


class Object(msgspec.Struct, frozen=True):
    """A dict with known keys; at least one."""

    properties: list[Property]

    def __post_init__(self) -> None:
        if not self.properties:
            raise InvalidValue("An Object type needs at least one property.")
        msgspec.structs.force_setattr(self, "properties", sorted(self.properties, key=lambda prop: prop.name))

    def to_dict(self) -> JsonObject:
        members: JsonObject = {}
        for prop in self.properties:
            members |= prop.to_dict()
        return {"type": "object", "properties": members}

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, self.properties)) + "}"


class Map(msgspec.Struct, frozen=True):
    """A dict with any text keys and values of one type."""

    value_type: AnyDataType

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "value_type", as_type(self.value_type))

    def to_dict(self) -> JsonObject:
        return {"type": "map", "values": type_to_dict(self.value_type)}

    def __repr__(self) -> str:
        return f"Map(str -> {self.value_type!r})"


class AnyType(msgspec.Struct, frozen=True):
    """A value that is not checked."""

    def to_dict(self) -> JsonObject:
        return {"type": "any"}

    def __repr__(self) -> str:
        return "Any"


class SparkMLVector(msgspec.Struct, frozen=True):
    """A Spark ML vector; its values are doubles."""

    def to_dict(self) -> JsonObject:
        return {"type": "sparkml_vector"}

    def __repr__(self) -> str:
        return "SparkML vector"


Compound = Array | Object | Map | AnyType | SparkMLVector
AnyDataType = DataType | Compound


def as_type(value: object) -> AnyDataType:
    """`value` itself if it is a type, or the scalar type of that name."""
    if isinstance(value, DataType | Compound):
        return value
    try:
        return DataType[value]  # type: ignore[misc]  # any other value raises KeyError
    except KeyError:
        known = ", ".join(DataType.__members__)
        raise InvalidValue(f"Unsupported type {shown(value)}. Use {known}, or Array, Object, Map, AnyType.") from None


def type_to_dict(dtype: AnyDataType) -> JsonObject:
    """JSON form of a type alone."""
    return {"type": dtype.name} if isinstance(dtype, DataType) else dtype.to_dict()


def type_from_dict(form: object) -> AnyDataType:
    """Read the JSON form of a type; keys that belong to the column around it are not looked at."""
    if not isinstance(form, dict) or not isinstance(form.get("type"), str):
        raise InvalidValue(f"Invalid type in a schema: {shown(form)}. Expected an object with a 'type'.")
    match form["type"]:
        case "array":
            return Array(type_from_dict(form.get("items")))
        case "object":
            members = form.get("properties")
            if not isinstance(members, dict):
                raise InvalidValue(f"Invalid object type in a schema: {shown(form)}. Expected 'properties'.")
            return Object([_property(name, member) for name, member in members.items()])
        case "map":
            return Map(type_from_dict(form.get("values")))
        case "any":
            return AnyType()
        case "sparkml_vector":
            return SparkMLVector()
        case scalar:
            return as_type(scalar)


def _property(name: str, form: object) -> Property:
    dtype = type_from_dict(form)
    required = form.get("required", isinstance(dtype, DataType)) if isinstance(form, dict) else True
    return Property(name, dtype, bool(required))

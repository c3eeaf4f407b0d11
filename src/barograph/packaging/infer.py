"""Schemas from data.

A column whose type has no counterpart (uint64, timedelta, decimal, mixed values) becomes `any`, with a warning that names it; the other
columns keep their types.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from barograph.errors import InvalidValue, shown
from barograph.packaging.schema import AnyType, Array, ColSpec, DataType, Object, ParamSchema, ParamSpec, Property, Schema, TensorSpec
from barograph.packaging.schema.types import AnyDataType
from barograph.packaging.signature import ModelSignature

_OF_NUMPY = {
    "bool": DataType.boolean,
    **dict.fromkeys(("int8", "int16", "int32", "uint8", "uint16"), DataType.integer),
    **dict.fromkeys(("int64", "uint32"), DataType.long),
    **dict.fromkeys(("float16", "float32"), DataType.float),
    "float64": DataType.double,
}


def infer_signature(model_input: Any = None, model_output: Any = None, params: dict[str, Any] | None = None) -> ModelSignature:
    """The signature of a model that takes data like `model_input` with `params` and gives data like `model_output`.

    Data are a DataFrame, Series, array, sparse matrix, dict, list or scalar. A column holding nulls becomes optional.
    """
    return ModelSignature(
        None if model_input is None else infer_schema(model_input),
        None if model_output is None else infer_schema(model_output),
        infer_params(params) if params else None,
    )


def infer_params(params: Mapping[str, Any]) -> ParamSchema:
    """Parameters of these defaults; None, tuples, bytes and nested lists raise `InvalidValue`."""
    return ParamSchema([_param(name, value) for name, value in params.items()])


def _param(name: str, value: Any) -> ParamSpec:
    if isinstance(value, np.ndarray):
        value = value.tolist() if value.ndim == 1 else value
    if isinstance(value, dict):
        return ParamSpec(name, _of_values([value], name)[0], value)  # type: ignore[arg-type]  # ParamSpec checks that it is an Object
    items = value if isinstance(value, list) else [value]
    kinds = {_scalar(item) for item in items}
    if kinds == {DataType.long, DataType.double}:
        kinds = {DataType.double}
    kind = kinds.pop() if len(kinds) == 1 else None
    if not isinstance(kind, DataType):
        raise InvalidValue(f"Parameter {shown(name)} has the unsupported value {shown(value)}. Use a scalar, a list of one type or a dict.")
    return ParamSpec(name, kind, value, (-1,) if isinstance(value, list) else None)


def infer_schema(data: Any) -> Schema:
    """Schema of one side of a model."""
    module = type(data).__module__.partition(".")[0]
    if module == "pandas" and hasattr(data, "dtypes"):
        return _of_pandas(data)
    if module == "scipy" and hasattr(data, "tocoo"):
        return Schema([TensorSpec(data.data.dtype, (-1, *data.shape[1:]))])
    if isinstance(data, np.ndarray):
        if data.ndim == 0:
            return Schema([ColSpec(AnyType())])
        return Schema([TensorSpec(_tensor_dtype(data), (-1, *data.shape[1:]))])
    if isinstance(data, Mapping):
        return _of_mapping(data)
    if isinstance(data, list):
        return _of_list(data)
    kind = _scalar(data)
    if kind is None:
        raise InvalidValue(f"Cannot infer a schema from {type(data).__name__}. Use a DataFrame, Series, array, dict, list or scalar.")
    return Schema([ColSpec(kind)])


def _tensor_dtype(array: Any) -> Any:
    if array.dtype == object:
        kinds = {_scalar(item) for item in array.ravel()[:1000]}
        if kinds == {DataType.string}:
            return np.dtype("str")
    return array.dtype


def _of_mapping(data: Mapping[Any, Any]) -> Schema:
    if not data:
        raise InvalidValue("Cannot infer a schema from an empty dict.")
    if all(isinstance(value, np.ndarray) for value in data.values()):
        return Schema([TensorSpec(_tensor_dtype(value), (-1, *value.shape[1:]), str(name)) for name, value in data.items()])
    return Schema([_column(str(name), *_of_values([value], name)) for name, value in data.items()])


def _of_list(data: list[Any]) -> Schema:
    if data and all(isinstance(item, Mapping) for item in data):
        names = list(dict.fromkeys(name for item in data for name in item))
        missing = {name: any(name not in item for item in data) for name in names}
        columns = [(name, *_of_values([item[name] for item in data if name in item], name)) for name in names]
        return Schema([ColSpec(kind, str(name), required and not missing[name]) for name, kind, required in columns])
    if all(item is None for item in data):
        return Schema([ColSpec(DataType.string)])
    return Schema([ColSpec(_of_values(data, None)[0])])


def _of_pandas(data: Any) -> Schema:
    import pandas as pd

    if isinstance(data, pd.Series):
        kind, required = _of_series(data, data.name)
        return Schema([ColSpec(kind) if data.name is None else _column(_column_name(data.name), kind, required)])
    if len(data.columns) == 0:
        raise InvalidValue("Cannot infer a schema from a DataFrame without columns.")
    if isinstance(data.columns, pd.MultiIndex):
        raise InvalidValue("Cannot infer a schema from a DataFrame with several levels of column names. Flatten its columns.")
    return Schema([_column(_column_name(name), *_of_series(data.iloc[:, i], name)) for i, name in enumerate(data.columns)])


def _column(name: str | int, kind: AnyDataType, required: bool) -> ColSpec:
    return ColSpec(kind, name, required)


def _column_name(name: Any) -> str | int:
    if isinstance(name, int | np.integer) and not isinstance(name, bool):
        return int(name)
    return str(name)


def _of_series(column: Any, name: Any) -> tuple[AnyDataType, bool]:
    """Type of a pandas column and whether it is required: it is unless it holds nulls."""
    import pandas as pd

    dtype = column.dtype
    required = not bool(column.isna().any())
    if isinstance(dtype, pd.CategoricalDtype):
        return _of_series(pd.Series(dtype.categories), name)[0], required
    if isinstance(dtype, pd.ArrowDtype):
        return _of_arrow(dtype.pyarrow_dtype, column, name), required
    if isinstance(dtype, pd.StringDtype):
        return DataType.string, required
    if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
        return DataType.datetime, required
    if dtype.kind == "O" and dtype.name == "object":
        kind, complete = _of_values(column, name)
        return kind, complete
    known = _OF_NUMPY.get(str(getattr(dtype, "numpy_dtype", dtype)))
    return known or _unknown(name, str(dtype)), required


def _of_arrow(arrow: Any, column: Any, name: Any) -> AnyDataType:
    import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

    if pa.types.is_dictionary(arrow):
        return _of_arrow(arrow.value_type, column, name)
    if pa.types.is_boolean(arrow):
        return DataType.boolean
    if pa.types.is_integer(arrow) or pa.types.is_floating(arrow):
        return _OF_NUMPY.get(str(np.dtype(arrow.to_pandas_dtype()))) or _unknown(name, str(arrow))
    if pa.types.is_timestamp(arrow) or pa.types.is_date(arrow):
        return DataType.datetime
    if pa.types.is_string(arrow) or pa.types.is_large_string(arrow) or pa.types.is_string_view(arrow):
        return DataType.string
    if pa.types.is_binary(arrow) or pa.types.is_large_binary(arrow) or pa.types.is_fixed_size_binary(arrow):
        return DataType.binary
    return _of_values(column, name)[0]


def _of_values(values: Iterable[Any], name: Any) -> tuple[AnyDataType, bool]:
    """Type common to the values and whether none of them is null."""
    required = True
    merged: AnyDataType | None = None
    for value in values:
        if _is_null(value):
            required = False
            continue
        merged = _merge(merged, _of_value(value, name))
        if merged is None:
            return _unknown(name, "values of several types"), required
    if merged is None:
        return AnyType(), name is None
    if not required and merged in (DataType.integer, DataType.long) and name is not None:
        return DataType.double, False
    return merged, required


def _of_value(value: Any, name: Any) -> AnyDataType:
    if isinstance(value, Mapping):
        if not value:
            return AnyType()
        members = [(str(key), *_of_values([member], key)) for key, member in value.items()]
        return Object([Property(key, kind, required) for key, kind, required in members])
    if isinstance(value, np.ndarray):
        value = value.tolist() if value.ndim else value.item()
    if isinstance(value, list | tuple):
        kind = _of_values(value, None)[0]
        return Array(kind) if value else Array(AnyType())
    return _scalar(value) or _unknown(name, type(value).__name__)


def _merge(one: AnyDataType | None, other: AnyDataType) -> AnyDataType | None:
    """The type of values of both types, None if there is none. Objects may differ in properties, which become optional."""
    if one is None or one == other or isinstance(one, AnyType):
        return other
    if isinstance(other, AnyType):
        return one
    if isinstance(one, Array) and isinstance(other, Array):
        items = _merge(one.dtype, other.dtype)
        return None if items is None else Array(items)
    if isinstance(one, Object) and isinstance(other, Object):
        return _merge_objects(one, other)
    numbers = (DataType.integer, DataType.long, DataType.float, DataType.double)
    if one in numbers and other in numbers:
        whole = {DataType.integer, DataType.long}
        return DataType.long if {one, other} <= whole else DataType.double
    return None


def _merge_objects(one: Object, other: Object) -> Object | None:
    left, right = ({prop.name: prop for prop in obj.properties} for obj in (one, other))
    merged = []
    for name in left | right:
        if name in left and name in right:
            kind = _merge(left[name].dtype, right[name].dtype)
            if kind is None:
                return None
            merged.append(Property(name, kind, left[name].required and right[name].required))
        else:
            merged.append(Property(name, (left | right)[name].dtype, required=False))
    return Object(merged)


def _scalar(value: Any) -> DataType | None:
    if isinstance(value, bool | np.bool_):
        return DataType.boolean
    if isinstance(value, np.datetime64 | dt.date | dt.datetime):
        return DataType.datetime
    if isinstance(value, np.generic):
        return _OF_NUMPY.get(value.dtype.name) or (DataType.string if value.dtype.kind == "U" else None)
    for kind, datatype in ((int, DataType.long), (float, DataType.double), (str, DataType.string), (bytes | bytearray, DataType.binary)):
        if isinstance(value, kind):
            return datatype
    return None


def _is_null(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, float | np.floating):
        return bool(np.isnan(value))
    if isinstance(value, np.datetime64):
        return bool(np.isnat(value))
    return type(value).__name__ in ("NAType", "NaTType")


def _unknown(name: Any, what: str) -> AnyType:
    where = "The data" if name is None else f"Column {shown(name)}"
    warnings.warn(f"{where} has {what}, which no schema type describes: it is recorded as 'any' and will not be checked.", stacklevel=2)
    return AnyType()

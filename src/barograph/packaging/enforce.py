"""Checking data against a schema before a model sees them.

Values are converted only where nothing is lost: narrower numbers to wider ones, whole numbers to floating point if each is exactly
representable. Everything else raises `SchemaViolation`, naming the columns.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from barograph.errors import SchemaViolation, shown
from barograph.packaging.schema import AnyType, Array, ColSpec, DataType, Map, Object, ParamSchema, Schema, SparkMLVector, TensorSpec
from barograph.packaging.schema.types import AnyDataType

_INTEGERS = ("int8", "int16", "int32", "uint8", "uint16")
_ACCEPTED: dict[DataType, tuple[str, ...]] = {
    DataType.boolean: ("bool",),
    DataType.integer: _INTEGERS,
    DataType.long: (*_INTEGERS, "int64", "uint32"),
    DataType.float: ("float16", "float32"),
    DataType.double: ("float16", "float32", "float64", *_INTEGERS, "uint32"),
    DataType.datetime: (),
}
"""Numpy dtypes that convert to a scalar type whatever their values."""
_FALLBACK_FLOATS = (DataType.float, DataType.double)


def enforce_schema(data: Any, schema: Schema) -> Any:
    """`data` in the form the schema describes: a DataFrame for columns, an array or dict of arrays for tensors.

    Columns come out in the schema's order; extra ones are dropped with a warning. Missing required columns, wrong types and wrong shapes
    raise `SchemaViolation`.
    """
    if schema.is_tensor_spec():
        return _enforce_tensors(data, schema)
    if _is_sparse(data):
        raise SchemaViolation("The model's signature has columns, but the data are a sparse matrix. Give a DataFrame.")
    if not schema.has_input_names() and not _is_frame(data) and _takes_values(schema):
        return [_check_value(item, schema.inputs[0].type, "input") for item in data] if isinstance(data, list) else data
    return _enforce_columns(_frame(data, schema), schema)


def enforce_params(params: Mapping[str, Any] | None, schema: ParamSchema | None) -> dict[str, Any]:
    """`params` with defaults filled in and values converted; unknown ones are dropped with a warning."""
    given = dict(params or {})
    if not all(isinstance(name, str) for name in given):
        raise SchemaViolation(f"Parameter names must be text, not {shown(sorted(given, key=str))}.")
    known = {} if schema is None else {param.name: param for param in schema}
    dropped = sorted(set(given) - set(known))
    if dropped:
        warnings.warn(f"The model's signature has no parameters {', '.join(map(shown, dropped))}; they are ignored.", stacklevel=2)
    return {name: param.checked(given[name]) if name in given else param.default for name, param in known.items()}


def _takes_values(schema: Schema) -> bool:
    """Whether an unnamed schema describes values that are no table cells."""
    return len(schema) == 1 and isinstance(schema.inputs[0].type, Array | Object | Map | AnyType)


def _is_frame(data: Any) -> bool:
    return type(data).__module__.partition(".")[0] == "pandas"


def _is_sparse(data: Any) -> bool:
    return type(data).__module__.partition(".")[0] == "scipy" and hasattr(data, "tocoo")


def _frame(data: Any, schema: Schema) -> Any:
    """A DataFrame of the data, column labels as the schema writes them."""
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return data
    if isinstance(data, pd.Series):
        named = data.name is not None and schema.has_input_names()
        return data.to_frame() if named else data.to_frame(name=schema.input_names()[0])
    if isinstance(data, Mapping):
        one_row = all(_is_cell(data[spec.name], spec.type) for spec in schema if spec.name in data)
        return pd.DataFrame([dict(data)] if one_row else dict(data))
    if isinstance(data, np.ndarray) and data.ndim > 2:
        raise SchemaViolation(f"The model's signature has columns, but the array has {data.ndim} dimensions. Give at most two.")
    if isinstance(data, list | np.ndarray):
        frame = pd.DataFrame(data)
        by_position = isinstance(data, np.ndarray) or not all(isinstance(item, Mapping) for item in data)
        if by_position and schema.has_input_names():
            names = schema.input_names()
            if len(frame.columns) != len(names):
                raise SchemaViolation(f"The model takes {len(names)} columns {names}, but the data have {len(frame.columns)}.")
            frame.columns = pd.Index(names)
        return frame
    if _is_cell(data, schema.inputs[0].type):
        return pd.DataFrame([[data]], columns=pd.Index(schema.input_names()[:1]))
    raise SchemaViolation(f"The model takes a DataFrame, Series, array, dict or list, not {type(data).__name__}.")


def _is_cell(value: Any, kind: AnyDataType) -> bool:
    if isinstance(kind, Array):
        return isinstance(value, list | np.ndarray) and not (
            len(value) and isinstance(value[0], list) and not isinstance(kind.dtype, Array)
        )
    return not isinstance(value, list | np.ndarray | tuple) and not _is_frame(value)


def _enforce_columns(frame: Any, schema: Schema) -> Any:
    import pandas as pd

    specs = [spec for spec in schema if isinstance(spec, ColSpec)]
    if not schema.has_input_names():
        if len(frame.columns) < len(specs):
            raise SchemaViolation(f"The model takes {len(specs)} columns, but the data have {len(frame.columns)}.")
        columns = {label: (frame.iloc[:, i], specs[i]) for i, label in enumerate(frame.columns[: len(specs)])}
    else:
        columns = _named_columns(frame, specs)
    problems: list[str] = []
    converted = {}
    for label, (column, spec) in columns.items():
        try:
            converted[label] = _column(column, spec.type)
        except SchemaViolation as problem:
            problems.append(f"column {shown(label)}: {problem.message}")
    if problems:
        raise SchemaViolation("The data do not fit the model's signature: " + "; ".join(problems))
    return pd.DataFrame(converted, index=frame.index)


def _named_columns(frame: Any, specs: list[ColSpec]) -> dict[Any, tuple[Any, ColSpec]]:
    labels = {label: i for i, label in enumerate(frame.columns)}
    if len(labels) != len(frame.columns):
        raise SchemaViolation(f"The data have repeated column names: {list(frame.columns)}.")
    as_text = {str(label): label for label in labels}
    found = {spec.name: spec.name if spec.name in labels else as_text.get(str(spec.name)) for spec in specs}
    missing = [spec.name for spec in specs if spec.required and found[spec.name] is None]
    extra = sorted(str(label) for label in set(labels) - set(found.values()))
    if missing:
        note = f" Note that there were extra inputs: {extra}" if extra else ""
        raise SchemaViolation(f"Model is missing inputs {missing}.{note}")
    if extra:
        warnings.warn(f"The model's signature has no columns {extra}; they are ignored.", stacklevel=2)
    return {spec.name: (frame.iloc[:, labels[found[spec.name]]], spec) for spec in specs if found[spec.name] is not None}


def _column(column: Any, kind: AnyDataType) -> Any:
    if isinstance(kind, AnyType | SparkMLVector):
        return column
    if not isinstance(kind, DataType):
        return column.map(lambda value: _check_value(value, kind, "value"))
    column = _plain(column)
    dtype = column.dtype
    if kind in (DataType.string, DataType.binary):
        if dtype.kind in "OTUS" or dtype.name in ("str", "string"):
            return column
    elif dtype.name in _ACCEPTED[kind]:
        return column if dtype == kind.to_numpy() else column.astype(kind.to_numpy())
    elif dtype.name.lower() in _ACCEPTED[kind] or (kind is DataType.boolean and dtype.name == "boolean"):
        return column
    elif kind is DataType.datetime:
        return _datetimes(column)
    elif kind in _FALLBACK_FLOATS:
        return _exact_floats(column, kind)
    elif kind is DataType.boolean and dtype.kind == "O" and all(isinstance(value, bool | np.bool_) for value in column.dropna()):
        return column
    raise SchemaViolation(f"{dtype} cannot become {kind.name} without loss")


def _plain(column: Any) -> Any:
    """The column in numpy's dtype where its values allow it; whole numbers and booleans with nulls stay in pandas' nullable dtypes."""
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        raise SchemaViolation("a category cannot be converted; give the values themselves")
    if isinstance(dtype, pd.ArrowDtype):
        column = _unarrowed(column)
        dtype = column.dtype
    numpy_dtype = getattr(dtype, "numpy_dtype", None)
    if numpy_dtype is None or isinstance(dtype, pd.StringDtype):
        return column
    if numpy_dtype.kind == "f":
        return column.astype(numpy_dtype)
    return column if column.isna().any() else column.astype(numpy_dtype)


def _unarrowed(column: Any) -> Any:
    """An Arrow column in pandas' own dtypes."""
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

    arrow = column.dtype.pyarrow_dtype
    if pa.types.is_dictionary(arrow):
        raise SchemaViolation("a dictionary cannot be converted; give the values themselves")
    if pa.types.is_integer(arrow) or pa.types.is_floating(arrow) or pa.types.is_boolean(arrow):
        return column.convert_dtypes(dtype_backend="numpy_nullable") if len(column) == 0 else column.astype(_nullable_name(arrow, pa))
    if pa.types.is_timestamp(arrow) and arrow.tz is None:
        return column.astype("datetime64[ns]")
    if pa.types.is_timestamp(arrow):
        raise SchemaViolation("times with a zone cannot be converted; convert them to UTC and drop the zone")
    return pd.Series(list(column.array), index=column.index, dtype=object, name=column.name)


def _nullable_name(arrow: Any, pa: Any) -> str:
    if pa.types.is_boolean(arrow):
        return "boolean"
    name = str(np.dtype(arrow.to_pandas_dtype()))
    return "UInt" + name[4:] if name.startswith("uint") else name.capitalize()


def _exact_floats(column: Any, kind: DataType) -> Any:
    """Whole numbers, decimals or nothing but nulls as floating point, provided that no value changes."""
    import decimal

    target = kind.to_numpy()
    present = column.dropna()
    if column.dtype.kind in "iu":
        numbers = present.to_numpy()
        floats = numbers.astype(target)
        exact = np.abs(floats) < 2.0**63
        if exact.all() and (floats.astype(column.dtype.name.lower()) == numbers).all():
            return column.astype(target)
        raise SchemaViolation(f"{column.dtype} values beyond what {kind.name} represents exactly")
    if column.dtype.kind == "O" and kind is DataType.double and all(isinstance(value, decimal.Decimal) for value in present):
        return column.astype(target)
    raise SchemaViolation(f"{column.dtype} cannot become {kind.name} without loss")


def _datetimes(column: Any) -> Any:
    import datetime as dt

    import pandas as pd

    if isinstance(column.dtype, pd.DatetimeTZDtype):
        raise SchemaViolation("times with a zone cannot be converted; convert them to UTC and drop the zone")
    if column.dtype.kind == "M":
        return column
    if column.dtype.kind == "O" and all(isinstance(value, dt.date | np.datetime64) for value in column.dropna()):
        return pd.to_datetime(column)
    raise SchemaViolation(f"{column.dtype} cannot become datetime; give dates or datetime64")


def _check_value(value: Any, kind: AnyDataType, where: str) -> Any:
    """A nested value, checked; undeclared and missing properties and values of other types raise `SchemaViolation`."""
    if value is None or isinstance(kind, AnyType):
        return value
    if isinstance(kind, Array):
        if not isinstance(value, list | tuple | np.ndarray):
            raise SchemaViolation(f"{where} must be a list, not {shown(value)}")
        return [_check_value(item, kind.dtype, f"{where}[{i}]") for i, item in enumerate(value)]
    if isinstance(kind, Map):
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise SchemaViolation(f"{where} must be a dict with text keys, not {shown(value)}")
        return {key: _check_value(item, kind.value_type, f"{where}[{key!r}]") for key, item in value.items()}
    if isinstance(kind, Object):
        return _check_object(value, kind, where)
    if not isinstance(kind, DataType) or _fits(value, kind):
        return value
    raise SchemaViolation(f"{where} must be a {kind.name}, not {shown(value)}")


def _check_object(value: Any, kind: Object, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise SchemaViolation(f"{where} must be a dict, not {shown(value)}")
    known = {prop.name: prop for prop in kind.properties}
    undeclared = sorted(set(value) - set(known))
    missing = sorted(name for name, prop in known.items() if prop.required and name not in value)
    if undeclared or missing:
        raise SchemaViolation(f"{where} has undeclared properties {undeclared} and lacks {missing}")
    return {name: _check_value(item, known[name].dtype, f"{where}.{name}") for name, item in value.items()}


def _fits(value: Any, kind: DataType) -> bool:
    import datetime as dt

    if isinstance(value, bool | np.bool_):
        return kind is DataType.boolean
    if kind in (DataType.integer, DataType.long):
        return isinstance(value, int | np.integer)
    if kind in _FALLBACK_FLOATS:
        return isinstance(value, int | float | np.integer | np.floating)
    if kind is DataType.datetime:
        return isinstance(value, dt.date | np.datetime64)
    return isinstance(value, {DataType.string: str, DataType.binary: bytes | bytearray}.get(kind, ()))


def _enforce_tensors(data: Any, schema: Schema) -> Any:
    specs = [spec for spec in schema if isinstance(spec, TensorSpec)]
    if not schema.has_input_names():
        if _is_frame(data):
            data = data.to_numpy()
        return _tensor(data, specs[0])
    if _is_frame(data):
        data = {spec.name: _stacked(data[spec.name], spec) for spec in specs if spec.name in data}
    if not isinstance(data, Mapping):
        raise SchemaViolation(f"The model takes tensors by name {schema.input_names()}; give a dict of arrays, not {type(data).__name__}.")
    missing = [spec.name for spec in specs if spec.name not in data]
    if missing:
        raise SchemaViolation(f"Model is missing inputs {missing}.")
    return {spec.name: _tensor(data[spec.name], spec) for spec in specs}


def _stacked(column: Any, spec: TensorSpec) -> Any:
    cells = column.to_list()
    array = np.asarray(cells, dtype=spec.type)
    return array.reshape((-1, *spec.shape[1:])) if -1 not in spec.shape[1:] else array


def _tensor(data: Any, spec: TensorSpec) -> Any:
    if not isinstance(data, np.ndarray) and not _is_sparse(data):
        raise SchemaViolation(f"The model takes an array, not {type(data).__name__}. Convert it with numpy.asarray.")
    kind = spec.type.kind
    if data.dtype != spec.type and not (kind in "US" and data.dtype.kind in (kind, "O")):
        raise SchemaViolation(f"The model takes an array of {spec.type}, not {data.dtype}. Convert it with astype.")
    shape = tuple(data.shape)
    if len(shape) != len(spec.shape) or any(want not in (-1, have) for want, have in zip(spec.shape, shape, strict=True)):
        raise SchemaViolation(f"The model takes an array of shape {spec.shape}, not {shape}; -1 stands for any length.")
    return data

"""Schemas from data of every kind, and data back through their own schema."""

from __future__ import annotations

import datetime as dt
import decimal
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import sparse

from barograph.errors import InvalidValue
from barograph.packaging.enforce import enforce_schema
from barograph.packaging.infer import infer_schema, infer_signature
from barograph.packaging.schema import AnyType, Array, ColSpec, DataType, Object, ParamSpec, Property, Schema, TensorSpec
from barograph.packaging.signature import ModelSignature

NULLABLE = [
    ("Int8", DataType.integer, 1),
    ("Int16", DataType.integer, 1),
    ("Int32", DataType.integer, 1),
    ("Int64", DataType.long, 1),
    ("UInt8", DataType.integer, 1),
    ("UInt16", DataType.integer, 1),
    ("UInt32", DataType.long, 1),
    ("Float32", DataType.float, 1.5),
    ("Float64", DataType.double, 1.5),
    ("boolean", DataType.boolean, True),
    ("string", DataType.string, "x"),
    ("str", DataType.string, "x"),
    ("object", DataType.string, "x"),
    ("datetime64[s]", DataType.datetime, dt.datetime.fromisoformat("2020-01-01")),
    ("datetime64[ns]", DataType.datetime, dt.datetime.fromisoformat("2020-01-01")),
]
ARROW = [
    (pa.int8(), DataType.integer, 1),
    (pa.int16(), DataType.integer, 1),
    (pa.int32(), DataType.integer, 1),
    (pa.int64(), DataType.long, 1),
    (pa.uint8(), DataType.integer, 1),
    (pa.uint16(), DataType.integer, 1),
    (pa.uint32(), DataType.long, 1),
    (pa.float32(), DataType.float, 1.5),
    (pa.float64(), DataType.double, 1.5),
    (pa.bool_(), DataType.boolean, True),
    (pa.string(), DataType.string, "x"),
    (pa.large_string(), DataType.string, "x"),
    (pa.binary(), DataType.binary, b"x"),
    (pa.timestamp("us"), DataType.datetime, dt.datetime.fromisoformat("2020-01-01")),
    (pa.date32(), DataType.datetime, dt.date(2020, 1, 1)),
]
DTYPES = NULLABLE + [(pd.ArrowDtype(kind), expected, value) for kind, expected, value in ARROW]


@pytest.mark.parametrize(("dtype", "expected", "value"), DTYPES, ids=[str(dtype) for dtype, _, _ in DTYPES])
@pytest.mark.parametrize("with_null", [False, True])
def test_every_nullable_and_arrow_column_goes_round(dtype: Any, expected: DataType, value: Any, with_null: bool) -> None:
    column = pd.Series([value, None if with_null else value], dtype=dtype)
    schema = infer_schema(pd.DataFrame({"a": column}))
    assert schema == Schema([ColSpec(expected, "a", required=not with_null)])
    given = enforce_schema(pd.DataFrame({"a": column}), schema)["a"]
    assert given.isna().tolist() == [False, with_null]
    assert given[0] == (pd.Timestamp(value) if isinstance(value, dt.date) else value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("int8", "integer"), ("int16", "integer"), ("int32", "integer"), ("uint8", "integer"), ("uint16", "integer"), ("int64", "long"),
        ("uint32", "long"), ("float16", "float"), ("float32", "float"), ("float64", "double"), ("bool", "boolean"),
    ],
)  # fmt: skip
def test_numpy_columns(name: str, expected: str) -> None:
    frame = pd.DataFrame({"a": np.array([0, 1], dtype=name)})
    assert infer_schema(frame) == Schema([ColSpec(expected, "a")])
    assert enforce_schema(frame, infer_schema(frame))["a"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("values", "kind", "required"),
    [
        ([[1], [2, 3]], Array(DataType.long), True),
        ([["a"], None], Array(DataType.string), False),
        ([{"k": 1}, {"k": 2, "z": "q"}], Object([Property("k", "long"), Property("z", "string", required=False)]), True),
        ([np.array([1.0]), np.array([2.0])], Array(DataType.double), True),
        ([None, None], AnyType(), False),
        ([1, None], DataType.double, False),
        ([b"x", b"y"], DataType.binary, True),
    ],
)
def test_object_columns_go_by_their_values(values: list[Any], kind: Any, required: bool) -> None:
    assert infer_schema(pd.DataFrame({"a": pd.Series(values, dtype=object)})) == Schema([ColSpec(kind, "a", required)])


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1, 2], dtype="uint64"),
        pd.Series([decimal.Decimal(1), decimal.Decimal(2)]),
        pd.Series([dt.timedelta(1), dt.timedelta(2)]),
        pd.Series([1, "x"], dtype=object),
    ],
)
def test_what_no_type_describes_is_any_with_a_warning_and_the_others_stay(column: pd.Series[Any]) -> None:
    with pytest.warns(UserWarning, match="'odd'"):
        schema = infer_schema(pd.DataFrame({"odd": column, "even": [1.0, 2.0]}))
    assert schema == Schema([ColSpec(AnyType(), "odd"), ColSpec("double", "even")])


@pytest.mark.parametrize(
    ("data", "schema"),
    [
        (np.zeros((3, 2)), Schema([TensorSpec(np.dtype("float64"), (-1, 2))])),
        (np.array(1.0), Schema([ColSpec(AnyType())])),
        (sparse.csr_matrix(np.eye(3, dtype=np.float32)), Schema([TensorSpec(np.dtype("float32"), (-1, 3))])),
        ({"x": np.zeros(3)}, Schema([TensorSpec(np.dtype("float64"), (-1,), "x")])),
        ({"x": 1, "y": ["a"]}, Schema([ColSpec("long", "x"), ColSpec(Array(DataType.string), "y")])),
        ([{"a": 1}, {"a": 2, "b": "x"}], Schema([ColSpec("long", "a"), ColSpec("string", "b", required=False)])),
        ([1, 2], Schema([ColSpec("long")])),
        ("text", Schema([ColSpec("string")])),
        ([], Schema([ColSpec("string")])),
        ([[1], [2]], Schema([ColSpec(Array(DataType.long))])),
        (pd.Series([1.0], name="a"), Schema([ColSpec("double", "a")])),
        (pd.DataFrame([[1, 2]]), Schema([ColSpec("long", 0), ColSpec("long", 1)])),
    ],
)
def test_other_data(data: Any, schema: Schema) -> None:
    assert infer_schema(data) == schema


def test_parameters() -> None:
    signature = infer_signature(params={"a": 1, "b": [1.0, 2], "c": "x", "d": True})
    assert signature.params is not None
    assert signature.params.params == [
        ParamSpec("a", "long", 1), ParamSpec("b", "double", [1.0, 2.0], (-1,)), ParamSpec("c", "string", "x"),
        ParamSpec("d", "boolean", True),
    ]  # fmt: skip


@pytest.mark.parametrize("value", [None, (1, 2), b"x", [[1]], ["a", 1]])
def test_parameters_of_other_types_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="'p'"):
        infer_signature(params={"p": value})


def test_a_signature_needs_a_part_and_comes_back_from_its_form() -> None:
    with pytest.raises(ValueError, match="needs inputs"):
        infer_signature()
    signature = infer_signature(pd.DataFrame({"a": [1]}), np.zeros(3), {"p": 1})
    assert ModelSignature.from_dict(signature.to_dict()) == signature


def test_ordinary_data_warn_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        infer_signature(pd.DataFrame({"a": [1, 2], "b": [1.0, None], "c": ["x", None]}), np.zeros(3))
